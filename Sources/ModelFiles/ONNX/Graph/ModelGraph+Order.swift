import CNNModel

extension ModelGraph {
  /// The indices of the nodes in an order in which every node comes after those that it reads:
  /// that of the file wherever it is one.
  ///
  /// - Throws: ``FileError`` naming the nodes of a cycle.
  func nodeOrder(path: String) throws(FileError) -> [Int] {
    do throws(NodeError) {
      return try nodes.order(entering: Set(inputs.map(\.name)).union(constants.keys))
    } catch {
      throw FileError(path: path, reason: error.reason)
    }
  }
}

extension [ModelGraph.Node] {
  /// The indices in an order in which every node comes after those that it reads.
  ///
  /// - Parameter entering: the values that no node gives.
  /// - Throws: where nodes form a cycle, with their names.
  func order(entering: Set<String>) throws(NodeError) -> [Int] {
    var producers: [String: Int] = [:]
    for (index, node) in enumerated() {
      for output in node.outputs
      where !output.isEmpty && producers[output] == nil && !entering.contains(output) {
        producers[output] = index
      }
    }
    let reads = map { $0.inputs.compactMap { producers[$0] } }
    if reads.indices.allSatisfy({ node in reads[node].allSatisfy { $0 < node } }) {
      return [Int](indices)
    }
    var sort = TopologicalSort(reads)
    for node in indices {
      guard let cycle = sort.visit(node) else { continue }
      throw .invalid(Self.sentence(cycle.map { self[$0].title($0) }))
    }
    return sort.order
  }

  private static func sentence(_ names: [String]) -> String {
    guard names.count > 1 else { return "the node \(names[0].quoted) reads its own output" }
    let shown = names.prefix(4).map(\.quoted).joined(separator: ", ")
    let rest = names.count > 4 ? ", … (\(names.count) nodes)" : ""
    return "the nodes \(shown)\(rest) form a cycle: each reads the next, and the last reads the "
      + "first"
  }
}

/// A depth-first topological sort: what a node reads comes before the node itself.
private struct TopologicalSort {
  private enum Mark { case new, open, done }
  private let reads: [[Int]]
  private var marks: [Mark]
  private(set) var order: [Int] = []

  init(_ reads: [[Int]]) {
    self.reads = reads
    marks = reads.map { _ in .new }
  }

  /// - Returns: the nodes of a cycle where there is one.
  mutating func visit(_ start: Int) -> [Int]? {
    guard marks[start] == .new else { return nil }
    // A stack of its own, because a chain of nodes may be longer than the thread's stack is deep.
    var path = [(node: start, next: 0)]
    marks[start] = .open
    while let (node, next) = path.last {
      guard next < reads[node].count else {
        marks[node] = .done
        order.append(node)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let read = reads[node][next]
      if marks[read] == .open { return cycle(from: read, path.map(\.node)) }
      guard marks[read] == .new else { continue }
      marks[read] = .open
      path.append((read, 0))
    }
    return nil
  }

  private func cycle(from node: Int, _ path: [Int]) -> [Int] {
    Array(path[(path.firstIndex(of: node) ?? 0)...])
  }
}
