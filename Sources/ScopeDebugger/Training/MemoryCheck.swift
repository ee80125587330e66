import CNNEngine
package import CNNModel
import ModelFiles

/// Refuses what needs more memory than the program may have, before it is begun.
extension Network {
  /// - Throws: ``UserError`` with both figures where a forward pass does not fit.
  package func checkMemoryOfInference() throws(UserError) {
    try check(MemoryEstimate(self).inference, "a forward pass")
  }

  /// - Throws: ``UserError`` with both figures where stepping one image forward and back does not fit.
  func checkMemoryOfStepping() throws(UserError) {
    try check(MemoryEstimate(self).training(batch: 1, slots: 0), "stepping through one image")
  }

  /// - Throws: ``UserError`` with both figures where training steps do not fit.
  package func checkMemoryOfTraining(
    batch: Int, samples: Int, optimizer: any Optimizer
  ) throws(UserError) {
    let bytes = MemoryEstimate(self).training(
      batch: batch, slots: optimizer.slots.count, remainder: samples % batch)
    try check(bytes, "a training step with batches of \(batch)")
  }

  /// - Throws: ``UserError`` with both figures where steps on a data set do not fit.
  func checkMemory(of loader: DataLoader, _ optimizer: any Optimizer) throws(UserError) {
    try checkMemoryOfTraining(
      batch: loader.batchSize, samples: loader.data.train.count, optimizer: optimizer)
  }

  private func check(_ bytes: Int, _ what: String) throws(UserError) {
    guard let limit = MemorySize.limit(exceededBy: bytes) else { return }
    throw UserError(
      "\(title.harmless) needs about \(ByteCount(bytes)) for \(what), but \(limit.name) is "
        + "\(ByteCount(limit.bytes))")
  }
}
