/// One operation of a network: its structure only, a value without state.
///
/// A layer knows its shape rule, its forward and backward pass, the *definition* of every single
/// number that they compute, and its texts. Parameters, running statistics and the context of a
/// pass are arguments, so that any earlier moment can be recomputed.
///
/// Shapes have the batch in front: `[batch, channels, rows, columns]` or `[batch, units]`.
///
/// ## Adding a layer
/// A new layer is one file and one line in ``LayerCatalog``. Most layers belong to a family, which
/// has few requirements and implements the passes and the definition. Every layer itself implements
/// its ``grammar``, ``init(_:)``, ``text`` and, unless its family does, ``outputShapes(for:)``.
///
/// **Element-wise** (`Elementwise`): a function of one variable.
/// ```swift
/// struct Square: Elementwise {
///   func value<S: Scalar>(_ x: S) -> S { x * x }
///   func slope<S: Scalar>(_ x: S, _ y: S) -> S { 2 * x }
///   func define(_ x: Term) -> Expression { .function(.square, .term(x)) }
///   func defineSlope(_ x: Term, _ y: Term) -> Expression { .product([.constant(2), .term(x)]) }
/// }
/// ```
/// With several inputs, cell by cell, it is `Broadcasting`, as `Select`.
///
/// **Rearranging** (`Rearrangement`): every output cell is a copy of an input cell; say of which.
/// ```swift
/// struct Reverse: Rearrangement {
///   func origins(_ shapes: [Shape]) -> [Origins] {
///     [Origins(shapes[0], (0..<shapes[0].count).reversed())]
///   }
/// }
/// ```
///
/// **Window** (`WindowLayer`): every output cell reads a window of the input. Its `WindowRule`
/// gives the shape rule. If the output is a weighted sum, `WeightedSum` gives the definitions: say
/// which input cells an output reads and which outputs an input cell contributes to, as
/// `AveragePool`.
/// ```swift
/// struct WindowSum: SingleOutputLayer, WeightedSum, WindowLayer {
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
/// **Reduction** (`Reduction`, `ReducedAxes`): the cells along some axes become one number. A new
/// operation is one case of `Reduction.Operation` with its value, slopes and definition.
/// ```swift
/// case .sumOfSquares: return S(sum { $0 * $0 })    // value
/// case .sumOfSquares: return cells.map { 2 * x[$0] }    // slopes
/// ```
///
/// **Normalization** (`GroupedNormalization`): groups of cells are normalized to mean 0 and
/// variance 1; say which cells form a group and which scale each cell has.
/// ```swift
/// struct InstanceNormalization: GroupedNormalization {
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
/// What only some layers can do is a protocol of its own: ``CodeExportable`` exports the layer as
/// code of another library, ``DerivableLayer`` lists its passes as numbered steps,
/// ``QuantizedOutput`` says which real numbers the integers of its output stand for, and
/// `OperationLayer` names the operation that an execution may have a kernel for.
public protocol Layer: Sendable {
  /// The keyword, the arguments and the help.
  static var grammar: LayerGrammar { get }

  /// Makes the layer from a line that was parsed by its ``grammar``.
  ///
  /// - Throws: ``LineError`` for an invalid value, with its column.
  init(_ line: LayerLine) throws(LineError)

  /// The shortest line that is parsed as this layer.
  var text: String { get }

  /// The shapes of the outputs, usually one.
  ///
  /// - Throws: ``ShapeError`` with the arithmetic and a value that would fit.
  func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape]

  /// The element types of the outputs, one for each of `count`: 32-bit floats unless said.
  ///
  /// - Throws: ``ShapeError`` where the layer does not take those of the inputs.
  func outputTypes(for inputs: [ElementType], count: Int) throws(ShapeError) -> [ElementType]

  /// The parameters, in the order of ``ForwardPass/parameters``.
  func parameters(for inputs: [Shape]) -> [ParameterDeclaration]

  /// The running statistics, in the order of ``ForwardPass/statistics``.
  func statistics(for inputs: [Shape]) -> [StatisticDeclaration]

  /// Computes the outputs and the updated running statistics.
  func forward(_ pass: ForwardPass) -> ForwardResult

  /// Computes the gradients with respect to the inputs and the parameters.
  func backward(_ pass: BackwardPass) -> Gradients

  /// Computes the outputs in double precision: with the same index arithmetic, but independent of
  /// the forward pass where that is optimized.
  func reference(_ pass: ReferencePass) -> [ReferenceTensor]

  /// The expression that computes one number.
  func define(_ cell: CellReference, in pass: BackwardPass) -> Expression

  /// The arithmetic of the output shape with its numbers, one line per axis that changes.
  func shapeArithmetic(for inputs: [Shape]) -> [String]

  /// What is unusual about the output, a sentence each: cells that see only padding.
  ///
  /// - Precondition: the layer accepts the inputs.
  func remarks(for inputs: [Shape]) -> [String]

  /// What is unusual about one cell of the output: `the window sees only padding`; `nil` for none.
  ///
  /// - Precondition: the layer accepts the inputs, and the cell is one of the output.
  func remark(on cell: Position, for inputs: [Shape]) -> String?

  /// The number of multiply-accumulates (MACs) of a forward pass.
  func multiplyAccumulates(for inputs: [Shape]) -> Int

  /// The interval of an input's axis, ``inputAxis(of:inputs:)``, that an interval of an axis of the
  /// output depends on (2 for the first spatial axis, such as rows), padding included; `nil` when it
  /// is the whole axis, and for an axis that the layer does not have.
  func sources(of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]) -> ClosedRange<Int>?

  /// The axis of the first input that an axis of the output follows: the same unless the layer moves
  /// axes; `nil` where it follows none.
  func inputAxis(of axis: Int, inputs: [Shape]) -> Int?

  /// Whether a slope jumps between two passes, such as at the 0 of a rectifier. A finite difference
  /// of their outputs is then not an approximation of the slope.
  func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool

  /// What the numbers of its output are to a loss.
  ///
  /// - Parameters:
  ///   - input: what those of its first input are.
  ///   - shapes: shapes that the layer accepts, including the batch axis.
  func scores(of input: Scores, for shapes: [Shape]) -> Scores

  /// Whether its outputs are at least 0, and 0 where it stops numbers, so that no gradient passes.
  var isRectifier: Bool { get }

  /// Whether the layer is an input of the network.
  var isSource: Bool { get }

  /// Whether the value of an input has a batch axis; meaningful only for inputs of the network.
  var hasBatch: Bool { get }

  /// Whether a pass in training mode differs from one in evaluation mode, as with dropout.
  var dependsOnMode: Bool { get }
}

extension Layer {
  /// By default every output is 32-bit floats.
  public func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType](repeating: .float32, count: count) }

  /// By default the layer has no parameters.
  public func parameters(for inputs: [Shape]) -> [ParameterDeclaration] { [] }

  /// By default the layer has no running statistics.
  public func statistics(for inputs: [Shape]) -> [StatisticDeclaration] { [] }

  /// Empty by default.
  public func shapeArithmetic(for inputs: [Shape]) -> [String] { [] }

  /// Empty by default.
  public func remarks(for inputs: [Shape]) -> [String] { [] }

  /// `nil` by default.
  public func remark(on cell: Position, for inputs: [Shape]) -> String? { nil }

  /// 0 by default.
  public func multiplyAccumulates(for inputs: [Shape]) -> Int { 0 }

  /// By default the slopes are continuous.
  public func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool { false }

  /// `false` by default.
  public var dependsOnMode: Bool { false }

  /// Logits by default.
  public func scores(of input: Scores, for shapes: [Shape]) -> Scores { .logits }

  /// `false` by default.
  public var isRectifier: Bool { false }

  /// `false` by default.
  public var isSource: Bool { false }

  /// `true` by default.
  public var hasBatch: Bool { true }

  /// By default every output cell depends on the same interval of the input, as in element-wise
  /// layers.
  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { outputs }

  /// By default axes stay where they are.
  public func inputAxis(of axis: Int, inputs: [Shape]) -> Int? { axis }

  /// The keyword of ``grammar``.
  public var kind: String { Self.grammar.keyword }

  /// The shapes of the outputs.
  ///
  /// - Precondition: the layer accepts the inputs.
  package func checkedOutputShapes(for inputs: [Shape]) -> [Shape] {
    do { return try outputShapes(for: inputs) } catch {
      preconditionFailure("\(kind) with unchecked shapes \(inputs): \(error)")
    }
  }
}
