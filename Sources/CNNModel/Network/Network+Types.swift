/// The element types of the values that flow along the edges.
extension Network {
  /// The element type of an output of a node.
  public func elementType(of value: ValueReference) -> ElementType {
    types[value.node][value.output]
  }

  /// Whether a layer has to be given integers or booleans themselves, so that executions must not
  /// keep all values as floats; and whether integers that floats cannot hold go in and come out.
  public var needsExactValues: Bool {
    nodes.contains { $0.layer is any ExactLayer }
      || (sources.contains { types[$0].contains(where: \.isWideInteger) }
        && outputs.contains { elementType(of: $0).isWideInteger })
  }

  /// That values of other floating-point types are not rounded to them, a clause for each type.
  public var precisionNotes: [String] {
    let others = Set(types.joined()).filter { $0.isFloating && $0 != .float32 }
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
