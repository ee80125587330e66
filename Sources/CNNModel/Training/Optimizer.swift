/// How parameters move along their gradients.
///
/// An optimizer is structure; what it remembers of earlier steps are *slots*, tensors of the
/// parameter's shape that come in as values.
public protocol Optimizer: Sendable {
  static var grammar: LayerGrammar { get }

  init(_ line: LayerLine) throws(LineError)

  var text: String { get }

  /// The learning rate, per step.
  var rate: Double { get set }

  /// What it remembers of every parameter, by name; all begin at 0.
  var slots: [String] { get }

  /// What a step does to every number of a parameter.
  ///
  /// - Parameters:
  ///   - rate: the learning rate of the step, as a schedule gives it.
  ///   - step: the number of the step, counted from 1.
  func rule(rate: Double, step: Int) -> UpdateRule
}

extension Optimizer {
  public var kind: String { Self.grammar.keyword }

  /// Moves a parameter by one step.
  ///
  /// - Parameter step: the number of the step, counted from 1.
  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    rule(rate: rate, step: step).apply(to: &parameter, gradient: gradient, slots: &slots)
  }

  /// The computation of one number of the parameter after the step.
  ///
  /// - Parameters:
  ///   - parameter, gradient, slots: what was there before the step.
  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    rule(rate: rate, step: step).define(
      UpdatedNumber(
        parameter: Term("w", .parameter(0, cell), Double(parameter[cell])),
        gradient: Term("g", .outputGradient(0, cell), Double(gradient[cell])),
        slots: slots.map { $0[cell] }))
  }

  /// The arguments that all optimizers have.
  static var commonArguments: [LayerGrammar.Argument] {
    [
      .init("lr", .number, "the learning rate"),
      .init("weight-decay", .number, "the share of itself that a parameter loses, per rate"),
    ]
  }
}

/// Every optimizer there is.
public enum OptimizerCatalog {
  public static let all: [any Optimizer.Type] = [
    StochasticGradientDescent.self, Momentum.self, Nesterov.self, Adam.self, AdamW.self,
  ]

  /// The optimizer that words mean, as in `adam lr 0.001`.
  ///
  /// - Throws: ``LineError`` when they mean none.
  public static func optimizer(_ words: [Word]) throws(LineError) -> any Optimizer {
    let keywords = all.map { $0.grammar.keyword }
    guard let keyword = words.first,
      let type = all.first(where: { $0.grammar.keyword == keyword.text })
    else {
      let near = words.first.flatMap { nearest(to: $0.text, in: keywords) }
      throw LineError(
        "there is no optimizer \"\(words.first?.text ?? "")\"", column: words.first?.column ?? 1,
        proposal: near.map { "did you mean \"\($0)\"?" }
          ?? "there are \(keywords.joined(separator: ", "))")
    }
    return try type.init(try type.grammar.read(words))
  }
}

extension LayerLine {
  /// A number that must not be negative.
  func nonNegative(_ name: String, unless value: Double) throws(LineError) -> Double {
    let number = number(name) ?? value
    guard number >= 0 else {
      throw LineError("\(name) needs a number of at least 0, not \(number)", column: keyword.column)
    }
    return number
  }
}
