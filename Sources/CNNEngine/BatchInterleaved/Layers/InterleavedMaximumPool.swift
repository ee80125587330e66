import CNNModel
import KernelInterface

/// Max pooling.
struct InterleavedMaximumPool: InterleavedLayer {
  let window: SpatialWindow

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let target = builder.buffer(builder.pooledShape(window))
    let pool = builder.maximumPool(window, target)
    builder.then(builder.kernels.maximumPool, pool, writes: [target])
    if pool.fusedFunction == nil, let run = builder.deferredRun(target) {
      builder.then(builder.kernels.function, run, writes: [target])
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    var pool = builder.maximumPool(window, builder.outputs[0])
    let target = builder.inputGradient(0)
    pool.imageGradient = target.offset
    pool.pooledGradient = builder.maximumGradient()
    builder.back(builder.kernels.maximumPoolGradient, pool, input: 0, writes: [target])
  }
}

extension SpatialWindow {
  /// Whether every window has a cell inside the image, so that its maximum is one of them.
  var seesCells: Bool { emptyCount == 0 }

  /// Whether a cell is in several windows, so that its gradient is a sum.
  var sharesCells: Bool {
    emptyCount < outputPlane
      && axes.contains { axis in
        var seen = [Bool](repeating: false, count: axis.extent)
        for output in 0..<axis.outputs {
          for cell in (0..<axis.kernel).compactMap({ axis.source(output: output, tap: $0) }) {
            if seen[cell] { return true }
            seen[cell] = true
          }
        }
        return false
      }
  }
}

extension NodeBuilder {
  /// The shape of the pooled sample.
  func pooledShape(_ window: SpatialWindow) -> Shape {
    [shapes[0][1], window.rows.outputs, window.columns.outputs]
  }
}

extension NodeBuilder {
  fileprivate func maximumPool(_ window: SpatialWindow, _ target: InterleavedBuffer) -> Pool {
    var pool = pool(window, target, shares: nil)
    guard fusion.comparesDeferred, let deferred = fusion.deferred else { return pool }
    (pool.fusedFunction, pool.closeChannels) = (deferred.function, closeChannels)
    return pool
  }

  /// The offset of the gradient with respect to the maxima. With a deferred function this is its
  /// derivative times the gradient with respect to the output.
  fileprivate func maximumGradient() -> Int {
    guard var run = deferredRun(outputs[0]) else { return gradients[0].offset }
    let gradient = buffer(outputs[0].shape)
    (run.outputGradient, run.inputGradient) = (gradients[0].offset, gradient.offset)
    back(kernels.functionGradient, run, input: 0, writes: [])
    return gradient.offset
  }

  /// The deferred function of the previous layer, applied to the output.
  fileprivate func deferredRun(_ output: InterleavedBuffer) -> ElementRun? {
    guard let deferred = fusion.deferred else { return nil }
    var run = ElementRun(deferred.function, parameter: deferred.parameter)
    (run.input, run.output) = (output.offset, output.offset)
    run.count = (output.count + 15) / 16 * 16
    return run
  }
}
