import CNNModel
import NumberText

/// The loss of an epoch, from the losses of its batches, each with the parameters of its step.
package struct EpochLoss: Hashable, Sendable {
  /// Counted from 1.
  package let epoch: Int
  package let batches: Int
  /// The mean of the batches' losses, which are means over their samples.
  package let mean: Double
  /// The losses of all samples, added up and divided by the number of batches.
  package let summed: Double

  /// - Parameters:
  ///   - epoch: counted from 0.
  ///   - losses: the sum of the batches' losses.
  ///   - last: the loss of the last batch, which may have fewer samples.
  ///   - order: the batches.
  init(epoch: Int, losses: Double, last: Double, _ order: BatchOrder) {
    let (size, batches) = (order.batchSize, order.stepsPerEpoch)
    let missing = size * batches - order.count
    self.epoch = epoch + 1
    self.batches = batches
    mean = losses / Double(batches)
    summed = (Double(size) * losses - Double(missing) * last) / Double(batches)
  }

  /// `epoch 1  loss 2.3219, the mean of 23 batches; summed loss 145.04 per batch`
  var line: String {
    "epoch \(epoch)  loss \(Decimals.text(mean, 5)), the mean of \(batches) batches; summed loss "
      + "\(Decimals.text(summed, 5)) per batch"
  }
}

extension EpochLoss {
  /// Those of the epochs that are over, up to the current step, oldest first; none of an epoch whose
  /// first steps took other batches.
  static func all(of debugger: Debugger) -> [EpochLoss] {
    let setup = debugger.setup
    guard let order = setup.dataLoader?.order(seed: setup.seed) else { return [] }
    let points = debugger.history.curve.filter { $0.step >= order.start.step }
    let epochs = Dictionary(grouping: points) { order.place(of: $0.step).epoch }
    return epochs.sorted { $0.key < $1.key }.compactMap { epoch, points in
      guard points.count == order.stepsPerEpoch, let last = points.last else { return nil }
      let losses = points.reduce(0) { $0 + Double($1.loss) }
      return EpochLoss(epoch: epoch, losses: losses, last: Double(last.loss), order)
    }
  }
}
