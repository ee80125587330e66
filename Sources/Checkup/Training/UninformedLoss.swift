import CNNModel
import RealModule

/// The loss of a network that knows nothing yet.
enum UninformedLoss {
  /// That of an output by which all classes are equally likely: `ln K` for cross-entropy over K
  /// classes, `ln 2` for every yes or no.
  ///
  /// - Returns: `nil` where the loss compares values, or there is nothing to compare with.
  static func ofEqualClasses(_ network: Network, _ batch: Batch) -> Double? {
    guard network.loss.target != .values, let target = batch.target else { return nil }
    let shape = network.outputShapes(of: network.output.node, batch: batch.size)[
      network.output.output]
    let number: Float
    switch network.classOutput.scores {
    case .logits: number = 0
    case .probabilities(let axis): number = 1 / Float(shape[axis])
    case .logProbabilities(let axis): number = -Float(Double.log(Double(shape[axis])))
    case .independentProbabilities: number = 0.5
    }
    return Double(network.loss.value(Tensor(shape: shape, repeating: number), target))
  }

  /// The entropy of the classes of samples, `−Σ p ln p`: the smallest loss of a network that gives
  /// every image the same answer.
  static func entropy(_ counts: [Int]) -> Double {
    let all = Double(counts.reduce(0, +))
    return counts.reduce(0) { sum, count in
      let share = Double(count) / all
      return count == 0 ? sum : sum - share * Double.log(share)
    }
  }
}
