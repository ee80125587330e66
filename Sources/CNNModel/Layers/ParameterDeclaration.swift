/// A parameter of a layer: a tensor that is learned.
public struct ParameterDeclaration: Hashable, Sendable {
  /// What a parameter does, which decides how it is initialized.
  public enum Kind: Hashable, Sendable {
    /// Multiplies inputs; drawn at random.
    case weight
    /// Is added to a weighted sum.
    case bias
    /// Multiplies normalized numbers; begins at 1.
    case scale
    /// Is added to normalized numbers; begins at 0.
    case shift
    /// The slope of a parametric rectifier; begins at 1/4.
    case slope
  }

  /// The name within the layer, such as `weight`.
  public let name: String
  /// What the parameter does.
  public let kind: Kind
  /// The shape of the tensor.
  public let shape: Shape
  /// The number of inputs that each output sums.
  public let fanIn: Int
  /// The number of outputs that each input contributes to.
  public let fanOut: Int
  /// The factors of the number of elements: `16·6·5·5`.
  public var arithmetic: String { shape.extents.map(String.init).joined(separator: "·") }

  /// A parameter; see the properties.
  public init(_ name: String, _ kind: Kind, _ shape: Shape, fanIn: Int, fanOut: Int) {
    (self.name, self.kind, self.shape) = (name, kind, shape)
    (self.fanIn, self.fanOut) = (fanIn, fanOut)
  }
}

/// A running statistic of a layer: a tensor that is updated from batch to batch but not learned.
public struct StatisticDeclaration: Hashable, Sendable {
  /// The name within the layer, such as `mean`.
  public let name: String
  /// The shape of the tensor.
  public let shape: Shape
  /// The initial value of every element.
  public let initial: Float

  /// A statistic; see the properties.
  public init(_ name: String, _ shape: Shape, initial: Float) {
    (self.name, self.shape, self.initial) = (name, shape, initial)
  }
}
