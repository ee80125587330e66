/// The zero points of two values of integers that are multiplied.
struct ZeroPoints: Hashable, Sendable {
  /// Those of the first value: one for all, or one for every row.
  let first: [Int]
  /// Those of the second value: one for all, or one for every column or output channel.
  let second: [Int]

  static let zeroArgument = LayerGrammar.Argument(
    "zero", .wholes, "what stands for 0 in the first layer (default: 0)")
  static let weightArgument = LayerGrammar.Argument(
    "weight-zero", .wholes, "what stands for 0 in the second layer (default: 0)")

  init(first: [Int] = [0], second: [Int] = [0]) {
    (self.first, self.second) = (first.isEmpty ? [0] : first, second.isEmpty ? [0] : second)
  }

  /// Reads the arguments of a line.
  init(_ line: LayerLine) {
    self.init(
      first: line.wholes("zero") ?? [0], second: line.wholes("weight-zero") ?? [0])
  }

  /// The text of the arguments that differ from their defaults.
  var words: [String] {
    (first == [0] ? [] : ["zero", first.words])
      + (second == [0] ? [] : ["weight-zero", second.words])
  }

  /// - Throws: ``ShapeError`` where there is neither one nor as many as there are rows and columns.
  func check(rows: Int?, columns: Int) throws(ShapeError) {
    guard first.count == 1 || first.count == rows else {
      throw ShapeError("\(first.count) zero points do not fit the first value")
    }
    guard second.count == 1 || second.count == columns else {
      throw ShapeError("\(second.count) zero points do not fit \(columns) channels")
    }
  }
}

extension [Int] {
  /// The zero point at an index.
  func zeroPoint(_ index: Int) -> Int { self[count == 1 ? 0 : index] }
}

extension IntegerTensor {
  /// Sums in double precision, which are integers, as 32-bit integers that wrap around.
  init(sums: [Double], shape: Shape) {
    self.init(
      shape: shape, elementType: .int32, wrapping: sums.map(Int128.init(truncating:)))
  }
}
