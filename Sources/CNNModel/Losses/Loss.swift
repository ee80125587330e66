/// How far an output is from what was wanted, as one number.
public protocol Loss: Sendable {
  /// The words after `loss` in a model file.
  static var grammar: LayerGrammar { get }

  init(_ line: LayerLine) throws(LineError)

  /// The words that read back to this loss.
  var text: String { get }

  /// What it compares with.
  var target: TargetKind { get }

  /// - Throws: ``ShapeError`` when it cannot compare such an output with such a target.
  func check(output: Shape, target: Target) throws(ShapeError)

  /// The loss, in nats for cross-entropy.
  func value(_ output: Tensor, _ target: Target) -> Float

  /// The gradient of the loss by every number of the output.
  func gradient(_ output: Tensor, _ target: Target) -> Tensor

  /// The loss in double precision.
  func reference(_ output: ReferenceTensor, _ target: Target) -> Double

  /// The computation of the loss.
  func define(_ output: Tensor, _ target: Target) -> Expression

  /// The computation of one number of the gradient.
  func defineGradient(_ cell: Position, _ output: Tensor, _ target: Target) -> Expression
}

extension Loss {
  public var kind: String { Self.grammar.keyword }
}

/// What a loss compares an output with.
public enum TargetKind: Hashable, Sendable { case classes, values }

/// What was wanted.
public enum Target: Hashable, Sendable {
  /// The number of the right class for every sample (and place, where there are several).
  case classes([Int])
  /// The right output itself.
  case values(Tensor)

  /// Classes as an output that is 1 at the right class and 0 elsewhere.
  public static func oneHot(_ classes: [Int], _ shape: Shape) -> Target {
    var values = Tensor.zeros(shape)
    for (sample, label) in classes.enumerated() { values[sample * shape.sample.count + label] = 1 }
    return .values(values)
  }
}

/// Whether a loss is the mean or the sum of its parts.
public enum LossReduction: String, Hashable, Sendable, CaseIterable { case mean, sum }

/// Every loss there is.
public enum LossCatalog {
  public static let all: [any Loss.Type] = [CrossEntropy.self, SquaredError.self]

  /// The loss that words mean, the name first.
  ///
  /// - Throws: ``LineError`` when they mean none.
  public static func loss(_ words: [Word]) throws(LineError) -> any Loss {
    let keywords = all.map { $0.grammar.keyword }
    guard let keyword = words.first else {
      throw LineError("loss needs one of \(keywords.joined(separator: ", "))", column: 1)
    }
    guard let type = all.first(where: { $0.grammar.keyword == keyword.text }) else {
      let near = nearest(to: keyword.text, in: keywords).map { "did you mean \"\($0)\"?" }
      throw LineError(
        "there is no loss \"\(keyword.text)\"", column: keyword.column,
        proposal: near ?? "there are \(keywords.joined(separator: ", "))")
    }
    return try type.init(try type.grammar.read(words))
  }
}
