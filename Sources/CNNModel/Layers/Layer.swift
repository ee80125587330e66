/// One operation of a network: structure only, a value without memory.
///
/// A layer knows its shape rule, its forward and backward pass, the *definition* of every single
/// number of them, and its texts. Parameters, running statistics and the context of a pass come in
/// as values, so any past moment can be asked again.
///
/// Shapes have the batch in front: `[batch, channels, rows, columns]` or `[batch, units]`.
/// A new layer is one file and one line in ``LayerCatalog``.
public protocol Layer: Sendable {
  /// The word it is written with, its arguments and its help.
  static var grammar: LayerGrammar { get }

  /// Reads the layer from a line of text that fits ``grammar``.
  ///
  /// - Throws: ``LineError`` for a value that cannot be, at its place in the line.
  init(_ line: LayerLine) throws(LineError)

  /// The line that reads back to this layer: the shortest one.
  var text: String { get }

  /// The shapes of the outputs, most often one.
  ///
  /// - Throws: ``ShapeError`` with the arithmetic and the value that would fit.
  func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape]

  /// What is learnt, in the order in which passes give and take it.
  func parameters(for inputs: [Shape]) -> [ParameterDeclaration]

  /// What is kept from batch to batch without being learnt.
  func statistics(for inputs: [Shape]) -> [StatisticDeclaration]

  /// The outputs, and the running statistics after them.
  func forward(_ pass: ForwardPass) -> ForwardResult

  /// The gradients by the inputs and by the parameters.
  func backward(_ pass: BackwardPass) -> Gradients

  /// The outputs in double precision, by the same named index arithmetic but another way.
  func reference(_ pass: ReferencePass) -> [ReferenceTensor]

  /// The computation that makes one number.
  func define(_ cell: CellReference, in pass: BackwardPass) -> Expression

  /// The arithmetic of the output shape with its numbers, a line for each axis that changes.
  func shapeArithmetic(for inputs: [Shape]) -> [String]

  /// Multiplications and additions of a forward pass that are counted as one (MACs).
  func multiplyAccumulates(for inputs: [Shape]) -> Int

  /// The rows (axis 2) or columns (axis 3) of an input that an interval of the output's depends
  /// on, padding included; `nil` when it is all of them.
  func sources(of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]) -> ClosedRange<Int>?

  /// Whether some slope jumps between two passes, such as at the 0 of a rectifier: the difference
  /// of what they give then is no slope.
  func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool

  /// Whether the numbers along the channels are shares of 1 that a loss over logits would turn into
  /// shares once more.
  var isProbability: Bool { get }

  /// Whether an image enters the network here.
  var isSource: Bool { get }

  /// Whether what enters here has the batch in front; asked of sources alone.
  var hasBatch: Bool { get }

  /// Whether a pass depends on whether it is part of training, as dropout does.
  var behavesDifferentlyInTraining: Bool { get }

  /// The layer in another library's words, for reading; a comment unless it says more.
  func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode
}

extension Layer {
  public func parameters(for inputs: [Shape]) -> [ParameterDeclaration] { [] }
  public func statistics(for inputs: [Shape]) -> [StatisticDeclaration] { [] }
  public func shapeArithmetic(for inputs: [Shape]) -> [String] { [] }
  public func multiplyAccumulates(for inputs: [Shape]) -> Int { 0 }
  public func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool { false }
  public var behavesDifferentlyInTraining: Bool { false }
  public var isProbability: Bool { false }
  public var isSource: Bool { false }
  public var hasBatch: Bool { true }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { outputs }

  /// The word it is written with.
  public var kind: String { Self.grammar.keyword }

  /// The shapes of the outputs of a pass whose shapes were checked before.
  ///
  /// - Precondition: the layer takes these inputs.
  package func checkedOutputShapes(for inputs: [Shape]) -> [Shape] {
    do { return try outputShapes(for: inputs) } catch {
      preconditionFailure("\(kind) with unchecked shapes \(inputs): \(error)")
    }
  }
}

/// Something that a layer learns.
public struct ParameterDeclaration: Hashable, Sendable {
  /// What kind of number it is: decides how it begins.
  public enum Role: Hashable, Sendable { case weight, bias, scale, shift, slope }

  public let name: String
  public let role: Role
  public let shape: Shape
  /// How many inputs each output sums, and how many outputs each input reaches.
  public let fanIn: Int
  public let fanOut: Int
  /// The shape as it is explained: `16·6·5·5`.
  public var arithmetic: String { shape.extents.map(String.init).joined(separator: "·") }

  public init(_ name: String, _ role: Role, _ shape: Shape, fanIn: Int, fanOut: Int) {
    (self.name, self.role, self.shape) = (name, role, shape)
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
