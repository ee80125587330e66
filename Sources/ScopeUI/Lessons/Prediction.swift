import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What stands on the screen and would give an answer away.
enum Hidden: Hashable, Sendable {
  /// The selected number, with its sum.
  case cell
  /// The shape of a layer; `nil` is the lab's.
  case shape(String?)
  /// Parameters and products.
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

extension Explorer {
  /// What is hidden now: by the lesson's question, or by `predict`.
  var hidden: Hidden? {
    if let prediction { return prediction.hides }
    guard let reader = lessonView?.reader, reader.feedback.isEmpty else { return nil }
    return reader.question?.hides
  }

  /// The command that hides something and asks for it.
  static let predicting = Command<Explorer>(
    "predict", arguments: "[cell|shape|sign]", completion: .words(["cell", "shape", "sign"]),
    keys: [KeyBinding("p")], help: "hide the number, the shape or the sign, and say it yourself",
    action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
      let question = try explorer.question(text)
      _ = try question.solution(explorer.session)
      explorer.prediction = question
      explorer.message = Message(question.text)
      explorer.ask(.answer)
      return Reply()
    })

  /// Takes what was typed for a prediction; shows the working when it is wrong.
  mutating func answerPrediction(_ text: String) throws(UserError) {
    guard let question = prediction else { return }
    guard !text.isEmpty else { return ask(.answer) }
    prediction = nil
    if try question.accepts(text, session) {
      message = Message("right: \(text)", .good)
    } else {
      let lines = ["not \(text): \(try question.solution(session))"] + question.working(session)
      message = Message(lines[0], .warning)
      let width = max(20, size.columns - 4)
      page = TextPage(title: question.text, lines: lines.flatMap { wrapped($0, to: width) })
    }
  }

  /// What there is to predict: in the lab and on a map its cell, of a gradient the sign, in the
  /// list the layer's shape.
  private func question(_ text: String) throws(UserError) -> Question {
    let word = text.isEmpty ? usual : text
    let node = session.network.nodes[view.node].name
    switch (word, labPart != nil) {
    case ("shape", true): return Question("What shape comes out?", .query("lab.shape"))
    case ("cell", true): return Question("What is the output cell?", .query("lab.cell"))
    case ("sign", true): throw UserError("the lab has no gradients; predict cell or shape")
    case ("shape", false):
      return Question("What shape does \(node) give?", .query("\(node).shape"))
    case ("cell", false): return Question("What is \(try cellName)?", .query(try cellName))
    case ("sign", false):
      return Question("Is \(try cellName) + or - or 0?", .sign(try cellName))
    default: throw UserError("predict takes cell, shape or sign, not \"\(text)\"")
    }
  }

  private var usual: String {
    if labPart != nil { return "cell" }
    guard view.focus == .maps else { return "shape" }
    switch view.kind {
    case .gradient, .parameterGradient: return "sign"
    case .activation, .parameter, .statistic: return "cell"
    }
  }

  /// The number under the cursor, as it is typed.
  private var cellName: String {
    get throws(UserError) {
      let debugger = session.debugger
      guard let maps, maps.count > 0 else {
        throw UserError(debugger.absence(view.reference) ?? "there is nothing to predict")
      }
      if showsOriginal { throw UserError(originalIsPlain) }
      let position = maps[view.channel].position(row: view.cell.row, column: view.cell.column)
      let shown = debugger.hasBatch(view.reference) ? position.sample : position
      return "\(debugger.name(of: view.reference))\(shown)"
    }
  }

  /// Whether a layer's shape is hidden.
  func hidesShape(of node: Int) -> Bool { hidden == .shape(session.network.nodes[node].name) }
}
