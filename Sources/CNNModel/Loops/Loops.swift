/// Plain loops over row-major arrays, used by the layers' own passes.
///
/// Their arguments are arrays and a geometry that was checked before. The order of every sum
/// depends on the geometry alone, so the same numbers give the same bits.
enum Loops {
  /// `y[start + i] += a · x[i · step]` for `count` elements.
  ///
  /// - Precondition: there is at least one element.
  @inline(__always)
  static func add<S: Scalar>(
    _ a: S, times x: Span<S>, step: Int, to y: inout MutableSpan<S>, at start: Int, count: Int
  ) {
    precondition(count > 0 && start >= 0 && step > 0, "\(count) elements from \(start)")
    var y = y._mutatingExtracting(start..<start + count)
    guard step > 1 else {
      for i in 0..<count { y[i] += a * x[i] }
      return
    }
    var place = 0
    for i in 0..<count {
      y[i] += a * x[place]
      place &+= step
    }
  }

  /// `y[start + i · step] += a · x[i]` for every element of `x`.
  @inline(__always)
  static func spread<S: Scalar>(
    _ a: S, times x: Span<S>, to y: inout MutableSpan<S>, at start: Int, step: Int
  ) {
    guard step > 1 else { return add(a, times: x, step: 1, to: &y, at: start, count: x.count) }
    var place = start
    for i in x.indices {
      y[place] += a * x[i]
      place &+= step
    }
  }

  /// `Σ x[i · step] · y[i]` over all elements of `y`; in eight partial sums where both are
  /// contiguous.
  @inline(__always)
  static func dot<S: Scalar>(_ x: Span<S>, step: Int, _ y: Span<S>) -> S {
    var sum: S = 0
    var first = 0
    if step == 1, y.count >= 8 {
      var sums = InlineArray<8, S>(repeating: 0)
      while first <= y.count - 8 {
        let x = x.extracting(first..<first + 8)
        let y = y.extracting(first..<first + 8)
        for i in 0..<8 { sums[i] += x[i] * y[i] }
        first += 8
      }
      for i in 0..<8 { sum += sums[i] }
    }
    for i in first..<y.count { sum += x[i * step] * y[i] }
    return sum
  }

  /// `Σ x[i]`; many elements in eight partial sums, which reduces the rounding error.
  @inline(__always)
  static func sum<S: Scalar>(_ x: Span<S>) -> S {
    var sum: S = 0
    var first = 0
    if x.count >= 16 {
      var sums = InlineArray<8, S>(repeating: 0)
      while first <= x.count - 8 {
        let x = x.extracting(first..<first + 8)
        for i in 0..<8 { sums[i] += x[i] }
        first += 8
      }
      for i in 0..<8 { sum += sums[i] }
    }
    for i in first..<x.count { sum += x[i] }
    return sum
  }

  /// The sum of every channel over samples and cells of `[batch, channels, plane]`: the gradient of
  /// a bias.
  @inline(never)
  static func channelSums<S: Scalar>(_ y: [S], channels: Int, plane: Int) -> [S] {
    var sums = [S](repeating: 0, count: channels)
    guard plane > 0 else { return sums }
    for index in 0..<y.count / plane {
      sums[index % channels] += sum(y.span.extracting(index * plane..<(index + 1) * plane))
    }
    return sums
  }
}
