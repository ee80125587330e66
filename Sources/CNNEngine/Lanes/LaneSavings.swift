import CNNModel
import KernelInterface

/// What a whole step can spare, as nobody looks at what is in between: the same bits with less to
/// write and to read.
extension LaneProgramMaker {
  /// Decides what a node need not keep, before its operations are made.
  func spare(_ site: LaneSite) {
    let node = network.nodes[site.node]
    if case .elementwise(let layer) = operation(of: site.node) {
      site.isPostponed = isBeforeMaximum(site.node, layer)
      site.overwritesInput =
        !site.isPostponed && layer.slopeFollowsValue && isOnlyReader(site.node)
    }
    guard case .maximumPool = operation(of: site.node), let before = node.inputs.first?.node,
      case .elementwise(let layer) = operation(of: before),
      sites[before]?.isPostponed == true
    else { return }
    site.postponed = layer.laneFunction
    site.comparesPostponed = layer.orderWithMaximum == .compared
  }

  /// Whether a node reads what comes from outside.
  func readsImage(_ node: Int) -> Bool {
    network.nodes[node].inputs.contains { network.nodes[$0.node].isSource }
  }

  /// Whether all that a node gives goes into a maximum, after which its function is the same.
  private func isBeforeMaximum(_ node: Int, _ layer: any ElementwiseOperation) -> Bool {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard let order = layer.orderWithMaximum, readers.count == 1, value != network.output,
      case .maximumPool(let window) = operation(of: readers[0].node)
    else { return false }
    // A slope that is not 0 or 1 is not the same before a sum of gradients and after it.
    let mayFollow =
      order == .any || kernels.samples == laneCount && !window.sharesCells
    return mayFollow && window.seesCells
  }

  /// Whether nobody else wants what a node reads, not even who made it.
  private func isOnlyReader(_ node: Int) -> Bool {
    let value = network.nodes[node].inputs[0]
    let source = network.nodes[value.node]
    guard !source.isSource, value != network.output, network.consumers(of: value).count == 1,
      let operation = operation(of: value.node)
    else { return false }
    let site = sites[value.node]
    return !operation.lanes.readsOutputBack && site?.isPlain == false && site?.postponed == nil
  }
}
