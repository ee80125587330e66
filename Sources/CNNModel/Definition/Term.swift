/// One number that went into another, and where it stands.
public struct Term: Hashable, Sendable {
  /// Where a number was read.
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
    /// A cell of the wanted output that the loss compares with.
    case target(Position)
    /// A cell outside of the layer's first input, which the padding fills; its row and column lie
    /// below 0 or beyond the image.
    case padding(Position)
    /// A number that was computed on the way and has a definition of its own, such as the mean of
    /// a batch.
    case intermediate
    /// A number of the formula itself, such as a slope, a share or the 1 of a sigmoid.
    case constant
  }

  public let symbol: String
  public let source: Source
  public let value: Double
  /// How far the engine's own value may lie from ``value`` by rounding; 0 for stored numbers.
  public let uncertainty: Double

  /// Whether it is a cell of the padding.
  public var isPadding: Bool {
    if case .padding = source { true } else { false }
  }

  public init(_ symbol: String, _ source: Source, _ value: Double, uncertainty: Double = 0) {
    (self.symbol, self.source) = (symbol, source)
    (self.value, self.uncertainty) = (value, uncertainty)
  }

  /// An expression that was computed on the way, as one number.
  public static func intermediate(_ symbol: String, _ expression: Expression) -> Term {
    Term(
      symbol, .intermediate, expression.value, uncertainty: expression.roundingBound)
  }

  /// A number of the formula itself.
  public static func constant(_ value: Double, _ symbol: String = "") -> Term {
    Term(symbol, .constant, value)
  }
}

/// A number of a layer that can be asked how it came about.
public enum CellReference: Hashable, Sendable {
  /// A cell of the `index`-th output.
  case output(Int, Position)
  /// A cell of the gradient that the layer sends to its `index`-th input.
  case inputGradient(Int, Position)
  /// A cell of the gradient of the layer's `index`-th parameter.
  case parameterGradient(Int, Position)
}
