import CNNEngine
import CNNModel
import ScopeDebugger

extension Explorer {
  /// The commands of the views of a training.
  static let trainingCommands: [Command<Explorer>] = [
    opening(.curve, "4", "loss and accuracy of every step, with a cursor to travel by"),
    opening(
      .ladder, "5", "a row a layer: sizes of activations, gradients, weights, updates; dead, NaN"),
    Command(
      "confusion", arguments: "[CLASS CLASS]", keys: [KeyBinding("6")],
      help: "which class was taken for which; with two of them, the samples",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.openConfusion(text)
        return Reply()
      }),
    Command(
      "mistakes", arguments: "[N]", keys: [KeyBinding("M")],
      help: "the worst mistakes of the last evaluation",
      refusal: { $0.session.results == nil ? "nothing was evaluated yet; e does it" : nil },
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        explorer.listMistakes(text.isEmpty ? 100 : try Self.count(text))
        return Reply()
      }),
    Command(
      "visit", keys: [KeyBinding("<Enter>")],
      help: "to the step under the cursor, the layer, the samples of the cell, the sample",
      applies: { $0.trainingFocus != nil },
      refusal: { $0.trainingFocus == nil ? "4, 5 and 6 open what can be visited" : nil },
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        try explorer.visit()
        return Reply()
      }),
    Command(
      "axis", arguments: "[linear|logarithmic]", completion: .words(["linear", "logarithmic"]),
      keys: [KeyBinding("v")], help: "losses as they are, or their logarithms",
      applies: { $0.trainingFocus == .curve },
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        let words = ["": !explorer.training.isLogarithmic, "linear": false, "logarithmic": true]
        guard let isLogarithmic = words[text] else {
          throw UserError("the axis is linear or logarithmic, not \"\(text)\"")
        }
        explorer.training.isLogarithmic = isLogarithmic
        return Reply("the axis is \(isLogarithmic ? "logarithmic" : "linear")")
      }),
    Command(
      "span", arguments: "[in|out|all|N]", completion: .words(["in", "out", "all"]),
      keys: [KeyBinding("+", "in"), KeyBinding("-", "out")],
      help: "how many steps the curve shows", applies: { $0.training.view == .curve },
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.choose(span: text)
        return Reply()
      }),
    Command(
      "sample", arguments: "[next|back|N]", completion: .words(["next", "back"]),
      keys: [KeyBinding(")", "next"), KeyBinding("(", "back")],
      help: "look at another sample of the batch, in the microscope too",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        let reply = try Session.commands.perform("sample \(text)", &explorer.session)
        explorer.moveMicroscopeToSample()
        return reply
      }),
  ]

  private static func opening(
    _ view: TrainingView, _ key: String, _ help: String
  ) -> Command<Explorer> {
    Command(
      view.rawValue, keys: [KeyBinding(key)], help: help,
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        explorer.open(view)
        return Reply()
      })
  }

  private static func count(_ text: String) throws(UserError) -> Int {
    guard let count = Int(text), (1...1_000_000).contains(count) else {
      throw UserError("a number from 1 to 1000000 is expected, not \"\(text)\"")
    }
    return count
  }
}
