/// The part of an image that a unit depends on, or that depends on a unit.
public struct ReceptiveField: Hashable, Sendable {
  /// The cells of the image on both axes; in the padding below 0 or beyond the extent.
  public let rows: ClosedRange<Int>
  public let columns: ClosedRange<Int>

  /// Rows × columns, where the image does not end before.
  public var size: Pair { Pair(rows.count, columns.count) }
}

/// How the receptive fields of a layer's units lie on an image.
public struct ReceptiveGrid: Hashable, Sendable {
  /// Rows × columns of one field.
  public let size: Pair
  /// The distance from the field of a unit to that of its neighbor.
  public let jump: Pair
  /// Where the field of the first unit begins; below 0 in the padding.
  public let offset: Pair
}

extension Network {
  /// What a unit of a node can see of a source, exact over branches: from the unit backwards, layer
  /// by layer, the union of what its readers need.
  ///
  /// - Parameter cell: `[batch, channel, row, column]`; units of a vector see the whole image.
  /// - Returns: `nil` when the source is no image or the node does not depend on it.
  public func receptiveField(of cell: Position, node: Int, source: Int? = nil) -> ReceptiveField? {
    receptiveFields(of: cell, node: node)[source ?? sources[0]]
  }

  /// What a unit of a node can see of every node before it and of itself, by node; `nil` for nodes
  /// that are no images or that it does not depend on.
  public func receptiveFields(of cell: Position, node: Int) -> [ReceptiveField?] {
    let axes = [2, 3].map { axis in
      needed(cell.indices.count == 4 ? cell[axis] : nil, axis: axis, node: node)
    }
    return fields(rows: axes[0], columns: axes[1])
  }

  /// What depends on a unit of a node, by node, as ``receptiveFields(of:node:)`` turned round.
  public func projectiveFields(of cell: Position, node: Int) -> [ReceptiveField?] {
    let axes = [2, 3].map { axis in
      reached(cell.indices.count == 4 ? cell[axis] : nil, axis: axis, node: node)
    }
    return fields(rows: axes[0], columns: axes[1])
  }

  /// Size, jump and offset of the receptive fields of a node's units on a source.
  ///
  /// - Returns: `nil` when one of both is no image, or the node does not depend on the source.
  public func receptiveGrid(of node: Int, source: Int? = nil) -> ReceptiveGrid? {
    let shape = outputShapes(of: node)[0]
    guard shape.rank == 4, shape.count > 0,
      let first = receptiveField(of: [0, 0, 0, 0], node: node, source: source),
      let next = receptiveField(
        of: [0, 0, min(1, shape[2] - 1), min(1, shape[3] - 1)], node: node, source: source)
    else { return nil }
    let offset = Pair(first.rows.lowerBound, first.columns.lowerBound)
    let jump = Pair(
      next.rows.lowerBound - offset.rows, next.columns.lowerBound - offset.columns)
    return ReceptiveGrid(size: first.size, jump: jump, offset: offset)
  }

  private func fields(
    rows: [ClosedRange<Int>?], columns: [ClosedRange<Int>?]
  ) -> [ReceptiveField?] {
    nodes.indices.map { node in
      guard outputShapes(of: node)[0].rank == 4, let rows = rows[node], let columns = columns[node]
      else { return nil }
      return ReceptiveField(rows: rows, columns: columns)
    }
  }

  private func needed(_ start: Int?, axis: Int, node: Int) -> [ClosedRange<Int>?] {
    var needed = [ClosedRange<Int>?](repeating: nil, count: nodes.count)
    needed[node] = start.map { $0...$0 } ?? whole(node, axis)
    for index in (0...node).reversed() {
      guard let outputs = needed[index] else { continue }
      for value in nodes[index].inputs {
        let range = sources(of: outputs, axis: axis, node: index, value)
        needed[value.node] = needed[value.node].map { union($0, range) } ?? range
      }
    }
    return needed
  }

  private func reached(_ start: Int?, axis: Int, node: Int) -> [ClosedRange<Int>?] {
    var reached = [ClosedRange<Int>?](repeating: nil, count: nodes.count)
    reached[node] = start.map { $0...$0 } ?? whole(node, axis)
    for index in nodes.indices.dropFirst(node + 1) {
      for value in nodes[index].inputs {
        guard let inputs = reached[value.node] else { continue }
        let readers = whole(index, axis).filter {
          sources(of: $0...$0, axis: axis, node: index, value).overlaps(inputs)
        }
        guard let first = readers.first, let last = readers.last else { continue }
        reached[index] = reached[index].map { union($0, first...last) } ?? first...last
      }
    }
    return reached
  }

  /// What an interval of a node's outputs needs of an input.
  private func sources(
    of outputs: ClosedRange<Int>, axis: Int, node: Int, _ value: ValueReference
  ) -> ClosedRange<Int> {
    nodes[node].layer.sources(of: outputs, axis: axis, inputs: inputShapes(of: node))
      ?? whole(value.node, axis)
  }

  private func whole(_ node: Int, _ axis: Int) -> ClosedRange<Int> {
    let shape = outputShapes(of: node)[0]
    return 0...(axis < shape.rank ? max(0, shape[axis] - 1) : 0)
  }

  private func union(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
    min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }
}
