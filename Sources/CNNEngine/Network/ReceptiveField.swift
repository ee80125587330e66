/// The part of an input image that a unit depends on.
public struct ReceptiveField: Hashable, Sendable {
  /// The cells of the image on both axes; in the padding below 0 or beyond the extent.
  public let rows: ClosedRange<Int>
  public let columns: ClosedRange<Int>

  /// Rows × columns, where the image does not end before.
  public var size: Pair { Pair(rows.count, columns.count) }
}

extension Network {
  /// What a unit of a node can see of a source, exact over branches: from the unit backwards, layer
  /// by layer, the union of what its readers need.
  ///
  /// - Parameter cell: `[batch, channel, row, column]`; units of a vector see the whole image.
  /// - Returns: `nil` when the source is no image or the node does not depend on it.
  public func receptiveField(of cell: Position, node: Int, source: Int? = nil) -> ReceptiveField? {
    let source = source ?? sources[0]
    let image = outputShapes(of: source)[0]
    guard image.rank == 4 else { return nil }
    let axes = [2, 3].map { axis in
      interval(cell.indices.count == 4 ? cell[axis] : nil, axis: axis, node: node, source: source)
    }
    guard let rows = axes[0], let columns = axes[1] else { return nil }
    return ReceptiveField(rows: rows, columns: columns)
  }

  private func interval(
    _ start: Int?, axis: Int, node: Int, source: Int
  ) -> ClosedRange<Int>? {
    var needed = [ClosedRange<Int>?](repeating: nil, count: nodes.count)
    needed[node] = start.map { $0...$0 } ?? whole(node, axis)
    for index in (0...node).reversed() {
      guard let outputs = needed[index] else { continue }
      for value in nodes[index].inputs {
        let inputs = inputShapes(of: index)
        let range =
          nodes[index].layer.sources(of: outputs, axis: axis, inputs: inputs)
          ?? whole(value.node, axis)
        needed[value.node] = needed[value.node].map { union($0, range) } ?? range
      }
    }
    return needed[source]
  }

  private func whole(_ node: Int, _ axis: Int) -> ClosedRange<Int> {
    let shape = outputShapes(of: node)[0]
    return 0...(axis < shape.rank ? max(0, shape[axis] - 1) : 0)
  }

  private func union(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
    min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }
}
