import CNNModel

/// How an array of somebody else's becomes one of the network's: frameworks put the axes in another
/// order, or leave the batch out.
public enum ArrayForm: String, Hashable, Sendable {
  /// The shape and the order are those of the network.
  case same
  /// The channels come last: `[batch, rows, columns, channels]`.
  case channelsLast
  /// The same numbers in the same order under another shape: without a batch, or flattened.
  case reshaped
  /// Another number of cells: it is compared by its shape alone.
  case other

  /// The forms in which an array can be a value of the network, the most likely first.
  ///
  /// - Parameters:
  ///   - shape: that of the array.
  ///   - wanted: that of the value.
  static func all(_ shape: Shape, for wanted: Shape) -> [ArrayForm] {
    var forms: [ArrayForm] = []
    if shape == wanted { forms.append(.same) }
    if shape.rank == wanted.rank, shape.rank > 2, shape == channelsLast(wanted) {
      forms.append(.channelsLast)
    }
    if forms.isEmpty, shape.count == wanted.count { forms.append(.reshaped) }
    return forms
  }

  /// A shape with its second axis behind all others.
  static func channelsLast(_ shape: Shape) -> Shape {
    guard shape.rank > 2 else { return shape }
    return Shape([shape[0]] + shape.extents.dropFirst(2) + [shape[1]])
  }

  /// The array as the network has it.
  ///
  /// - Parameter wanted: the shape of the value.
  func arranged(_ tensor: Tensor, as wanted: Shape) -> Tensor {
    switch self {
    case .same, .other: tensor
    case .channelsLast: tensor.shape.rank > 2 ? tensor.channelsFirst : tensor
    case .reshaped: tensor.shape.count == wanted.count ? tensor.reshaped(to: wanted) : tensor
    }
  }
}

extension Tensor {
  /// The tensor with its axes in another order: axis `i` of the result is axis `axes[i]` of this one.
  ///
  /// - Precondition: `axes` has every axis once.
  func transposed(_ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(0..<shape.rank), "axes \(axes) of \(shape)")
    let (strides, extents) = (shape.strides, axes.map { shape[$0] })
    var offsets = [0]
    for (axis, extent) in zip(axes, extents) {
      var next: [Int] = []
      next.reserveCapacity(offsets.count * extent)
      for offset in offsets {
        for index in 0..<extent { next.append(offset + index * strides[axis]) }
      }
      offsets = next
    }
    return Tensor(shape: Shape(extents), elements: offsets.map { self[$0] })
  }

  /// `[batch, …, channels]` as `[batch, channels, …]`.
  var channelsFirst: Tensor {
    let last = shape.rank - 1
    return transposed([0, last] + Array(1..<last))
  }

  /// `[batch, channels, …]` as `[batch, …, channels]`.
  var channelsLast: Tensor { transposed([0] + Array(2..<shape.rank) + [1]) }

  /// Whether all numbers are equal to those of another tensor within a share of its largest one.
  func equals(_ other: Tensor, within share: Double) -> Bool {
    guard shape == other.shape else { return false }
    let largest = other.elements.reduce(Float(0)) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    let bound = Float(share) * largest
    return elements.indices.allSatisfy { index in
      let (a, b) = (elements[index], other.elements[index])
      return a == b || (a - b).magnitude <= bound || a.isNaN && b.isNaN
    }
  }

  /// The correlation of the numbers with those of another tensor of that many, from −1 to 1; 0 where
  /// one of them has a single number.
  func correlation(with other: Tensor) -> Double {
    guard elements.count == other.elements.count, !elements.isEmpty else { return 0 }
    let count = Double(elements.count)
    let means = (
      elements.reduce(0.0) { $0 + Double($1) } / count,
      other.elements.reduce(0.0) { $0 + Double($1) } / count
    )
    var (both, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(elements, other.elements) {
      let (a, b) = (Double(x) - means.0, Double(y) - means.1)
      both += a * b
      first += a * a
      second += b * b
    }
    let scale = (first * second).squareRoot()
    return scale > 0 && scale.isFinite ? both / scale : 0
  }
}
