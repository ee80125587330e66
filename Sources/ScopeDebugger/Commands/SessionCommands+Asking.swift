import CNNEngine
import CNNModel
import NumberText

/// The commands that answer without changing anything.
extension SessionCommands {
  static let asking: [Command<Session>] = [
    Command(
      "print",
      Text("VALUE", "a value", example: "loss", completion: .tensor), aliases: ["p"],
      traits: .worksWithoutNetwork,
      help: "a loss, a shape, a cell, a tensor: loss, conv1.shape, conv1[0,3,4], conv1.gradient",
      answer: { session, text throws(UserError) in Reply(try session.answer(text)) }),
    Command(
      "map", TensorName(), WholeNumber("CHANNEL", 0...Int.max, example: 0).optional,
      help: "the numbers of a map, row by row",
      answer: { session, tensor, channel throws(UserError) in
        Reply(try session.map(tensor, channel: channel ?? 0))
      }),
    Command(
      "where", aliases: ["w"], keys: [KeyBinding("W")],
      help: "the current state: step, phase, loss, checksum",
      answer: { session in Reply(session.whereLines) }),
    Command(
      "layers", aliases: ["shapes"], help: "every layer with its shape and parameters",
      answer: { session in Reply(SummaryTable.lines(NetworkSummary(session.network))) }),
    Command(
      "classes", aliases: ["softmax"], help: "the classes with their probabilities",
      answer: { session throws(UserError) in
        guard let probabilities = session.debugger.probabilities else {
          throw UserError("the output was not computed yet in this step, or it has no classes")
        }
        return Reply(probabilities.enumerated().map { "\($0)  \(Decimals.text($1, 4))" })
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
      "arithmetic", LayerName(), help: "how a layer's output shape is computed, with its numbers",
      answer: { session, node in Reply(session.arithmetic(ofShapeOf: node)) }),
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

extension Session {
  func answer(_ text: String) throws(UserError) -> [String] {
    switch try Query.answer(text, self) {
    case .number(let number): ["\(text) = \(Decimals.exact(number))"]
    case .text(let value): ["\(text) = \(value)"]
    case .tensor(let reference): [tensorLine(reference)]
    }
  }

  /// A tensor in one line: name, shape, range, mean, deviation, zeros, NaN.
  public func tensorLine(_ reference: TensorReference) -> String {
    guard let tensor = debugger.tensor(reference) else {
      return debugger.absence(reference) ?? ""
    }
    let statistics = TensorStatistics(tensor)
    return "\(debugger.names.name(of: reference)) [\(debugger.shape(of: reference))] "
      + "x∈[\(Decimals.text(statistics.minimum, 4)) \(Decimals.text(statistics.maximum, 4))] "
      + "μ \(Decimals.text(Float(statistics.mean), 3)) σ \(Decimals.text(Float(statistics.deviation), 3)) "
      + "0:\(Int((statistics.zeroShare * 100).rounded()))% NaN:\(statistics.nans)"
      + (statistics.infinities > 0 ? " ∞:\(statistics.infinities)" : "")
  }

  func map(
    _ reference: TensorReference, channel: Int
  ) throws(UserError) -> [String] {
    let maps = debugger.maps(try debugger.existing(reference), of: reference)
    guard channel < maps.count else {
      throw UserError(
        "\(debugger.names.name(of: reference)) has the maps 0 to \(maps.count - 1), not \"\(channel)\""
      )
    }
    let map = maps[channel]
    return (0..<map.rows).map { row in
      (0..<map.columns).map { Decimals.column(map[row, $0]) }.joined(separator: " ")
    }
  }

  func arithmetic(ofShapeOf node: Int) -> [String] {
    let lines = NetworkSummary(network).rows[node].arithmetic
    let name = network.nodes[node].name
    return lines.isEmpty
      ? ["\(name) gives \(network.sampleShape(of: node)), as what comes before it"] : lines
  }

  var whereLines: [String] {
    let total = debugger.phases.count
    let next = debugger.next.map { debugger.names.name(of: $0) } ?? "next step"
    var lines = [
      "\(network.title) on \(debugger.setup.dataLoader == nil ? inputLine : sampleLine)",
      "step \(debugger.step), phase \(debugger.phase) of \(total), next: \(next)",
      "seed \(debugger.setup.seed), \(debugger.setup.optimizer), \(debugger.state.updates) updates",
      "\(debugger.setup.source.words), rate \(Decimals.text(debugger.rate, 5)) "
        + "(\(debugger.setup.schedule))",
      "checksum \(debugger.checksum)",
    ]
    if let loss = debugger.execution.loss { lines.append("loss \(Decimals.exact(Double(loss)))") }
    lines.append(historyLine)
    return lines
  }
}
