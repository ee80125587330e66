import KernelInterface

/// What a whole step can spare, as nobody looks at what is in between: the same bits with less to
/// write and to read.
extension LaneProgramMaker {
  /// Decides what a node need not keep, before its operations are made.
  func spare(_ site: LaneSite) {
    let node = network.nodes[site.node]
    if let layer = node.layer as? any Elementwise {
      site.isPostponed = isBeforeMaximum(site.node, layer)
      site.overwritesInput =
        !site.isPostponed && layer.slopeFollowsValue && isOnlyReader(site.node)
    }
    guard node.layer is MaxPool, let before = node.inputs.first?.node,
      let layer = network.nodes[before].layer as? any Elementwise,
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
  private func isBeforeMaximum(_ node: Int, _ layer: any Elementwise) -> Bool {
    let value = ValueReference(node)
    let readers = network.consumers(of: value)
    guard let order = layer.orderWithMaximum, readers.count == 1, value != network.output,
      let pool = network.nodes[readers[0].node].layer as? MaxPool
    else { return false }
    let shape = network.outputShapes(of: node)[0]
    // A slope that is not 0 or 1 is not the same before a sum of gradients and after it.
    let mayFollow =
      order == .any || kernels.samples == laneCount && !pool.sharesCells(in: shape)
    return mayFollow && pool.seesCells(in: shape)
  }

  /// Whether nobody else wants what a node reads, not even who made it.
  private func isOnlyReader(_ node: Int) -> Bool {
    let value = network.nodes[node].inputs[0]
    let source = network.nodes[value.node]
    guard !source.isSource, value != network.output, network.consumers(of: value).count == 1,
      let layer = source.layer as? any LaneLayer
    else { return false }
    let site = sites[value.node]
    return !layer.readsOutputBack && site?.isPlain == false && site?.postponed == nil
  }
}
