import CNNEngine
import ScopeDebugger
import TerminalKit

/// Something of the screen that is hidden until the user has said what it is.
struct Prediction: Hashable, Sendable {
  let question: Question
  /// What stands on the screen and gives it away.
  let hidden: Hidden

  enum Hidden: Hashable, Sendable { case cell, shape, sign }
}

extension Explorer {
  mutating func answerPrediction(_ text: String) throws(UserError) {}
}
