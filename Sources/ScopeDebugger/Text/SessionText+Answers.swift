import CNNModel
import NumberText

/// Answers about values, tensors and shapes.
extension SessionText {
  /// The value of a query.
  func answer(_ text: String) throws(UserError) -> [String] {
    switch try Query.answer(text, session) {
    case .number(let number): ["\(text) = \(Decimals.exact(number))"]
    case .text(let value): ["\(text) = \(value)"]
    case .tensor(let reference): [tensorLine(reference)] + remarks(on: reference)
    }
  }

  /// What is unusual about an activation: cells that see only padding.
  private func remarks(on reference: TensorReference) -> [String] {
    let node = network.nodes[reference.node]
    guard reference.kind == .activation, !node.isSource else { return [] }
    return node.layer.remarks(for: network.inputShapes(of: reference.node)).map {
      "\(node.name): \($0)"
    }
  }

  /// A tensor in one line: name, shape, range, mean, deviation, zeros, NaN.
  package func tensorLine(_ reference: TensorReference) -> String {
    guard let tensor = debugger.tensors.value(of: reference) else {
      return debugger.tensors.absence(of: reference) ?? ""
    }
    let statistics = TensorStatistics(tensor)
    return "\(debugger.names.name(of: reference)) [\(debugger.tensors.shape(of: reference))] "
      + "x∈[\(Decimals.text(statistics.minimum, 4)) \(Decimals.text(statistics.maximum, 4))] "
      + "μ \(Decimals.text(Float(statistics.mean), 3)) σ \(Decimals.text(Float(statistics.deviation), 3)) "
      + "0:\(Int((statistics.zeroShare * 100).rounded()))% NaN:\(statistics.nans)"
      + (statistics.infinities > 0 ? " ∞:\(statistics.infinities)" : "")
      + (isOfBatch(reference) ? " (batch of \(debugger.batchSize))" : "")
  }

  /// Whether a tensor has several samples.
  private func isOfBatch(_ reference: TensorReference) -> Bool {
    debugger.batchSize > 1 && network.hasBatch(reference)
  }

  /// The numbers of a map, a line for each row.
  func map(
    _ reference: TensorReference, channel: Int
  ) throws(UserError) -> [String] {
    let maps = debugger.tensors.maps(try debugger.tensors.required(reference), of: reference)
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

  /// How the output shape of a layer is computed.
  func arithmetic(ofShapeOf node: Int) -> [String] {
    let lines = NetworkSummary(network).rows[node].arithmetic
    let name = network.nodes[node].name
    return lines.isEmpty
      ? ["\(name) gives \(network.sampleShape(of: node)), as what comes before it"] : lines
  }

  /// Network, step, settings, checksum, loss and history.
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
    if network.dependsOnMode { lines.append(modeLine) }
    if debugger.setup.fault != nil { lines += FaultAnswers.lines(debugger) }
    if let loss = debugger.execution.loss { lines.append("loss \(Decimals.exact(Double(loss)))") }
    lines.append(historyLine)
    return lines
  }
}
