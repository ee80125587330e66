/// The inner loops of the engine: the only place with unsafe memory.
///
/// Kernels take plain row-major arrays and a geometry that was checked before; they check nothing
/// themselves. The order of every sum is fixed by the geometry alone.
enum Kernels {
  /// `y[i] += a · x[i · step]` for `count` elements.
  @inline(__always)
  static func add<S: Scalar>(
    _ a: S, times x: UnsafePointer<S>, step: Int, to y: UnsafeMutablePointer<S>, count: Int
  ) {
    if step == 1 {
      for i in 0..<count { y[i] += a * x[i] }
    } else {
      for i in 0..<count { y[i] += a * x[i * step] }
    }
  }

  /// `y[i · step] += a · x[i]` for `count` elements.
  @inline(__always)
  static func spread<S: Scalar>(
    _ a: S, times x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, step: Int, count: Int
  ) {
    if step == 1 {
      for i in 0..<count { y[i] += a * x[i] }
    } else {
      for i in 0..<count { y[i * step] += a * x[i] }
    }
  }

  /// `Σ x[i · step] · y[i]`, eight partial sums side by side where both are contiguous.
  @inline(__always)
  static func dot<S: Scalar>(
    _ x: UnsafePointer<S>, step: Int, _ y: UnsafePointer<S>, count: Int
  ) -> S {
    var sum: S = 0
    var i = 0
    if step == 1, count >= 8 {
      var sums = SIMD8<S>(repeating: 0)
      while i + 8 <= count {
        let a = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<S>.self)
        let b = UnsafeRawPointer(y + i).loadUnaligned(as: SIMD8<S>.self)
        sums += a * b
        i += 8
      }
      for lane in 0..<8 { sum += sums[lane] }
    }
    while i < count {
      sum += x[i * step] * y[i]
      i += 1
    }
    return sum
  }

  /// `Σ x[i]`, eight partial sums side by side, which errs less than one after the other.
  @inline(__always)
  static func sum<S: Scalar>(_ x: UnsafePointer<S>, count: Int) -> S {
    var sum: S = 0
    var i = 0
    if count >= 16 {
      var sums = SIMD8<S>(repeating: 0)
      while i + 8 <= count {
        sums += UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<S>.self)
        i += 8
      }
      for lane in 0..<8 { sum += sums[lane] }
    }
    while i < count {
      sum += x[i]
      i += 1
    }
    return sum
  }
}
