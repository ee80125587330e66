import CNNModel

/// How an operator of the ONNX specification becomes layers.
///
/// A new operator is one line in the list of its family. Those of another operator set than the
/// standard one say their domain; two sets may have operators of the same name.
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

  /// The operator set that it belongs to.
  let domain: OperatorDomain
  /// The name in the specification: `Conv`.
  let kind: String
  let results: Results
  /// Whether its inputs may be sequences and empty optionals.
  let takesSequences: Bool
  let lower: Lower

  init(
    _ kind: String, _ results: Results = .likeFirst, domain: OperatorDomain = .standard,
    sequences: Bool = false, _ lower: @escaping Lower
  ) {
    (self.domain, self.kind, self.results, self.lower) = (domain, kind, results, lower)
    takesSequences = sequences
  }

  /// The operator of a node.
  ///
  /// - Throws: where it is not supported.
  static func of(_ node: ModelGraph.Node) throws(NodeError) -> Operator {
    guard let domain = OperatorDomain(name: node.domain) else {
      throw .unsupported("operators of the domain \(node.domain.quoted) are not supported")
    }
    guard let found = all[domain]?[node.kind] else {
      throw .unsupported("the operator is not supported")
    }
    return found
  }

  /// Every supported operator, by its domain and its name.
  private static let all: [OperatorDomain: [String: Operator]] = Dictionary(
    grouping: families.joined(), by: \.domain
  ).mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.kind, $0) }) }

  private static let families: [[Operator]] = [
    ActivationOperators.all, ArithmeticOperators.all, ComparisonOperators.all,
    ConstantOperators.all, ShapingOperators.all, RearrangingOperators.all, PoolingOperators.all,
    ConvolutionOperators.all, ProductOperators.all, NormalizationOperators.all,
    ReductionOperators.all, ResizingOperators.all, SequenceOperators.all, OptionalOperators.all,
    IndexingOperators.all, OrderingOperators.all, GeneratorOperators.all, LossOperators.all,
    RecurrentOperators.all, DataDependentOperators.all, SamplingOperators.all,
    QuantizationOperators.all, IntegerOperators.all, RuntimeQuantizationOperators.all,
    AttentionOperators.all, TransformOperators.all, EinsteinSumOperators.all, FusedOperators.all,
    RandomOperators.all,
  ]

  /// An operator with one input and one output that is one layer.
  static func unary(
    _ kind: String, domain: OperatorDomain = .standard,
    _ make: @escaping @Sendable (Lowering) throws(NodeError) -> any Layer
  ) -> Operator {
    Operator(kind, domain: domain) { lowering throws(NodeError) in
      [try lowering.apply(try make(lowering), try lowering.input(0))]
    }
  }
}
