/// The element types of the values that flow along the edges.
extension Network {
  /// The element type of an output of a node.
  public func elementType(of value: ValueReference) -> ElementType {
    types[value.node][value.output]
  }

  /// Whether a layer has to be given integers or booleans themselves, so that executions must not
  /// keep all values as floats: an ``ExactLayer``, or one that computes integers or booleans from
  /// integers.
  public var needsExactValues: Bool {
    let hasWide = wideIntegers
    return nodes.indices.contains { needsExactValues($0, hasWide) }
  }

  private func needsExactValues(_ node: Int, _ hasWide: [Bool]) -> Bool {
    let (layer, inputs) = (nodes[node].layer, nodes[node].inputs)
    if layer is any ExactLayer { return true }
    guard inputs.contains(where: { elementType(of: $0).isInteger }),
      !ownTypes(of: node).contains(where: \.isFloating)
    else { return false }
    // What only moves, selects or converts integers is exact up to 2²⁴ in floats too.
    return !(layer is any ValuePreservingLayer || layer is Cast)
      || inputs.contains { hasWide[$0.node] }
  }

  /// By node, whether its outputs may be integers beyond 2²⁴: by their type, but for indices, which
  /// are bounded by extents, and what has its numbers from inputs without such integers.
  private var wideIntegers: [Bool] {
    var hasWide: [Bool] = []
    for (index, node) in nodes.enumerated() {
      let passesOn =
        node.layer is any ValuePreservingLayer || node.layer is any PlaceLayer
        || node.layer is LargestCells || node.layer is Cast
      let isBounded =
        node.layer is any PlaceOfWinner
        || passesOn && !node.inputs.contains { hasWide[$0.node] }
      hasWide.append(!isBounded && types[index].contains(where: \.isWideInteger))
    }
    return hasWide
  }

  /// The types that the layer of a node gives, whatever the network's file says.
  private func ownTypes(of node: Int) -> [ElementType] {
    let inputs = nodes[node].inputs.map(elementType)
    return (try? nodes[node].layer.outputTypes(for: inputs, count: types[node].count))
      ?? types[node]
  }

  /// That values of other floating-point types are not rounded to them, a clause for each type that
  /// a layer gives without rounding to it.
  public var precisionNotes: [String] {
    let unrounded = nodes.indices.flatMap { node in
      zip(types[node], ownTypes(of: node)).filter { $0 != $1 }.map { $0.0 }
    }
    let others = Set(unrounded).filter { $0.isFloating && $0 != .float32 }
    return others.map(\.rawValue).sorted().map {
      "\($0) values are computed in float32, without rounding to \($0)"
    }
  }

  /// - Throws: ``NetworkError`` naming the first layer that does not take the types before it.
  static func types(of nodes: [Node], counts: [Int]) throws(NetworkError) -> [[ElementType]] {
    var types: [[ElementType]] = []
    for (index, node) in nodes.enumerated() {
      let inputs = node.inputs.map { types[$0.node][$0.output] }
      do throws(ShapeError) {
        let own = try node.layer.outputTypes(for: inputs, count: counts[index])
        types.append(node.outputTypes ?? own)
      } catch {
        throw NetworkError(node: index, name: node.name, layer: node.layer.text, error: error)
      }
    }
    return types
  }
}

extension ElementType {
  /// Whether it has integers beyond 2²⁴, which 32-bit floats round.
  fileprivate var isWideInteger: Bool { [.int32, .uint32, .int64, .uint64].contains(self) }
}
