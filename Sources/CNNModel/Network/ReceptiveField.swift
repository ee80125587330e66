/// The region of a tensor that a unit depends on, or that depends on a unit.
public struct ReceptiveField: Hashable, Sendable {
  /// The cells on each spatial axis, outermost first; padding cells are negative or beyond the
  /// extent.
  public let axes: [ClosedRange<Int>]

  /// The number of cells on each spatial axis, padding included.
  public var size: PerAxis { PerAxis(axes.map(\.count)) }
}

/// The regular arrangement of the receptive fields of a layer's units on an input, by spatial axis.
public struct ReceptiveGrid: Hashable, Sendable {
  /// The size of one field.
  public let size: PerAxis
  /// The distance between the fields of adjacent units.
  public let jump: PerAxis
  /// Where the field of the first unit begins; negative in the padding.
  public let offset: PerAxis
}

extension Network {
  /// The region of a source that a unit of a node depends on. It is exact for graphs with branches:
  /// computed backwards, layer by layer, as the union over all readers.
  ///
  /// - Parameters:
  ///   - cell: `[batch, channel, …]`; a unit of a vector depends on the whole input.
  ///   - source: the node of the input; by default the first.
  /// - Returns: `nil` when the source has other spatial axes or the node does not depend on it.
  public func receptiveField(of cell: Position, node: Int, source: Int? = nil) -> ReceptiveField? {
    receptiveFields(of: cell, node: node)[source ?? sources[0]]
  }

  /// The regions of every node that a unit of a node depends on, by node; `nil` for nodes that have
  /// other spatial axes or that it does not depend on.
  public func receptiveFields(of cell: Position, node: Int) -> [ReceptiveField?] {
    FieldTrace(network: self).receptive(cell, node)
  }

  /// The regions that depend on a unit of a node, by node: the reverse of
  /// ``receptiveFields(of:node:)``.
  public func projectiveFields(of cell: Position, node: Int) -> [ReceptiveField?] {
    FieldTrace(network: self).projective(cell, node)
  }

  /// The size, distance and offset of the receptive fields of a node's units on a source.
  ///
  /// - Returns: `nil` when one of them has other spatial axes, or the node does not depend on the
  ///   source.
  public func receptiveGrid(of node: Int, source: Int? = nil) -> ReceptiveGrid? {
    let shape = outputShapes(of: node)[0]
    guard let axes = ImageAxes(self).spatial[node], shape.count > 0 else { return nil }
    let origin = Position(shape.extents.map { _ in 0 })
    let neighbor = Position(
      shape.extents.enumerated().map { axes.contains($0) ? min(1, $1 - 1) : 0 })
    guard let first = receptiveField(of: origin, node: node, source: source),
      let next = receptiveField(of: neighbor, node: node, source: source)
    else { return nil }
    let jumps = zip(first.axes, next.axes).map { $1.lowerBound - $0.lowerBound }
    return ReceptiveGrid(
      size: first.size, jump: PerAxis(jumps), offset: PerAxis(first.axes.map(\.lowerBound)))
  }
}

/// How intervals of cells spread through a network, axis by axis.
private struct FieldTrace {
  let network: Network
  let axes: ImageAxes

  init(network: Network) { (self.network, axes) = (network, ImageAxes(network)) }

  /// The regions that a unit depends on, by node.
  func receptive(_ cell: Position, _ node: Int) -> [ReceptiveField?] {
    fields { needed(index(of: cell, node, $0), $0, node: node) }
  }

  /// The regions that depend on a unit, by node.
  func projective(_ cell: Position, _ node: Int) -> [ReceptiveField?] {
    fields { reached(index(of: cell, node, $0), $0, node: node) }
  }

  /// The number of spatial axes: that of the first input, or of images.
  private var count: Int { axes.spatial.lazy.compactMap { $0?.count }.first ?? 2 }

  /// The index of a cell on a spatial axis of its tensor; `nil` for all of them.
  private func index(of cell: Position, _ node: Int, _ number: Int) -> Int? {
    axes.spatial[node].map { cell[$0[number]] }
  }

  /// The axis of a node's value; that of images where it has no spatial axes.
  private func axis(_ node: Int, _ number: Int) -> Int {
    axes.spatial[node]?[number] ?? number + 2
  }

  /// The fields by node, from the intervals on each spatial axis.
  private func fields(_ intervals: (_ number: Int) -> [ClosedRange<Int>?]) -> [ReceptiveField?] {
    let byAxis = (0..<count).map(intervals)
    return network.nodes.indices.map { node in
      let ranges = byAxis.compactMap { $0[node] }
      guard axes.spatial[node] != nil, ranges.count == byAxis.count else { return nil }
      return ReceptiveField(axes: ranges)
    }
  }

  private func needed(_ start: Int?, _ number: Int, node: Int) -> [ClosedRange<Int>?] {
    var needed = [ClosedRange<Int>?](repeating: nil, count: network.nodes.count)
    needed[node] = start.map { $0...$0 } ?? whole(node, number)
    for index in (0...node).reversed() {
      guard let outputs = needed[index] else { continue }
      for value in network.nodes[index].inputs {
        let range = sources(of: outputs, number, node: index, value)
        needed[value.node] = needed[value.node].map { union($0, range) } ?? range
      }
    }
    return needed
  }

  private func reached(_ start: Int?, _ number: Int, node: Int) -> [ClosedRange<Int>?] {
    var reached = [ClosedRange<Int>?](repeating: nil, count: network.nodes.count)
    reached[node] = start.map { $0...$0 } ?? whole(node, number)
    for index in network.nodes.indices.dropFirst(node + 1) {
      for value in network.nodes[index].inputs {
        guard let inputs = reached[value.node] else { continue }
        let readers = whole(index, number).filter {
          sources(of: $0...$0, number, node: index, value).overlaps(inputs)
        }
        guard let first = readers.first, let last = readers.last else { continue }
        reached[index] = reached[index].map { union($0, first...last) } ?? first...last
      }
    }
    return reached
  }

  /// The interval of an input that an interval of a node's outputs depends on.
  private func sources(
    of outputs: ClosedRange<Int>, _ number: Int, node: Int, _ value: ValueReference
  ) -> ClosedRange<Int> {
    let (shapes, layer) = (network.inputShapes(of: node), network.nodes[node].layer)
    let axis = axis(node, number)
    guard axis < (shapes.map(\.rank).max() ?? 0),
      layer.inputAxis(of: axis, inputs: shapes) == self.axis(value.node, number)
    else { return whole(value.node, number) }
    return layer.sources(of: outputs, axis: axis, inputs: shapes) ?? whole(value.node, number)
  }

  private func whole(_ node: Int, _ number: Int) -> ClosedRange<Int> {
    let (shape, axis) = (network.outputShapes(of: node)[0], axis(node, number))
    return 0...(axis < shape.rank ? max(0, shape[axis] - 1) : 0)
  }

  private func union(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
    min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }
}
