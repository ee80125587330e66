/// Normalizations with running statistics that are updated in another way; the outputs stay.
enum RunningStatisticsAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any RunningNormalization, inputs[0].count > 0 else { return [] }
    return changes.map { change in
      Alternative(
        change.name, change.what, hint: "Look at how the running statistics are updated.",
        of: layer,
        forward: { pass in
          var result = layer.forward(pass)
          guard layer.usesInput(pass.context), pass.statistics.count == 2 else { return result }
          let batch = batch(layer, pass)
          for index in change.statistics {
            let old = pass.statistics[index]
            let moved = old.elements.indices.map { channel in
              Float(change.value(layer, Double(old[channel]), batch[channel], index))
            }
            result.statistics[index] = Tensor(shape: old.shape, elements: moved)
          }
          return result
        })
    }
  }

  /// Mean, biased and unbiased variance of a channel.
  private struct Batch {
    var mean = 0.0
    var variance = 0.0
    var unbiased = 0.0
  }

  private static func batch(_ layer: any RunningNormalization, _ pass: ForwardPass) -> [Batch] {
    let run = NormalizationRun(layer, pass, NormalizationFormula())
    var batch = [Batch](repeating: Batch(), count: pass.statistics[0].shape.count)
    for (cell, channel) in run.places.enumerated() {
      let (count, variance) = (run.meanGroups.counts[cell], run.variances[cell])
      batch[channel] = Batch(
        mean: run.means[cell], variance: variance,
        unbiased: count > 1 ? variance * count / (count - 1) : variance)
    }
    return batch
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    var statistics = [0, 1]
    let value:
      @Sendable (any RunningNormalization, _ old: Double, _ batch: Batch, _ index: Int) -> Double
  }

  private static let changes: [Change] = [
    Change(
      name: "momentum-reversed",
      what: "momentum is the part of the old running statistics that is kept, not that is replaced"
    ) { $0.momentum * $1 + (1 - $0.momentum) * ($3 == 0 ? $2.mean : $2.unbiased) },
    Change(
      name: "momentum-reversed-biased",
      what: "momentum is the part that is kept, and the running variance takes the biased one"
    ) { $0.momentum * $1 + (1 - $0.momentum) * ($3 == 0 ? $2.mean : $2.variance) },
    Change(
      name: "running-variance-biased",
      what: "the running variance takes the biased variance of the batch", statistics: [1]
    ) { layer, old, batch, _ in old + layer.momentum * (batch.variance - old) },
    Change(
      name: "running-deviation",
      what: "the running variance takes the standard deviation of the batch", statistics: [1]
    ) { layer, old, batch, _ in
      old + layer.momentum * (batch.variance.squareRoot() - old)
    },
    Change(
      name: "running-variance-with-epsilon",
      what: "the running variance takes the variance with ε added", statistics: [1]
    ) { layer, old, batch, _ in
      old + layer.momentum * (batch.variance + layer.epsilon - old)
    },
    Change(name: "running-not-updated", what: "the running statistics are not updated") {
      _, old, _, _ in old
    },
    Change(
      name: "running-mean-not-updated", what: "the running mean is not updated", statistics: [0]
    ) { _, old, _, _ in old },
    Change(
      name: "running-variance-not-updated", what: "the running variance is not updated",
      statistics: [1]
    ) { _, old, _, _ in old },
    Change(
      name: "running-replaced", what: "the running statistics are replaced by those of the batch"
    ) { $3 == 0 ? $2.mean : $2.unbiased },
    Change(
      name: "running-replaced-biased",
      what: "the running statistics are replaced by mean and biased variance of the batch"
    ) { $3 == 0 ? $2.mean : $2.variance },
    Change(
      name: "running-accumulated",
      what: "the statistics of the batch are added without reducing the old ones"
    ) { $1 + $0.momentum * ($3 == 0 ? $2.mean : $2.unbiased) },
    Change(
      name: "running-exchanged",
      what: "the running mean takes the variance, and the running variance the mean"
    ) { $1 + $0.momentum * (($3 == 0 ? $2.unbiased : $2.mean) - $1) },
  ]
}
