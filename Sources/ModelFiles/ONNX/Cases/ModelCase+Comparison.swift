import CNNModel

extension ModelCase {
  static func compare(
    _ outputs: [NamedArray], _ expected: [NumericArray], _ tolerance: Tolerance
  ) -> Result {
    guard outputs.count >= expected.count else {
      return .failed("\(expected.count) outputs are expected, not \(outputs.count)", error: nil)
    }
    var largest = 0.0
    var excess: (name: String, error: Double)?
    for (output, expected) in zip(outputs, expected) {
      let array = output.array
      guard array.shape == expected.shape, array.elementType == expected.elementType else {
        return .failed(
          "\(output.name.harmless) is \(array.shape) \(array.elementType), "
            + "but \(expected.shape) \(expected.elementType) is expected", error: nil)
      }
      let (error, fits) = distance(array, expected, tolerance)
      largest = max(largest, error)
      if !fits, error >= excess?.error ?? 0 { excess = (output.name, error) }
    }
    guard let excess else { return .passed(error: largest) }
    return .failed("\(excess.name.harmless) differs", error: excess.error)
  }

  private static func distance(
    _ array: NumericArray, _ expected: NumericArray, _ tolerance: Tolerance
  ) -> (error: Double, fits: Bool) {
    guard array.elementType.isFloating else {
      let pairs = zip(array.integers, expected.integers)
      let error = pairs.reduce(0.0) { max($0, Double(($1.0 - $1.1).magnitude)) }
      return (error, error == 0)
    }
    let relative = max(tolerance.relative, 2 * array.elementType.unitInTheLastPlace)
    var (error, fits) = (0.0, true)
    for (got, wanted) in zip(array.doubles, expected.doubles) {
      if got == wanted || (got.isNaN && wanted.isNaN) { continue }
      let distance = (got - wanted).magnitude
      error = max(error, distance.isNaN ? .infinity : distance)
      let isNear = distance <= tolerance.absolute + relative * wanted.magnitude
      fits = fits && isNear && wanted.isFinite
    }
    return (error, fits)
  }
}

extension ElementType {
  /// How far apart numbers of a 16-bit type are, relative to the power of two below them; 0 for other
  /// types, whose numbers are closer than any tolerance.
  ///
  /// Values of 16-bit types are computed in 32 bits and rounded once, where others may round after
  /// every operation.
  fileprivate var unitInTheLastPlace: Double {
    switch self {
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    default: 0
    }
  }
}
