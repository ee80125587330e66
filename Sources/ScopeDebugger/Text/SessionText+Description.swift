import CNNModel
import NumberText

/// What a picture shows, in words that can be read aloud.
extension SessionText {
  /// A tensor in words: its maps, its range, and one of the maps with the places of its extremes.
  ///
  /// - Parameter map: which map is described too; `nil` for none of several.
  /// - Throws: ``UserError`` where the tensor was not computed yet, or has no such map.
  package func description(
    of reference: TensorReference, map: Int? = nil
  ) throws(UserError) -> [String] {
    let tensor = try debugger.tensors.required(reference)
    let (maps, name) = (
      debugger.tensors.maps(tensor, of: reference), debugger.names.name(of: reference)
    )
    guard maps.count > 0 else { return ["\(name): no numbers"] }
    if let map, map >= maps.count {
      throw UserError("\(name) has the maps 0 to \(maps.count - 1), not \"\(map)\"")
    }
    let all = TensorStatistics((0..<maps.count).flatMap { maps[$0].values })
    var lines = ["\(name): \(Self.sizes(maps)), \(Self.range(all))"]
    if maps.count == 1 {
      lines.append("\(name): \(Self.extremes(maps[0]))")
    } else if let map {
      lines.append("\(name), map \(map) of \(maps.count): \(Self.extremes(maps[map]))")
    }
    return lines
  }

  /// Where the session is, the layer that was computed last, and the prediction.
  package var description: [String] {
    var lines = ["\(network.title), \(inputLine)", placeLine]
    let computed = network.nodes.indices.last {
      debugger.tensors.value(of: TensorReference($0, .activation)) != nil
    }
    if let computed, let text = try? description(of: TensorReference(computed, .activation)) {
      lines += text
    }
    return lines + outcomeLines
  }

  /// `step 0, phase 4 of 25, next: sigmoid2 forward`
  package var placeLine: String {
    let next = debugger.next.map { debugger.names.name(of: $0) } ?? "the next step"
    return
      "step \(debugger.step), phase \(debugger.phase) of \(debugger.phases.count), next: \(next)"
  }

  /// The prediction and the loss, as far as they were computed.
  package var outcomeLines: [String] {
    var lines: [String] = []
    if let probabilities = debugger.probabilities,
      let best = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] })
    {
      let name = network.classNames?[best].map { " \($0)" } ?? ""
      lines.append("prediction: class \(best)\(name), \(Decimals.text(probabilities[best], 3))")
    }
    if let loss = debugger.execution.loss { lines.append("loss \(Decimals.text(loss, 4))") }
    return lines
  }

  /// `16 maps of 10 by 10`
  private static func sizes(_ maps: FeatureMaps) -> String {
    let first = maps[0]
    if maps.count == 1, first.rows == 1 {
      return first.columns == 1 ? "one number" : "\(first.columns) numbers"
    }
    let size = "\(first.rows) by \(first.columns)"
    return maps.count == 1 ? "one map of \(size)" : "\(maps.count) maps of \(size)"
  }

  private static func range(_ statistics: TensorStatistics) -> String {
    var parts = [
      "from \(Decimals.text(statistics.minimum, 3)) to \(Decimals.text(statistics.maximum, 3))",
      "mean \(Decimals.text(Float(statistics.mean), 3))",
    ]
    let zeros = Int((statistics.zeroShare * 100).rounded())
    if zeros > 0 { parts.append("\(zeros) percent zeros") }
    if statistics.nans > 0 { parts.append("\(statistics.nans) not a number") }
    if statistics.infinities > 0 { parts.append("\(statistics.infinities) infinite") }
    return parts.joined(separator: ", ")
  }

  /// `largest 2.4 at row 4, column 5, smallest -1.2 at row 0, column 9`
  private static func extremes(_ map: FeatureMaps.Map) -> String {
    guard let (high, low) = map.extremes else { return "no finite number" }
    func place(_ cell: FeatureMaps.Cell) -> String {
      let place =
        map.rows == 1 ? "number \(cell.column)" : "row \(cell.row), column \(cell.column)"
      return "\(Decimals.text(cell.value, 3)) at \(place)"
    }
    return "largest \(place(high)), smallest \(place(low))"
  }
}
