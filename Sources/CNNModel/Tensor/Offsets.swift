/// Row-major offsets of cells, as sums of one addend per axis.
enum Offsets {
  /// An addend that makes the offset negative, whatever is added to it.
  static let outside = Int.min / 256

  /// `start + Σ addends[axis][index]` for all indices, the last axis fastest; negative outside of
  /// the tensor.
  static func sums(_ addends: [[Int]], start: Int = 0) -> [Int] {
    addends.reduce([start]) { sums, axis in
      var longer: [Int] = []
      longer.reserveCapacity(sums.count * axis.count)
      for sum in sums { for addend in axis { longer.append(sum + addend) } }
      return longer
    }
  }
}

extension Shape {
  /// The shape that several shapes broadcast to by NumPy's rule: they are aligned at their last
  /// axes, and extents of 1 are repeated. `nil` when other extents differ.
  static func broadcast(_ shapes: [Shape]) -> Shape? {
    let rank = shapes.map(\.rank).max() ?? 0
    var extents = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, extent) in zip((rank - shape.rank)..<rank, shape.extents) where extent != 1 {
        guard extents[axis] == 1 || extents[axis] == extent else { return nil }
        extents[axis] = extent
      }
    }
    return Shape(extents)
  }

  /// For every cell of a shape that this one broadcasts to, the offset of the corresponding cell.
  ///
  /// - Precondition: this shape broadcasts to the other.
  func offsets(broadcastTo output: Shape) -> [Int] {
    if self == output { return Array(0..<count) }
    let missing = output.rank - rank
    return Offsets.sums(
      (0..<output.rank).map { axis in
        let isRepeated = axis < missing || extents[axis - missing] == 1
        let stride = isRepeated ? 0 : strides[axis - missing]
        return (0..<output[axis]).map { $0 * stride }
      })
  }

  /// The product of extents; `nil` for more than 2³⁰.
  static func product(_ extents: some Sequence<Int>) -> Int? {
    var product = 1
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow, next.magnitude <= 1 << 30 else { return nil }
      product = next
    }
    return product
  }

  /// The product of numbers; the largest integer where it would be larger.
  static func saturatingProduct(_ numbers: some Sequence<Int>) -> Int {
    numbers.reduce(1) { product, number in
      let (next, overflow) = product.multipliedReportingOverflow(by: number)
      return overflow ? .max : next
    }
  }
}
