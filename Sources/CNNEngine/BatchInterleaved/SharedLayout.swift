import CNNModel

/// Offsets of parameters, gradients, optimizer slots and statistics in the memory that all groups
/// share.
struct SharedLayout: Sendable {
  /// Offsets of the parameters by node and index. The gradient of a parameter, its first and its
  /// second slot follow at distances of ``parameterCount``.
  let parameters: [[Int]]
  let sizes: [[Int]]
  /// The number of floats of all parameters, with the gaps that align them.
  let parameterCount: Int
  let statistics: [[Int]]
  let newStatistics: [[Int]]
  let statisticSizes: [[Int]]
  let count: Int

  /// The largest number of slots of an optimizer.
  static let slots = 2

  init(_ network: Network) {
    sizes = network.nodes.indices.map { network.parameters(of: $0).map(\.shape.count) }
    statisticSizes = network.nodes.indices.map { network.statistics(of: $0).map(\.shape.count) }
    var end = 0
    parameters = Self.offsets(sizes, &end)
    parameterCount = end
    end *= 2 + Self.slots
    statistics = Self.offsets(statisticSizes, &end)
    newStatistics = Self.offsets(statisticSizes, &end)
    count = end
  }

  /// The offsets of consecutive arrays, each aligned to a cache line.
  private static func offsets(_ sizes: [[Int]], _ end: inout Int) -> [[Int]] {
    sizes.map { node in
      node.map { size in
        defer { end += (size + 15) / 16 * 16 }
        return end
      }
    }
  }

  /// The tasks of a node's parameters, whose gradients need no reduction.
  func finishedTasks(_ node: Int) -> [GradientTask] {
    zip(parameters[node], sizes[node]).map { offset, size in
      GradientTask(range: offset..<offset + size) { _ in }
    }
  }
}
