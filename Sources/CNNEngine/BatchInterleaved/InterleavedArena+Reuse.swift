/// Forward passes that another step has computed with the same numbers.
extension InterleavedArena {
  /// Lets forward passes be those of another step, in whose memory they stay until they are read.
  func reuse(_ nodes: Set<Int>, of other: InterleavedArena) {
    let (computed, others) = (
      other.progress.withLock { $0.computed }, other.reused.withLock { $0 }
    )
    progress.withLock { progress in
      for node in nodes { progress.computed[node] = computed[node] }
    }
    reused.withLock { reused in
      for node in nodes { reused[node] = others[node] ?? other }
    }
  }

  /// The step in whose memory the forward pass of a node is.
  func source(of node: Int) -> InterleavedArena { reused.withLock { $0[node] } ?? self }

  /// Copies forward passes from the steps that computed them.
  func copyReused(_ nodes: some Sequence<Int>) {
    for node in nodes { copyReused(node) }
  }

  private func copyReused(_ node: Int) {
    guard let other = reused.withLock({ $0[node] }) else { return }
    let region = program.regions[node]
    for group in 0..<program.groups {
      let start = group * stride + region.group.lowerBound
      (groups + start).update(from: other.groups + start, count: region.group.count)
    }
    (shared + region.shared.lowerBound).update(
      from: other.shared + region.shared.lowerBound, count: region.shared.count)
    let layout = program.layout
    for (offset, count) in zip(layout.newStatistics[node], layout.statisticSizes[node]) {
      (shared + offset).update(from: other.shared + offset, count: count)
    }
    reused.withLock { $0[node] = nil }
  }
}
