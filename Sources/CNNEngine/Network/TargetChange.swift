import CNNModel

/// Another target for the copies of one training step, which share their memory before and after it.
public struct TargetChange: Sendable {
  /// What the loss compares with from here on; `nil` when it is unknown.
  public let target: Target?
  /// By the memory of the copies, that of the same step with the other target.
  private var arenas: [ObjectIdentifier: InterleavedArena] = [:]

  public init(to target: Target?) { self.target = target }

  /// The memory of a step with its forward pass alone.
  mutating func arena(for old: InterleavedArena, forwardCount: Int) -> InterleavedArena {
    if let arena = arenas[ObjectIdentifier(old)] { return arena }
    let arena = old.program.arena()
    arena.copy(old, phases: forwardCount)
    arenas[ObjectIdentifier(old)] = arena
    return arena
  }
}
