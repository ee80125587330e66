/// A rule by which gradients update parameters.
///
/// An optimizer is a value without state. What it keeps from step to step are *slots*: tensors of
/// the parameter's shape, which are passed as arguments.
public protocol Optimizer: Sendable {
  /// The name and the options of the optimizer.
  static var grammar: LayerGrammar { get }

  /// Makes the optimizer from a line that was parsed by its ``grammar``.
  ///
  /// - Throws: ``LineError`` for an invalid value.
  init(_ line: LayerLine) throws(LineError)

  /// The words that are parsed as this optimizer.
  var text: String { get }

  /// The learning rate per step.
  var rate: Double { get set }

  /// The names of the slots of every parameter; all are initially 0.
  var slots: [String] { get }

  /// The update of every number of a parameter in one step.
  ///
  /// - Parameters:
  ///   - rate: the learning rate of the step, given by a schedule.
  ///   - step: the number of the step, counted from 1.
  func rule(rate: Double, step: Int) -> UpdateRule
}

extension Optimizer {
  /// Its name.
  public var kind: String { Self.grammar.keyword }

  /// Updates a parameter in one step.
  ///
  /// - Parameter step: the number of the step, counted from 1.
  public func update(
    _ parameter: inout Tensor, gradient: Tensor, slots: inout [Tensor], step: Int
  ) {
    rule(rate: rate, step: step).apply(to: &parameter, gradient: gradient, slots: &slots)
  }

  /// One number of the updated parameter as an expression.
  ///
  /// - Parameters:
  ///   - parameter, gradient, slots: the tensors before the step.
  public func define(
    _ cell: Position, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
  ) -> Expression {
    rule(rate: rate, step: step).define(
      UpdatedNumber(
        parameter: Term("w", .parameter(0, cell), Double(parameter[cell])),
        gradient: Term("g", .outputGradient(0, cell), Double(gradient[cell])),
        slots: slots.map { $0[cell] }))
  }

  /// The options of all optimizers.
  static var commonArguments: [LayerGrammar.Argument] {
    [
      .init("lr", .number, "the learning rate"),
      .init("weight-decay", .number, "the weight decay, relative to the learning rate"),
    ]
  }
}

/// All optimizers.
public enum OptimizerCatalog {
  /// All types of optimizers.
  public static let all: [any Optimizer.Type] = [
    StochasticGradientDescent.self, Momentum.self, Nesterov.self, Adam.self, AdamW.self,
  ]

  /// Parses words such as `adam lr 0.001` as an optimizer.
  ///
  /// - Throws: ``LineError`` when they are no optimizer.
  public static func optimizer(_ words: [Word]) throws(LineError) -> any Optimizer {
    let place = try LayerGrammar.place(of: words, among: all.map { $0.grammar }, "optimizer")
    let type = all[place]
    let line = try type.grammar.read(words)
    return try type.init(line)
  }
}

extension LayerLine {
  /// The value of an option that must not be negative.
  func nonNegative(_ name: String, unless value: Double) throws(LineError) -> Double {
    let number = number(name) ?? value
    guard number >= 0 else {
      throw LineError("\(name) needs a number of at least 0, not \(number)", column: keyword.column)
    }
    return number
  }
}
