import CNNModel
import KernelInterface

/// Average pooling: the weighted sum of each window.
struct InterleavedMeanPool: InterleavedLayer {
  let window: SpatialWindow
  let shares: WindowShares

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer(builder.pooledShape(window))
    builder.meanPool(builder.pool(window, target, shares: shares), target)
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    builder.meanPoolGradient(builder.pool(window, builder.outputs[0], shares: shares))
  }
}

/// The mean of every channel.
struct InterleavedChannelMean: InterleavedLayer {
  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer([builder.shapes[0][1], 1, 1])
    builder.meanPool(pool(builder, target), target)
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    builder.meanPoolGradient(pool(builder, builder.outputs[0]))
  }

  /// One window over all cells.
  private func pool(_ builder: NodeBuilder, _ target: InterleavedBuffer) -> Pool {
    let plane = builder.shapes[0][2] * builder.shapes[0][3]
    return builder.pool(allOf: plane, target, scale: 1 / Float(plane))
  }
}

extension NodeBuilder {
  fileprivate func meanPool(_ pool: Pool, _ target: InterleavedBuffer) {
    then(kernels.meanPool, pool, writes: [target])
  }

  fileprivate func meanPoolGradient(_ pool: Pool) {
    var pool = pool
    let target = inputGradient(0)
    (pool.imageGradient, pool.pooledGradient) = (target.offset, gradients[0].offset)
    back(kernels.meanPoolGradient, pool, input: 0, writes: [target])
  }
}
