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

  var title: String { "prediction" }
  var waitsForAnswer: Bool { true }

  func placement(_ scene: Scene) -> Placement { .overlays }

  /// The question stands in the line of news.
  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {}

  var hidden: Hidden? { question.hides }

  private static func ask(
    _ subject: PredictionSubject?, _ explorer: inout Explorer
  ) throws(UserError) {
    guard let question = try explorer.views.question(subject, explorer.shared) else {
      throw UserError("there is nothing to predict here")
    }
    _ = try question.solution(explorer.session)
    explorer.views.close(PredictionView.self)
    explorer.views.push(PredictionView(question: question))
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
      ["not \(text): \(try question.solution(shared.session))"] + question.working(shared.session)
    shared.news.say(lines[0], .warning)
    let width = max(20, shared.size.columns - 4)
    return .read(question.text, lines.flatMap { wrapped($0, to: width) })
  }
}

/// What can be predicted.
package enum PredictionSubject: String, Hashable, Sendable, CaseIterable {
  case cell, shape, sign
}

/// What stands on the screen and would give an answer away.
enum Hidden: Hashable, Sendable {
  /// The selected number, with its sum.
  case cell
  /// The shape of a layer; `nil` is the lab's.
  case shape(String?)
  /// Parameters and multiply-accumulates.
  case counts
}

extension Question {
  /// What the screen hides until an answer was given; `nil` where nothing gives it away.
  var hides: Hidden? {
    switch answer {
    case .number, .words: nil
    case .sign: .cell
    case .query("lab.shape"): .shape(nil)
    case .query("lab.parameters"), .query("lab.macs"): .counts
    case .query(let query):
      if query.hasSuffix(".shape") {
        .shape(String(query.dropLast(6)))
      } else {
        query == "lab.cell" || query.hasSuffix("]") ? .cell : nil
      }
    }
  }
}
