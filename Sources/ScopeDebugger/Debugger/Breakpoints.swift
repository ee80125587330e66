import CNNEngine
import CNNModel

/// What a run stops at: layers, and conditions on numbers that become true.
public struct Breakpoints: Hashable, Sendable {
  /// The layers, by node.
  public private(set) var nodes: Set<Int> = []
  package private(set) var conditions: [Condition] = []

  /// Whether a run stops at a layer.
  public func contains(_ node: Int) -> Bool { nodes.contains(node) }

  /// Sets or removes a breakpoint on a layer.
  ///
  /// - Returns: whether it is set now.
  @discardableResult
  public mutating func toggle(_ node: Int) -> Bool {
    if nodes.remove(node) != nil { return false }
    nodes.insert(node)
    return true
  }

  /// Sets or removes a condition.
  ///
  /// - Returns: whether it is set now.
  @discardableResult
  package mutating func toggle(_ condition: Condition) -> Bool {
    if let index = conditions.firstIndex(of: condition) {
      conditions.remove(at: index)
      return false
    }
    conditions.append(condition)
    return true
  }

  /// Those on the layers of the same names of another network; conditions only where all layers have
  /// the same names.
  func moved(from network: Network, to other: Network) -> Breakpoints {
    let (names, others) = (network.nodes.map(\.name), other.nodes.map(\.name))
    guard names != others else { return self }
    var moved = Breakpoints()
    moved.nodes = Set(nodes.compactMap { others.firstIndex(of: names[$0]) })
    return moved
  }

  /// Whether some phase works on a layer of it: none does where the image enters.
  func canBeHit(by phases: [Plan.Phase]) -> Bool {
    !nodes.isEmpty && phases.contains { $0.node.map(nodes.contains) ?? false }
  }
}
