import CNNModel
import ScopeDebugger
import TerminalKit

/// A number, a shape or a sign that is hidden until the user has predicted it.
struct PredictionView: AnswerView {
  static let commands: [Command<Explorer>] = [
    Command(
      "predict", Choice(PredictionSubject.self).optional, keys: [KeyBinding("p")],
      help: "hide the number, the shape or the sign, and predict it yourself",
      action: { explorer, subject throws(UserError) in try ask(subject, &explorer) })
  ].inGroup(.explaining).with(.worksWithoutNetwork)

  static let keys: [ViewKey<PredictionView>] = [ViewKey("<Enter>", "answer", "answer")]

  private let question: Question
  let hidden: Hidden?

  var title: String { "prediction" }
  var waitsForAnswer: Bool { true }

  func placement(_ scene: Scene) -> Placement { .overlays }

  /// The question stands in the line of news.
  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {}

  private static func ask(
    _ subject: PredictionSubject?, _ explorer: inout Explorer
  ) throws(UserError) {
    guard let question = try explorer.views.question(subject, explorer.shared) else {
      throw UserError("there is nothing to predict here")
    }
    _ = try question.solution(explorer.session)
    let hidden = question.hides(explorer.session)
    explorer.views.close(PredictionView.self)
    explorer.views.push(PredictionView(question: question, hidden: hidden))
    explorer.shared.news.say(question.text)
    explorer.apply(.askForAnswer(closesAsker: true))
  }

  /// Takes what was typed; shows the working when it is wrong.
  mutating func answer(
    _ text: String, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange {
    guard !text.isEmpty else { return .askForAnswer(closesAsker: true) }
    if try question.accepts(text, shared.session) {
      shared.news.say("right: \(text)", .good)
      return .close
    }
    let lines =
      ["not \(text): \(try question.told(shared.session))"] + question.working(shared.session)
    shared.news.say(lines[0], .warning)
    let width = max(20, shared.size.columns - 4)
    return .read(question.text, lines.flatMap { wrapped($0, to: width) })
  }
}

/// What can be predicted.
package enum PredictionSubject: String, Hashable, Sendable, CaseIterable {
  case cell, shape, sign
}
