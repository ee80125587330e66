import CNNModel

/// One array that a place of a network makes, and which numbers of the screen it is.
struct PlaceResult: Sendable {
  enum Role: Hashable, Sendable {
    case output
    case inputGradient(Int)
    case parameterGradient(Int)
    case loss
    case lossGradient
    case parameter(ParameterReference)
  }

  let role: Role
  let tensor: Tensor

  /// The cell that is farthest away from the same one of another array, and how far.
  ///
  /// - Returns: `nil` where the shapes differ or there are no cells.
  func farthest(from other: Tensor) -> (position: Position, distance: Float)? {
    guard tensor.shape == other.shape, tensor.shape.count > 0 else { return nil }
    var farthest = (offset: 0, distance: Float(-1))
    for offset in 0..<tensor.shape.count {
      let distance = Self.distance(tensor[offset], other[offset])
      if distance > farthest.distance { farthest = (offset, distance) }
    }
    return (tensor.shape.position(at: farthest.offset), farthest.distance)
  }

  private static func distance(_ a: Float, _ b: Float) -> Float {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    let distance = (a - b).magnitude
    return distance.isNaN ? .infinity : distance
  }

  /// The cell with the largest magnitude.
  var largest: Position? {
    farthest(from: tensor.zeros)?.position
  }

  /// The largest magnitude; 0 without cells.
  var limit: Float { tensor.elements.reduce(0) { max($0, $1.magnitude) } }
}
