import CNNModel
import KernelInterface

/// Numbers in rows of 16, processed with vector arithmetic; the rows are in parts, one for each
/// group.
struct VectorRows {
  typealias Numbers = SIMD16<Float>

  struct Part {
    let start: UnsafePointer<Numbers>
    let rows: Int
    /// The number of valid lanes of a row; the others have no sample.
    let lanes: Int

    var mask: SIMDMask<SIMD16<Int32>> {
      let places = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      return places .< SIMD16(repeating: Int32(lanes))
    }

    /// The sum of the squares, in `Float` over 32 rows at a time.
    var squares: Double {
      var sum = 0.0
      for begin in stride(from: 0, to: rows, by: 32) {
        let end = min(begin + 32, rows)
        var (even, odd) = (Numbers.zero, Numbers.zero)
        if lanes == interleaveFactor {
          for row in stride(from: begin, to: end - 1, by: 2) {
            even += start[row] * start[row]
            odd += start[row + 1] * start[row + 1]
          }
          if (end - begin) % 2 == 1 { even += start[end - 1] * start[end - 1] }
        } else {
          for row in begin..<end {
            let numbers = Numbers.zero.replacing(with: start[row], where: mask)
            even += numbers * numbers
          }
        }
        sum += Double((even + odd).sum())
      }
      return sum
    }
  }

  let parts: [Part]

  /// - Precondition: the figure is not ``TensorFigure/dead``, which is defined for samples.
  func figure(_ figure: TensorFigure, of count: Int) -> Double? {
    switch figure {
    case .norm: norm
    case .mean: sum { $0 } / Double(count)
    case .max: Double(extreme { $0.replacing(with: $1, where: $1 .> $0) }.max())
    case .min: Double(extreme { $0.replacing(with: $1, where: $1 .< $0) }.min())
    case .magnitude: Double(magnitude)
    case .nan: Double(oddityCount)
    case .dead: preconditionFailure("dead is about samples")
    }
  }

  /// The square root of the sum of squares: summed in `Float` over a few rows, with a relative
  /// error below a millionth; in `Double` where the squares are too small for a `Float`.
  private var norm: Double {
    var sums = Array(repeating: 0.0, count: parts.count)
    sums.withUnsafeMutableBufferPointer { sums in
      // Each shard writes its own sum; they are added in a fixed order.
      nonisolated(unsafe) let sums = sums
      WorkerPool.shared.parallel(parts.count) { sums[$0] = parts[$0].squares }
    }
    let sum = sums.reduce(0, +)
    return sum < 1e-30 ? self.sum { $0 * $0 }.squareRoot() : sum.squareRoot()
  }

  func sum(_ term: (SIMD16<Double>) -> SIMD16<Double>) -> Double {
    var sum = SIMD16<Double>.zero
    for part in parts {
      let mask = part.mask
      for row in 0..<part.rows {
        sum += term(SIMD16<Double>(Numbers.zero.replacing(with: part.start[row], where: mask)))
      }
    }
    return sum.sum()
  }

  /// All rows reduced with `better`.
  func extreme(_ better: (Numbers, Numbers) -> Numbers) -> Numbers {
    guard let first = parts.first(where: { $0.rows > 0 }) else { return .zero }
    var best = Numbers(repeating: first.start[0][0])
    for part in parts {
      let mask = part.mask
      for row in 0..<part.rows {
        best = better(best, best.replacing(with: part.start[row], where: mask))
      }
    }
    return best
  }

  /// Magnitudes are compared by their bits, in which NaN is the largest.
  private var magnitude: Float {
    var largest = SIMD16<UInt32>.zero
    for part in parts {
      let mask = part.mask
      for row in 0..<part.rows {
        let bits = unsafeBitCast(part.start[row], to: SIMD16<UInt32>.self) & 0x7FFF_FFFF
        largest.replace(with: bits, where: mask .& (bits .> largest))
      }
    }
    return Float(bitPattern: largest.max())
  }

  /// The number of rows that are at most 0 in every part.
  var deadCount: Int {
    let parts = parts.map { (start: $0.start, others: .!$0.mask) }
    return (0..<(self.parts.first?.rows ?? 0)).reduce(0) { dead, row in
      dead + (parts.allSatisfy { all($0.start[row] .<= Numbers.zero .| $0.others) } ? 1 : 0)
    }
  }

  var oddityCount: Int {
    let exponent = SIMD16<UInt32>(repeating: 0x7F80_0000)
    var odd = SIMD16<UInt32>.zero
    for part in parts {
      let mask = part.mask
      for row in 0..<part.rows {
        let bits = unsafeBitCast(part.start[row], to: SIMD16<UInt32>.self)
        let isOdd = (bits & exponent) .== exponent .& mask
        odd.replace(with: odd &+ 1, where: isOdd)
      }
    }
    return (0..<interleaveFactor).reduce(0) { $0 + Int(odd[$1]) }
  }
}
