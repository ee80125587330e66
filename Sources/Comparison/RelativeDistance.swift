import CNNModel

/// How far two tensors of one shape are apart.
public enum RelativeDistance {
  /// `‖a − b‖ / max(‖a‖, ‖b‖)` with the root of the sum of squares, in double precision: 0 for equal
  /// numbers, 1 where one of both is 0 throughout, 2 for opposite ones.
  ///
  /// - Returns: `nil` where the shapes differ; infinity where they are not equal and one of them has
  ///   numbers that are not finite.
  public static func between(_ a: Tensor, _ b: Tensor) -> Double? {
    guard a.shape == b.shape else { return nil }
    var (difference, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a.elements, b.elements) where !(x.isNaN && y.isNaN) {
      let (x, y) = (Double(x), Double(y))
      if x != y { difference += (x - y) * (x - y) }
      first += x * x
      second += y * y
    }
    if difference == 0 { return 0 }
    guard difference.isFinite, first.isFinite, second.isFinite else { return .infinity }
    return (difference / max(first, second)).squareRoot()
  }
}
