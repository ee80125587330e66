import CNNEngine
import CNNModel
import NumberText

/// The commands that answer without changing anything.
extension SessionCommands {
  static let asking: [Command<Session>] = [
    Command(
      "print",
      Text("VALUE", "a value", example: "loss", completion: .value), aliases: ["p"],
      traits: .worksWithoutNetwork,
      help: "a loss, a shape, a cell, a tensor: loss, conv1.shape, conv1[0,3,4], conv1.gradient",
      answer: { session, text throws(UserError) in Reply(try session.text.answer(text)) }),
    Command(
      "map", TensorName(), WholeNumber("CHANNEL", 0...Int.max, example: 0).optional,
      help: "the numbers of a map, row by row",
      answer: { session, tensor, channel throws(UserError) in
        Reply(try session.text.map(tensor, channel: channel ?? 0))
      }),
    Command(
      "describe", TensorName().optional, WholeNumber("MAP", 0...Int.max, example: 0).optional,
      help: "what is computed so far, or a tensor and one of its maps, in words",
      answer: { session, tensor, map throws(UserError) in
        guard let tensor else { return Reply(session.text.description) }
        return Reply(try session.text.description(of: tensor, map: map))
      }),
    Command(
      "where", aliases: ["w"], keys: [KeyBinding("W")],
      help: "the current state: step, phase, loss, checksum",
      answer: { session in Reply(session.text.whereLines) }),
    Command(
      "layers", aliases: ["shapes"], help: "every layer with its shape and parameters",
      answer: { session in Reply(SummaryTable.lines(NetworkSummary(session.network))) }),
    Command(
      "classes", aliases: ["softmax"], help: "the classes with their probabilities",
      answer: { session throws(UserError) in
        guard let probabilities = session.debugger.probabilities else {
          throw UserError("the output was not computed yet in this step, or it has no classes")
        }
        let names = session.network.classNames
        return Reply(
          probabilities.enumerated().map { label, probability in
            let name = names?[label].map { "  \($0)" } ?? ""
            return "\(label)  \(Decimals.text(probability, 4))\(name)"
          })
      }),
    Command(
      "losses", help: "the loss of every step so far",
      answer: { session in
        Reply(
          session.debugger.history.curve.map {
            "step \($0.step)  \(Decimals.exact(Double($0.loss)))"
          })
      }),
    Command(
      "epoch-losses",
      help: "the loss of every epoch: its mean, and summed over the samples, per batch",
      answer: { session in
        let losses = EpochLoss.all(of: session.debugger)
        return Reply(losses.isEmpty ? ["no epoch is over yet"] : losses.map(\.line))
      }),
    Command(
      "arithmetic", LayerName(), help: "how a layer's output shape is computed, with its numbers",
      answer: { session, node in Reply(session.text.arithmetic(ofShapeOf: node)) }),
  ].inGroup(.explaining)

  static let leaving: [Command<Session>] = [
    Command(
      "help",
      Text(
        "COMMAND or LAYER", "a command or a layer", example: "step", completion: .command
      ).optional, aliases: ["h"], traits: .worksWithoutNetwork,
      help: "list the commands, or explain a command or a layer",
      answer: { session, topic throws(UserError) in
        Reply(try HelpText.lines(topic ?? "", Session.commands.supported(by: session)))
      }),
    Command(
      "quit", aliases: ["exit"], traits: [.leavesProgram, .worksWithoutNetwork],
      help: "leave the program",
      action: { _ in }),
  ].inGroup(.program)
}
