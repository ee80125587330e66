import CNNModel

/// The numbers of a dealt case: what they are depends on the seed and the case alone.
struct TaskValues {
  let seed: UInt64
  let index: Int
  /// How often other numbers were tried before.
  var attempt = 0

  /// What kind of numbers the inputs of a case are.
  enum Kind: Int, CaseIterable {
    /// Of a normal distribution.
    case normal
    /// Whole numbers, so that there are ties, and zeros at the kinks of functions.
    case whole
    /// Large ones, at which exponentials overflow.
    case large
    /// Greater than 0, for functions that take no others.
    case positive
    /// Between 0 and 1.
    case fractions
    /// So small that the epsilon of a normalization shows.
    case small
  }

  /// The kind that a case usually has.
  var kind: Kind { [.normal, .whole, attempt == 0 ? .large : .small][index % 3] }

  /// An array of the case.
  ///
  /// - Parameter number: tells the arrays of a case apart.
  func tensor(_ shape: Shape, _ number: Int, _ kind: Kind = .normal, scale: Float = 1) -> Tensor {
    let random = CounterRandom(seed: seed, stream: .probe, index, number)
    let numbers = (0..<shape.count).map { place -> Float in
      switch kind {
      case .normal: random.normal(place) * scale
      case .whole: Float(random.below(15, place) - 7)
      case .large: random.normal(place) * Self.largeScale
      case .positive: random.normal(place).magnitude * scale + 0.1
      case .small: random.normal(place) * Self.smallScale
      case .fractions: 0.05 + 0.9 * random.uniform(place)
      }
    }
    return Tensor(shape: shape, elements: numbers)
  }

  /// With it the exponentials of some numbers exceed 32 bits.
  private static let largeScale: Float = 60

  private static let smallScale: Float = 0.003

  /// Classes from 0 up to a count.
  func classes(_ count: Int, below classes: Int, _ number: Int) -> [Int] {
    let random = CounterRandom(seed: seed, stream: .probe, index, number)
    return (0..<count).map { random.below(max(1, classes), $0) }
  }
}
