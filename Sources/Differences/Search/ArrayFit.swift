import CNNModel

/// Finds the one number by which somebody's array may follow from the right one.
struct ArrayFit {
  let theirs: Tensor
  let ours: Tensor

  /// The fewest cells by which one number is more than a coincidence.
  private static let fewest = 4

  /// Every number multiplied by one factor.
  var scaled: FittedChange? {
    guard let factor = slope(theirs.elements, ours.elements) else { return nil }
    return FittedChange(
      name: "scaled", number: factor,
      what: "every right number is \(Self.words(factor)) (this number was found from yours)",
      hint: "Look at the factors: is something multiplied or divided that should not be?",
      array: ours.map { $0 * Float(factor) })
  }

  /// One amount added to every number.
  var shifted: FittedChange? {
    guard let differences, differences.count >= Self.fewest else { return nil }
    let amount = differences.reduce(0, +) / Double(differences.count)
    return FittedChange(
      name: "shifted", number: amount,
      what:
        "\(amount.threeDigits) is added to every right number (this was found from your numbers)",
      hint: "Look for something that is added to every number.",
      array: ours.map { $0 + Float(amount) })
  }

  /// A step of an optimizer that is longer or shorter than the right one.
  func stepScaled(from before: Tensor) -> FittedChange? {
    guard before.shape == ours.shape, before.shape == theirs.shape else { return nil }
    let (mine, right) = (theirs + before.map(-), ours + before.map(-))
    guard let factor = slope(mine.elements, right.elements) else { return nil }
    return FittedChange(
      name: "step-scaled", number: factor,
      what: "the right step is \(Self.words(factor)) (this number was found from yours)",
      hint: "Look at what the step is multiplied by.",
      array: before + right.map { $0 * Float(factor) })
  }

  /// Somebody's share of the way from the right array to another one; `nil` where there is none.
  func share(of whole: Tensor) -> Double? {
    guard whole.shape == ours.shape, whole.shape == theirs.shape else { return nil }
    return slope((theirs + ours.map(-)).elements, (whole + ours.map(-)).elements)
  }

  private var differences: [Double]? {
    guard theirs.shape == ours.shape else { return nil }
    let differences = zip(theirs.elements, ours.elements).map { Double($0) - Double($1) }
    return differences.allSatisfy(\.isFinite) ? differences : nil
  }

  /// The factor of a straight line through 0 that lies nearest; `nil` where too few numbers tell it.
  private func slope(_ results: [Float], _ numbers: [Float]) -> Double? {
    guard results.count == numbers.count else { return nil }
    let largest = numbers.reduce(Float(0)) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite,
      numbers.count(where: { $0.magnitude > largest / 100 }) >= Self.fewest
    else { return nil }
    var (product, square) = (0.0, 0.0)
    for (result, number) in zip(results, numbers) {
      product += Double(result) * Double(number)
      square += Double(number) * Double(number)
    }
    let factor = product / square
    return factor.isFinite && factor != 0 ? factor : nil
  }

  /// `divided by 3`, `multiplied by 0.137`
  private static func words(_ factor: Double) -> String {
    let divisor = 1 / factor
    let isWhole = (divisor - divisor.rounded()).magnitude < 1e-4 * divisor.magnitude
    return isWhole && divisor.magnitude > 1.5
      ? "divided by \(divisor.threeDigits)" : "multiplied by \(factor.threeDigits)"
  }
}

extension ArrayFit {
  /// The right numbers in an array of another shape: in the same order, or with the axes in another
  /// one.
  var rearranged: [FittedChange] {
    guard theirs.shape != ours.shape, theirs.shape.count == ours.shape.count else { return [] }
    let flat = ours.reshaped(to: theirs.shape)
    if ArrayDifference(theirs, flat).isEqual {
      return [
        FittedChange(
          name: "reshaped", number: 0,
          what: "the right numbers are stored in the shape \(theirs.shape) instead of "
            + "\(ours.shape)", hint: "Look at the shape only: the numbers are not the trouble.",
          array: flat)
      ]
    }
    guard theirs.shape.rank == ours.shape.rank, (2...4).contains(ours.shape.rank) else { return [] }
    return Self.orders(ours.shape.rank).lazy.compactMap(exchanged).first.map { [$0] } ?? []
  }

  private func exchanged(_ axes: [Int]) -> FittedChange? {
    guard axes.indices.allSatisfy({ theirs.shape[$0] == ours.shape[axes[$0]] }) else { return nil }
    let array = Tensor(
      shape: theirs.shape,
      elements: theirs.elements.indices.map { offset in
        let cell = theirs.shape.position(at: offset)
        var own = cell
        for (place, axis) in axes.enumerated() { own[axis] = cell[place] }
        return ours[own]
      })
    guard ArrayDifference(theirs, array).isEqual else { return nil }
    return FittedChange(
      name: "axes-exchanged", number: 0,
      what: axes == [1, 0]
        ? "the right array is transposed"
        : "the axes of the right array are put in the order \(axes.map { "\($0)" }.joined(separator: " "))",
      hint: "Look at the order of the axes of what you hand in.", array: array)
  }

  /// Every order of the axes but their own.
  private static func orders(_ rank: Int) -> [[Int]] {
    var orders: [[Int]] = [[]]
    for _ in 0..<rank {
      orders = orders.flatMap { order in
        (0..<rank).filter { !order.contains($0) }.map { order + [$0] }
      }
    }
    return Array(orders.dropFirst())
  }
}

extension Double {
  /// As a short text with three digits: `0.137`, `3`, `1e-05`.
  var threeDigits: String {
    guard self != 0, isFinite else { return "\(self)" }
    var (unit, size) = (1.0, magnitude)
    while size >= 1000 { (unit, size) = (unit * 10, size / 10) }
    while size < 100 { (unit, size) = (unit / 10, size * 10) }
    let number = (self / unit).rounded() * unit
    let text = "\(Float(number))"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
