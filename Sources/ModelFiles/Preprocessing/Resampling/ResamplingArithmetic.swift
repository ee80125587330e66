/// How the weighted sums of a resampling are computed for 8-bit images: columns first, then rows.
///
/// Fixed-point numbers are computed in double precision, which holds them exactly.
enum ResamplingArithmetic: Hashable, Sendable {
  /// Real numbers, not rounded.
  case real
  /// Real numbers, rounded to 8 bits at the end, ties to even.
  case rounded
  /// Real numbers, rounded to 8 bits at the end, ties up.
  case halved
  /// Weights with so many bits, rounded to 8 bits after the columns and again after the rows; `nil`
  /// takes as many bits as 16-bit weights can have.
  case bytes(bits: Int?)
  /// Weights with 11 bits, rounded to 8 bits after the rows.
  case openCV
  /// As ``openCV``, with the intermediate sums and products cut off as OpenCV's linear
  /// interpolation does, for products of 16 bits.
  case openCVLinear
}

/// How a number is brought to fewer bits.
enum ResamplingRounding: Hashable, Sendable {
  case none
  /// `⌊x / divisor⌋`
  case down(Double)
  /// `⌊x / divisor + ½⌋` within 0…255.
  case byteUp(Double)
  /// The nearest integer, ties to even, within 0…255.
  case byteEven

  func apply(to number: Double) -> Double {
    switch self {
    case .none: number
    case .down(let divisor): (number / divisor).rounded(.down)
    case .byteUp(let divisor): min(max((number / divisor + 0.5).rounded(.down), 0), 255)
    case .byteEven: min(max(number.rounded(.toNearestOrEven), 0), 255)
    }
  }
}

/// The weighted sums along one axis.
struct ResamplingPass {
  let taps: ResamplingTaps
  /// What becomes of each product.
  var product = ResamplingRounding.none
  /// What becomes of each sum.
  var sum = ResamplingRounding.none

  /// One line with its cells resampled.
  ///
  /// Shapes: `[cells]` → `[new cells]`.
  func apply(to line: [Double]) -> [Double] {
    taps.cells.map { cell in
      var total = 0.0
      if cell.first >= 0, cell.first + cell.weights.count <= line.count {
        for (offset, weight) in cell.weights.enumerated() {
          total += product.apply(to: weight * line[cell.first + offset])
        }
      } else {
        for (offset, weight) in cell.weights.enumerated() {
          let place = min(max(cell.first + offset, 0), line.count - 1)
          total += product.apply(to: weight * line[place])
        }
      }
      return sum.apply(to: total)
    }
  }

  /// The sum of whole lines that makes the new line `index`.
  ///
  /// - Parameter line: an old line, by its index.
  func line(_ index: Int, of line: (Int) -> [Double]) -> [Double] {
    let cell = taps.cells[index]
    var total: [Double] = []
    for (offset, weight) in cell.weights.enumerated() {
      let numbers = line(min(max(cell.first + offset, 0), taps.count - 1))
      if total.isEmpty { total = [Double](repeating: 0, count: numbers.count) }
      for place in total.indices { total[place] += product.apply(to: weight * numbers[place]) }
    }
    if sum != .none { for place in total.indices { total[place] = sum.apply(to: total[place]) } }
    return total
  }
}

extension ResamplingArithmetic {
  /// The pass over columns and the one over rows.
  func passes(
    columns: ResamplingTaps, rows: ResamplingTaps
  ) -> (columns: ResamplingPass, rows: ResamplingPass) {
    switch self {
    case .real: (ResamplingPass(taps: columns), ResamplingPass(taps: rows))
    case .rounded: (ResamplingPass(taps: columns), ResamplingPass(taps: rows, sum: .byteEven))
    case .halved: (ResamplingPass(taps: columns), ResamplingPass(taps: rows, sum: .byteUp(1)))
    case .bytes(let bits): (Self.bytes(columns, bits), Self.bytes(rows, bits))
    case .openCV:
      (
        ResamplingPass(taps: columns.quantized(bits: 11, toEven: true)),
        ResamplingPass(
          taps: rows.quantized(bits: 11, toEven: true), sum: .byteUp(Double(1 << 22)))
      )
    case .openCVLinear:
      (
        ResamplingPass(taps: columns.quantized(bits: 11, toEven: true), sum: .down(16)),
        ResamplingPass(
          taps: rows.quantized(bits: 11, toEven: true), product: .down(65536), sum: .byteUp(4))
      )
    }
  }

  private static func bytes(_ taps: ResamplingTaps, _ bits: Int?) -> ResamplingPass {
    let taps = taps.folded
    let bits = bits ?? taps.bitsOfShorts
    return ResamplingPass(taps: taps.quantized(bits: bits), sum: .byteUp(Double(1 << bits)))
  }
}
