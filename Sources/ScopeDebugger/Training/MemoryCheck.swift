import CNNEngine
package import CNNModel
import ModelFiles

/// Refuses what needs more memory than the program may have, before it is begun.
package struct MemoryCheck {
  private let estimate: MemoryEstimate
  private let title: String

  package init(_ network: Network) { (estimate, title) = (MemoryEstimate(network), network.title) }

  /// - Throws: ``UserError`` with both figures where a forward pass does not fit.
  package func inference() throws(UserError) { try check(estimate.inference, "a forward pass") }

  /// - Throws: ``UserError`` with both figures where stepping one image forward and back does not fit.
  func stepping() throws(UserError) {
    try check(estimate.training(batch: 1, slots: 0), "stepping through one image")
  }

  /// - Throws: ``UserError`` with both figures where steps on a data set do not fit.
  func training(_ loader: DataLoader, _ optimizer: any Optimizer) throws(UserError) {
    let bytes = estimate.training(
      batch: loader.batchSize, slots: optimizer.slots.count,
      remainder: loader.data.train.count % loader.batchSize)
    try check(bytes, "a training step with batches of \(loader.batchSize)")
  }

  private func check(_ bytes: Int, _ what: String) throws(UserError) {
    guard let limit = MemorySize.limit(exceededBy: bytes) else { return }
    throw UserError(
      "\(title.harmless) needs about \(ByteCount(bytes)) for \(what), but \(limit.name) is "
        + "\(ByteCount(limit.bytes))")
  }
}
