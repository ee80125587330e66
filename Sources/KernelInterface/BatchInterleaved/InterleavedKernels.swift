/// The kernels for groups of samples at one instruction level: for the batch-interleaved layout
/// (``samples`` = 16), or for one sample (``samples`` = 1), where adjacent cells of a row fill the
/// vectors.
package struct InterleavedKernels: Sendable {
  /// A kernel that does `Work` in one group.
  package typealias Group<Work> =
    @Sendable (UnsafePointer<Work>, UnsafePointer<GroupFrame>) -> Void
  /// `(from, channels, cells, to)`
  package typealias ChannelSums =
    @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  /// `(work, batch, first row, count)`
  package typealias OuterProductRows =
    @Sendable (UnsafePointer<OuterProducts>, UnsafePointer<BatchFrame>, Int, Int) -> Void
  /// `(from, to, count)`
  package typealias Addition =
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// `(rule, parameters, gradient, first slot, second slot, count)`
  package typealias Update =
    @Sendable (
      UnsafePointer<UpdateRule>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int
    ) -> Void
  /// `(rows, stride of rows, to, count)`
  package typealias Interleave =
    @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int) -> Void
  /// `(from, to, stride of rows, count)`
  package typealias Deinterleave =
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void

  /// The number of samples in a group: 16 or 1.
  package var samples: Int
  /// The largest number of target channels of a ``ChannelTile``, and the cost of tiles by their
  /// size.
  package var largestTile: Int
  package var tileCosts: TileCosts
  package var weightedSums: Group<WeightedSums>
  package var weightGradient: Group<WeightGradient>
  /// The sum of every channel over its cells and samples.
  package var channelSums: ChannelSums
  package var maximumPool: Group<Pool>
  package var maximumPoolGradient: Group<Pool>
  package var meanPool: Group<Pool>
  package var meanPoolGradient: Group<Pool>
  /// Applies an element-wise function.
  package var function: Group<ElementRun>
  /// Multiplies a gradient by the derivative of an element-wise function.
  package var functionGradient: Group<ElementRun>
  package var classLoss: Group<ClassLoss>
  /// Some rows of a linear layer's weight gradient.
  package var outerProducts: OuterProductRows
  /// `to += from`
  package var add: Addition
  /// Updates parameters in one training step.
  package var update: Update
  /// Plain rows to the interleaved layout: `to[i][sample] = rows[sample][i]`.
  package var interleave: Interleave
  /// The interleaved layout to plain rows: `to[sample][i] = from[i][sample]`.
  package var deinterleave: Deinterleave

  package init(
    samples: Int, largestTile: Int, tileCosts: TileCosts,
    weightedSums: @escaping Group<WeightedSums>, weightGradient: @escaping Group<WeightGradient>,
    channelSums: @escaping ChannelSums, maximumPool: @escaping Group<Pool>,
    maximumPoolGradient: @escaping Group<Pool>, meanPool: @escaping Group<Pool>,
    meanPoolGradient: @escaping Group<Pool>, function: @escaping Group<ElementRun>,
    functionGradient: @escaping Group<ElementRun>, classLoss: @escaping Group<ClassLoss>,
    outerProducts: @escaping OuterProductRows, add: @escaping Addition, update: @escaping Update,
    interleave: @escaping Interleave, deinterleave: @escaping Deinterleave
  ) {
    (self.samples, self.largestTile, self.tileCosts) = (samples, largestTile, tileCosts)
    (self.weightedSums, self.weightGradient) = (weightedSums, weightGradient)
    (self.channelSums, self.outerProducts) = (channelSums, outerProducts)
    (self.maximumPool, self.maximumPoolGradient) = (maximumPool, maximumPoolGradient)
    (self.meanPool, self.meanPoolGradient) = (meanPool, meanPoolGradient)
    (self.function, self.functionGradient) = (function, functionGradient)
    (self.classLoss, self.add, self.update) = (classLoss, add, update)
    (self.interleave, self.deinterleave) = (interleave, deinterleave)
  }
}
