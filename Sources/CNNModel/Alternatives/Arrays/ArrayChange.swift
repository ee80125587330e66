/// What can happen to a single array on its way into a computation or out of it, whatever the
/// computation is. The shape stays.
struct ArrayChange: Sendable {
  /// The name behind that of the array: `divided-by-samples`.
  let rule: String
  /// What is done, as a participle: `divided by the number of samples`.
  let what: String
  /// What to look at, behind "Look at": `what it is divided by`.
  let aspect: String
  /// How specific it is.
  let tier: Alternative.Tier
  /// The changed array.
  let changed: @Sendable (Tensor, PassExtents) -> Tensor
  /// The gradient with respect to the array by that with respect to the changed array; `nil` where
  /// it is taken as the same.
  let adjoint: (@Sendable (Tensor, PassExtents) -> Tensor)?

  /// A change by a function of the array; where it is no linear function of it, as rounding, its
  /// slope is taken as 1.
  init(
    _ rule: String, _ what: String, aspect: String, _ tier: Alternative.Tier = .general,
    adjoint: (@Sendable (Tensor, PassExtents) -> Tensor)? = nil,
    changed: @escaping @Sendable (Tensor, PassExtents) -> Tensor
  ) {
    (self.rule, self.what, self.aspect, self.tier) = (rule, what, aspect, tier)
    (self.changed, self.adjoint) = (changed, adjoint)
  }

  /// A change that moves cells.
  ///
  /// - Parameter offsets: for every cell, where its number is read; negative where it becomes 0.
  init(
    _ rule: String, _ what: String, aspect: String, _ tier: Alternative.Tier = .arrangement,
    offsets: @escaping @Sendable (Shape) -> [Int]
  ) {
    self.init(
      rule, what, aspect: aspect, tier,
      adjoint: { gradient, _ in gradient.adding(at: offsets(gradient.shape)) },
      changed: { array, _ in array.reading(offsets(array.shape)) })
  }
}

extension Tensor {
  /// The numbers at some offsets, one for each cell; 0 for a negative one.
  func reading(_ offsets: [Int]) -> Tensor {
    Tensor(shape: shape, elements: offsets.map { $0 < 0 ? 0 : self[$0] })
  }

  /// Every number added to the cell at its offset; none for a negative one.
  func adding(at offsets: [Int]) -> Tensor {
    var sums = zeros
    for (cell, offset) in offsets.enumerated() where offset >= 0 { sums[offset] += self[cell] }
    return sums
  }
}
