/// The kernels with the batch in the lanes, or for one sample after the other, as compiled for one kind of processor.
public struct LaneKernels: Sendable {
  public typealias Group<Work> =
    @Sendable (UnsafePointer<Work>, UnsafePointer<LaneFrame>) -> Void

  /// How many samples lie side by side: sixteen or one.
  public var samples: Int
  /// The most target channels of a ``WalkTile``, and what one with so many costs.
  public var walkTile: Int
  public var walkCosts: WalkCosts
  public var walk: Group<Walk>
  public var correlate: Group<Correlation>
  /// Sums over cells and samples for every channel: `(from, channels, cells, to)`.
  public var channelSums:
    @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void
  public var maximumPool: Group<Pool>
  public var maximumPoolGradient: Group<Pool>
  public var meanPool: Group<Pool>
  public var meanPoolGradient: Group<Pool>
  public var function: Group<ElementRun>
  public var slope: Group<ElementRun>
  public var classLoss: Group<ClassLoss>
  /// Rows `first..<first + count` of the gradient.
  public var outerSum:
    @Sendable (UnsafePointer<OuterSum>, UnsafePointer<LaneBatch>, Int, Int) -> Void
  /// Adds `(from, to, count)`.
  public var add: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Moves parameters: `(rule, parameters, gradient, first slot, second slot, count)`.
  public var update:
    @Sendable (
      UnsafePointer<UpdateRule>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int
    ) -> Void
  /// Sixteen rows side by side: `(rows, from row to row, to, count)`.
  public var interleave:
    @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int) -> Void
  /// The other way: `(from, to, from row to row, count)`.
  public var separate:
    @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void

  public init(
    samples: Int, walkTile: Int, walkCosts: WalkCosts, walk: @escaping Group<Walk>,
    correlate: @escaping Group<Correlation>,
    channelSums:
      @escaping @Sendable (UnsafePointer<Float>, Int, Int, UnsafeMutablePointer<Float>) -> Void,
    maximumPool: @escaping Group<Pool>, maximumPoolGradient: @escaping Group<Pool>,
    meanPool: @escaping Group<Pool>, meanPoolGradient: @escaping Group<Pool>,
    function: @escaping Group<ElementRun>, slope: @escaping Group<ElementRun>,
    classLoss: @escaping Group<ClassLoss>,
    outerSum:
      @escaping @Sendable (UnsafePointer<OuterSum>, UnsafePointer<LaneBatch>, Int, Int) -> Void,
    add: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    update:
      @escaping @Sendable (
        UnsafePointer<UpdateRule>, UnsafeMutablePointer<Float>, UnsafePointer<Float>,
        UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int
      ) -> Void,
    interleave:
      @escaping @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int) -> Void,
    separate:
      @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void
  ) {
    (self.samples, self.walkTile, self.walkCosts) = (samples, walkTile, walkCosts)
    (self.walk, self.correlate) = (walk, correlate)
    (self.channelSums, self.maximumPool) = (channelSums, maximumPool)
    self.maximumPoolGradient = maximumPoolGradient
    (self.meanPool, self.meanPoolGradient) = (meanPool, meanPoolGradient)
    (self.function, self.slope, self.classLoss) = (function, slope, classLoss)
    (self.outerSum, self.add, self.update) = (outerSum, add, update)
    (self.interleave, self.separate) = (interleave, separate)
  }
}
