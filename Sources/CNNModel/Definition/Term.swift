/// One number that another was computed from, and where it is stored.
public struct Term: Hashable, Sendable {
  /// Where a number is stored.
  public enum Source: Hashable, Sendable {
    /// A cell of the layer's `index`-th input.
    case input(Int, Position)
    /// A cell of the layer's `index`-th output.
    case output(Int, Position)
    /// A cell of the gradient of the loss by the layer's `index`-th output.
    case outputGradient(Int, Position)
    /// A cell of the layer's `index`-th parameter.
    case parameter(Int, Position)
    /// A cell of the layer's `index`-th running statistic.
    case statistic(Int, Position)
    /// A cell of the target that the loss compares with.
    case target(Position)
    /// A padding cell of the layer's first input: its spatial indices are negative or beyond the
    /// extent.
    case padding(Position)
    /// An intermediate result with a definition of its own, such as the mean of a batch.
    case intermediate
    /// A constant of the formula, such as a slope, a weight of 1/4, or the 1 of a sigmoid.
    case constant
  }

  /// The symbol of the number in formulas, such as `x` or `w`.
  public let symbol: String
  /// Where it is stored.
  public let source: Source
  /// The number itself.
  public let value: Double
  /// How far the engine's value may differ from ``value`` by rounding; 0 for stored numbers.
  public let uncertainty: Double

  /// Whether it is a padding cell.
  public var isPadding: Bool {
    if case .padding = source { true } else { false }
  }

  /// A term with its symbol, its place and its value.
  public init(_ symbol: String, _ source: Source, _ value: Double, uncertainty: Double = 0) {
    (self.symbol, self.source) = (symbol, source)
    (self.value, self.uncertainty) = (value, uncertainty)
  }

  /// An intermediate result as one number, with the rounding bound of the expression.
  public static func intermediate(_ symbol: String, _ expression: Expression) -> Term {
    Term(
      symbol, .intermediate, expression.value, uncertainty: expression.roundingBound)
  }

  /// A constant of the formula.
  public static func constant(_ value: Double, _ symbol: String = "") -> Term {
    Term(symbol, .constant, value)
  }
}

/// A number of a layer whose computation can be asked for.
public enum CellReference: Hashable, Sendable {
  /// A cell of the `index`-th output.
  case output(Int, Position)
  /// A cell of the gradient with respect to the `index`-th input.
  case inputGradient(Int, Position)
  /// A cell of the gradient with respect to the `index`-th parameter.
  case parameterGradient(Int, Position)
}
