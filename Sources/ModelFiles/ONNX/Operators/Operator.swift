import CNNModel

/// How an operator of the ONNX specification becomes layers.
struct Operator: Sendable {
  /// The types of what an operator gives.
  enum Results: Hashable, Sendable {
    /// All have the type of the first input.
    case likeFirst
    /// Those that the operator's own lines give it.
    case own
    case always(ElementType)
  }

  typealias Lower = @Sendable (Lowering) throws(NodeError) -> [Operand]

  let kind: String
  let results: Results
  let lower: Lower

  init(_ kind: String, _ results: Results = .likeFirst, _ lower: @escaping Lower) {
    (self.kind, self.results, self.lower) = (kind, results, lower)
  }

  /// Every operator there is, by its name.
  static let all: [String: Operator] = Dictionary(
    uniqueKeysWithValues: families.joined().map { ($0.kind, $0) })

  private static let families: [[Operator]] = [
    activations, arithmetic, comparisons, constants, shaping, moving, windows, convolutions,
    products, normalizations, reductions, resizing,
  ]

  /// An operator with one output that is one layer over one input.
  static func single(
    _ kind: String, _ make: @escaping @Sendable (Lowering) throws(NodeError) -> any Layer
  ) -> Operator {
    Operator(kind) { lowering throws(NodeError) in
      [try lowering.apply(try make(lowering), try lowering.input(0))]
    }
  }
}
