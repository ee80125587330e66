import CNNEngine
import CNNModel

/// The commands that answer without changing anything.
extension Session {
  static let asking: [Command<Session>] = [
    Command(
      "print", aliases: ["p"], arguments: "VALUE", completion: .tensor,
      help: "a loss, a shape, a cell, a tensor: loss, conv1.shape, conv1[0,3,4], conv1.gradient",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else { throw UserError("print needs a value, such as loss or conv1") }
        return Reply(try session.answer(text))
      }),
    Command(
      "map", arguments: "TENSOR [CHANNEL]", completion: .tensor,
      help: "the numbers of a map, row by row",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        Reply(try session.map(text))
      }),
    Command(
      "where", aliases: ["w"], keys: [KeyBinding("W")],
      help: "the moment: step, phase, loss, checksum",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        Reply(session.whereLines)
      }),
    Command(
      "layers", aliases: ["shapes"], help: "every layer with its shape and what it learns",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        Reply(SummaryTable.lines(NetworkSummary(session.network)))
      }),
    Command(
      "classes", aliases: ["softmax"], help: "the classes with their probabilities",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        guard let probabilities = session.debugger.probabilities else {
          throw UserError("the output was not computed yet in this step, or it has no classes")
        }
        return Reply(probabilities.enumerated().map { "\($0)  \(Decimals.text($1, 4))" })
      }),
    Command(
      "losses", help: "the loss of every step on the way here",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        Reply(session.debugger.losses.map { "step \($0.step)  \(Decimals.exact(Double($0.loss)))" })
      }),
    Command(
      "arithmetic", arguments: "LAYER", completion: .layer,
      help: "how a layer's shape comes about, with its numbers",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else {
          throw UserError("arithmetic needs a layer, as in arithmetic conv1")
        }
        let node = try session.debugger.node(named: text)
        let lines = NetworkSummary(session.network).rows[node].arithmetic
        let shape = session.network.sampleShape(of: node)
        return Reply(lines.isEmpty ? ["\(text) gives \(shape), as what comes before it"] : lines)
      }),
    Command(
      "help", aliases: ["h"], arguments: "[COMMAND or LAYER]", completion: .command,
      help: "what can be done, or what a command or a layer means",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        Reply(try HelpText.lines(text, commands.commands))
      }),
    Command(
      "quit", aliases: ["exit"], help: "leave the program",
      action: { (_: inout Session, _: String) throws(UserError) -> Reply in
        var reply = Reply()
        reply.isQuit = true
        return reply
      }),
  ]

  /// All commands that need no panes.
  public static let commands = CommandTable(
    stepping + training + choosing + tuning + saving + weighing + exporting + asking + judging
      + explaining + laboratory)

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
    return "\(debugger.name(of: reference)) [\(debugger.shape(of: reference))] "
      + "x∈[\(Decimals.text(statistics.minimum, 4)) \(Decimals.text(statistics.maximum, 4))] "
      + "μ \(Decimals.text(Float(statistics.mean), 3)) σ \(Decimals.text(Float(statistics.deviation), 3)) "
      + "0:\(Int((statistics.zeroShare * 100).rounded()))% NaN:\(statistics.nans)"
      + (statistics.infinities > 0 ? " ∞:\(statistics.infinities)" : "")
  }

  private func map(_ text: String) throws(UserError) -> [String] {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first, words.count <= 2 else {
      throw UserError("map needs a tensor and perhaps a channel, as in map conv1 0")
    }
    let reference = try debugger.reference(named: name)
    let maps = debugger.maps(try debugger.existing(reference), of: reference)
    let channel = words.count == 2 ? Int(words[1]) : 0
    guard let channel, (0..<maps.count).contains(channel) else {
      throw UserError("\(name) has the maps 0 to \(maps.count - 1), not \"\(words.last ?? "")\"")
    }
    let map = maps[channel]
    return (0..<map.rows).map { row in
      (0..<map.columns).map { Decimals.column(map[row, $0]) }.joined(separator: " ")
    }
  }

  private var whereLines: [String] {
    let total = debugger.phases.count
    let next = debugger.next.map { debugger.describe($0) } ?? "next step"
    var lines = [
      "\(network.title) on \(debugger.setup.sampleFeed == nil ? inputLine : sampleLine)",
      "step \(debugger.step), phase \(debugger.phase) of \(total), next: \(next)",
      "seed \(debugger.setup.seed), \(debugger.setup.optimizer), \(debugger.state.updates) updates",
      "\(debugger.setup.feed.words), rate \(Decimals.text(debugger.rate, 5)) "
        + "(\(debugger.setup.schedule))",
      "checksum \(debugger.checksum)",
    ]
    if let loss = debugger.execution.loss { lines.append("loss \(Decimals.exact(Double(loss)))") }
    lines.append(historyLine)
    return lines
  }
}

extension Debugger {
  /// A phase in words: `conv2 forward`.
  public func describe(_ phase: Plan.Phase) -> String {
    phase.node.map { "\(network.nodes[$0].name) \(phase.word)" } ?? phase.word
  }
}
