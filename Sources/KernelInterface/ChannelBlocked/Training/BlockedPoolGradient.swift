/// The backward pass of a pooling of one block of channels: the gradient of each window is added to
/// the first of its largest cells, or its share of it to each of its cells.
package struct BlockedPoolGradient {
  /// The pooling; its output is not written.
  package var pool: BlockedPool
  /// The number of outputs.
  package var outputs: Int
  package var pooledGradient: UnsafePointer<Float>
  /// The gradient of the image, in its layout; it is added to.
  package var gradient: UnsafeMutablePointer<Float>

  package init(
    pool: BlockedPool, outputs: Int, pooledGradient: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    (self.pool, self.outputs) = (pool, outputs)
    (self.pooledGradient, self.gradient) = (pooledGradient, gradient)
  }
}
