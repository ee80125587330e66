/// Something that a layer learns.
public struct ParameterDeclaration: Hashable, Sendable {
  /// What kind of number it is: decides how it begins.
  public enum Kind: Hashable, Sendable { case weight, bias, scale, shift, slope }

  public let name: String
  public let kind: Kind
  public let shape: Shape
  /// How many inputs each output sums, and how many outputs each input reaches.
  public let fanIn: Int
  public let fanOut: Int
  /// The shape as it is explained: `16·6·5·5`.
  public var arithmetic: String { shape.extents.map(String.init).joined(separator: "·") }

  public init(_ name: String, _ kind: Kind, _ shape: Shape, fanIn: Int, fanOut: Int) {
    (self.name, self.kind, self.shape) = (name, kind, shape)
    (self.fanIn, self.fanOut) = (fanIn, fanOut)
  }
}

/// Something that a layer keeps from batch to batch without learning it.
public struct StatisticDeclaration: Hashable, Sendable {
  public let name: String
  public let shape: Shape
  public let initial: Float

  public init(_ name: String, _ shape: Shape, initial: Float) {
    (self.name, self.shape, self.initial) = (name, shape, initial)
  }
}
