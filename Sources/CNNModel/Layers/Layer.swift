/// One operation of a network: structure only, a value without memory.
///
/// A layer knows its shape rule, its forward and backward pass, the *definition* of every single
/// number of them, and its texts. Parameters, running statistics and the context of a pass come in
/// as values, so any past moment can be asked again.
///
/// Shapes have the batch in front: `[batch, channels, rows, columns]` or `[batch, units]`.
///
/// ## Adding a layer
/// A new layer is one file and one line in ``LayerCatalog``. Most belong to a family, which asks for
/// little and gives the passes, the definition and the rest. What every layer says for itself are its
/// ``grammar``, ``init(_:)``, ``text`` and, where no family does, ``outputShapes(for:)``.
///
/// **Element-wise** (`Elementwise`): a function of every number alone.
/// ```swift
/// public struct Square: Elementwise {
///   func value<S: Scalar>(_ x: S) -> S { x * x }
///   func slope<S: Scalar>(_ x: S, _ y: S) -> S { 2 * x }
///   func define(_ x: Term) -> Expression { .function(.square, .term(x)) }
///   func defineSlope(_ x: Term, _ y: Term) -> Expression { .product([.constant(2), .term(x)]) }
/// }
/// ```
/// Of several inputs at the same place it is `Broadcasting`, as ``Select``.
///
/// **Rearranging** (`Rearrangement`): every cell repeats a cell of the input; say which.
/// ```swift
/// public struct Reverse: Rearrangement {
///   func origins(_ shapes: [Shape]) -> [Origins] {
///     [Origins(shapes[0], (0..<shapes[0].count).reversed())]
///   }
/// }
/// ```
///
/// **Window** (`WindowLayer`): every cell reads a window of the image by a `WindowRule`, which gives
/// the shape rule. Where it is a sum, `WeightedSum` gives the definitions: say which cells an output
/// reads and which outputs a cell reaches, as ``AveragePool``.
/// ```swift
/// public struct WindowSum: SingleOutputLayer, WeightedSum, WindowLayer {
///   let rule: WindowRule
///   func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
///     rule.checkedWindow(over: shapes[0]).taps(at: output).map { tap in
///       Tap(cell: tap.cell.map { Position(output[0], output[1], $0) })
///     }
///   }
///   // reach(of:_:_:), compute(_:_:_:) and backward(_:) by the same window
/// }
/// ```
///
/// **Reduction** (``Reduction``, `ReducedAxes`): cells along some axes become one number. A new
/// operation is one case of ``Reduction/Operation`` with its value, slope and definition.
/// ```swift
/// case .sumOfSquares: return S(sum { $0 * $0 })    // value
/// case .sumOfSquares: return cells.map { 2 * x[$0] }    // slopes
/// ```
///
/// **Normalization** (`GroupedNormalization`): groups of cells are brought to mean 0 and variance 1;
/// say which cells make a group, and which scale each takes.
/// ```swift
/// public struct InstanceNormalization: GroupedNormalization {
///   let epsilon: Double
///   var hasShift: Bool { true }
///   func groups(of input: Shape) -> NormalGroups {
///     let plane = input.strides[1]
///     return NormalGroups(size: plane, run: plane, parameters: [input[1]])
///   }
/// }
/// ```
///
/// ## Capabilities
/// What only some layers can do are protocols of their own: ``CodeExportable`` writes the layer in
/// another library's words, ``DerivableLayer`` tells its passes as numbered steps,
/// `OperationLayer` names the operation that an execution may have a faster form for, and an
/// ``ExactLayer`` computes with integers or booleans instead of floats. By its family a layer can also
/// be asked with a changed rule (``alternatives(for:)``).
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

  /// The element types of the outputs, one for each of `count`: 32-bit floats unless said.
  ///
  /// - Throws: ``ShapeError`` where the layer does not take those of the inputs.
  func outputTypes(for inputs: [ElementType], count: Int) throws(ShapeError) -> [ElementType]

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
}

extension Layer {
  public func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType](repeating: .float32, count: count) }

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
