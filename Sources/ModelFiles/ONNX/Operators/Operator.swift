import CNNModel

/// How an operator of the ONNX specification becomes layers.
///
/// A new operator is one line in the list of its family.
struct Operator: Sendable {
  /// The types of an operator's outputs.
  enum Results: Hashable, Sendable {
    /// All have the type of the first input.
    case likeFirst
    /// The lowering sets them.
    case explicit
    case always(ElementType)
  }

  typealias Lower = @Sendable (Lowering) throws(NodeError) -> [Operand]

  /// The name in the specification: `Conv`.
  let kind: String
  let results: Results
  let lower: Lower

  init(_ kind: String, _ results: Results = .likeFirst, _ lower: @escaping Lower) {
    (self.kind, self.results, self.lower) = (kind, results, lower)
  }

  /// Every supported operator, by its name.
  static let all: [String: Operator] = Dictionary(
    uniqueKeysWithValues: families.joined().map { ($0.kind, $0) })

  private static let families: [[Operator]] = [
    ActivationOperators.all, ArithmeticOperators.all, ComparisonOperators.all,
    ConstantOperators.all, ShapingOperators.all, RearrangingOperators.all, PoolingOperators.all,
    ConvolutionOperators.all, ProductOperators.all, NormalizationOperators.all,
    ReductionOperators.all, ResizingOperators.all, RecurrentOperators.all,
    DataDependentOperators.all, SamplingOperators.all,
  ]

  /// An operator with one input and one output that is one layer.
  static func unary(
    _ kind: String, _ make: @escaping @Sendable (Lowering) throws(NodeError) -> any Layer
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      [try lowering.apply(try make(lowering), try lowering.input(0))]
    }
  }
}
