/// A loss function: the difference of an output from its target as one number.
public protocol Loss: Sendable {
  /// The words after `loss` in a model file.
  static var grammar: LayerGrammar { get }

  /// Makes the loss from a line that was parsed by its ``grammar``.
  ///
  /// - Throws: ``LineError`` for an invalid value.
  init(_ line: LayerLine) throws(LineError)

  /// The words that are parsed as this loss.
  var text: String { get }

  /// The kind of target that it compares outputs with.
  var target: TargetKind { get }

  /// A class whose places are not compared.
  var ignored: Int? { get }

  /// The same loss for an output whose numbers are such scores.
  ///
  /// - Parameter output: the shape of the output, with the batch axis.
  func reading(_ scores: Scores, _ output: Shape) -> any Loss

  /// How it reads an output that is not logits, and the formula that it then is: `probabilities`,
  /// `−ln p, without a second softmax`; `nil` for logits and for values that are compared as they are.
  var scoreWords: (scores: String, formula: String)? { get }

  /// - Throws: ``ShapeError`` when the output cannot be compared with the target.
  func check(output: Shape, target: Target) throws(ShapeError)

  /// The loss, in nats for cross-entropy.
  func value(_ output: Tensor, _ target: Target) -> Float

  /// The gradient of the loss with respect to the output.
  func gradient(_ output: Tensor, _ target: Target) -> Tensor

  /// The loss in double precision.
  func reference(_ output: ReferenceTensor, _ target: Target) -> Double

  /// The loss as an expression.
  func define(_ output: Tensor, _ target: Target) -> Expression

  /// One number of the gradient as an expression.
  func defineGradient(_ cell: Position, _ output: Tensor, _ target: Target) -> Expression

  /// How far rounding can move each number of the gradient: the bounds of
  /// ``defineGradient(_:_:_:)``.
  func gradientRounding(_ output: Tensor, _ target: Target) -> [Double]
}

extension Loss {
  /// Its name in a model file.
  public var kind: String { Self.grammar.keyword }

  /// None by default.
  public var ignored: Int? { nil }

  /// By default one definition after the other.
  public func gradientRounding(_ output: Tensor, _ target: Target) -> [Double] {
    (0..<output.shape.count).map {
      defineGradient(output.shape.position(at: $0), output, target).roundingBound
    }
  }

  /// By default numbers are compared as they are.
  public func reading(_ scores: Scores, _ output: Shape) -> any Loss { self }

  /// `nil` by default.
  public var scoreWords: (scores: String, formula: String)? { nil }

  /// The values of a target for a loss that compares element by element.
  ///
  /// - Parameter words: what it compares with, for the sentence: `values of 0 to 1`.
  /// - Throws: ``ShapeError`` where classes are given, or the shape is not that of the output.
  func values(
    of target: Target, like output: Shape, _ words: String
  ) throws(ShapeError) -> Tensor {
    guard case .values(let values) = target else {
      throw ShapeError("\(kind) compares with \(words), but classes are given")
    }
    guard values.shape == output, output.count > 0 else {
      throw ShapeError("\(kind) compares \(output) with \(values.shape); the shapes must be equal")
    }
    return values
  }
}

/// What a loss compares outputs with.
public enum TargetKind: Hashable, Sendable {
  /// The index of the correct class.
  case classes
  /// A number from 0 to 1 for every number of the output; a class alone means 1 there and 0
  /// elsewhere.
  case multiLabel
  /// The desired output itself.
  case values

  /// The target that a class for every sample means.
  ///
  /// - Parameter output: the shape of the output, with the batch axis.
  public func target(_ labels: [Int], _ output: Shape) -> Target {
    self == .classes ? .classes(labels) : .oneHot(labels, output)
  }
}

/// The desired output.
public enum Target: Hashable, Sendable {
  /// The index of the correct class for every sample (and place, if there are several).
  case classes([Int])
  /// The desired output itself.
  case values(Tensor)

  /// One-hot values: 1 at the correct class and 0 elsewhere; the class itself, 0 or 1, for samples
  /// of a single number.
  ///
  /// - Parameter shape: the shape of the output, `[batch, classes, …]`.
  public static func oneHot(_ classes: [Int], _ shape: Shape) -> Target {
    var values = Tensor.zeros(shape)
    if shape.sample.count == 1 {
      return .values(Tensor(shape: shape, elements: classes.map { $0 == 0 ? 0 : 1 }))
    }
    for (sample, label) in classes.enumerated() { values[sample * shape.sample.count + label] = 1 }
    return .values(values)
  }
}

extension Target {
  /// The class of every sample, where each has one: as given, or the only 1 among zeros; for
  /// samples of a single number that number.
  ///
  /// - Returns: `nil` where samples have other targets, or the loss compares values.
  package func classes(of output: Shape, _ kind: TargetKind) -> [Int]? {
    switch self {
    case .classes(let classes): return classes.count == output[0] ? classes : nil
    case .values where kind == .values: return nil
    case .values(let values):
      let size = output.sample.count
      let classes = (0..<output[0]).map { sample in
        Self.only(values.elements[sample * size..<(sample + 1) * size])
      }
      return classes.contains(nil) ? nil : classes.compactMap(\.self)
    }
  }

  private static func only(_ wanted: ArraySlice<Float>) -> Int? {
    let ones = wanted.indices.filter { wanted[$0] == 1 }
    guard wanted.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    if wanted.count == 1 { return ones.count }
    return ones.count == 1 ? ones[0] - wanted.startIndex : nil
  }
}

/// A loss that is a sum of parts, or their mean.
protocol ReducedLoss: Loss {
  var reduction: LossReduction { get }

  /// What the sum of the parts is divided by for the mean.
  func meanDivisor(_ output: Shape, _ target: Target) -> Double
}

extension ReducedLoss {
  /// What the sum of the parts is divided by.
  func divisor(_ output: Shape, _ target: Target) -> Double {
    reduction == .sum ? 1 : meanDivisor(output, target)
  }
}

/// Whether a loss is the mean or the sum of its parts.
public enum LossReduction: String, Hashable, Sendable, CaseIterable {
  /// The mean.
  case mean
  /// The sum.
  case sum
}

/// All loss functions.
public enum LossCatalog {
  /// All types of losses.
  public static let all: [any Loss.Type] = [
    CrossEntropy.self, BinaryCrossEntropy.self, SquaredError.self,
  ]

  /// Parses the words of a line, the name first, as a loss.
  ///
  /// - Throws: ``LineError`` when they are no loss.
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
