/// A layer that can be written as operators of ONNX.
///
/// Source: the operator specification of ONNX, operator set 21.
public protocol ONNXExportable {
  /// The layer as operators.
  ///
  /// - Parameter shapes: of its inputs, for a batch of 1.
  func operators(_ shapes: [Shape]) -> OperatorExpression
}

/// What an operator of ONNX reads: the layer's inputs and parameters, constants, and other operators.
public indirect enum OperatorExpression: Hashable, Sendable {
  /// An input of the layer, cast to a type if it has another one.
  case typedInput(Int, ElementType)
  /// An input of the layer. A layer that gives floats reads integers and booleans as such.
  case input(Int)
  /// A parameter of the layer.
  case parameter(Int)
  /// A running statistic of the layer.
  case statistic(Int)
  /// A single number.
  case number(Float)
  /// An array of numbers.
  case tensor(Tensor)
  /// A list of 64-bit integers, under a shape of its own unless that is one axis.
  case integers([Int], Shape? = nil)
  /// An optional input that is left out.
  case absent
  /// The outputs of an operator, of which others read the first.
  case call(OperatorCall)

  /// An operator over the layer's first input, unless it reads other things.
  static func call(
    _ kind: String, _ arguments: [OperatorExpression] = [.input(0)],
    _ attributes: [String: OperatorAttribute] = [:], outputs: Int = 1,
    result: ElementType? = nil, typedBy: Int = 0
  ) -> OperatorExpression {
    .call(
      OperatorCall(
        kind: kind, arguments: arguments, attributes: attributes, outputs: outputs,
        result: result, typedBy: typedBy))
  }
}

/// An operator of ONNX with what it reads and its attributes.
public struct OperatorCall: Hashable, Sendable {
  /// The name in the specification, such as `Conv`.
  public let kind: String
  /// What it reads.
  public let arguments: [OperatorExpression]
  /// The attributes that differ from their defaults, by name.
  public let attributes: [String: OperatorAttribute]
  /// The number of its outputs.
  public let outputs: Int
  /// The type of the first output; `nil` for that of an argument.
  public let result: ElementType?
  /// The argument whose type the first output has.
  public let typedBy: Int
}

/// The value of an attribute of an operator.
public enum OperatorAttribute: Hashable, Sendable {
  /// An integer; a boolean as 0 or 1.
  case integer(Int)
  /// A list of integers.
  case integers([Int])
  /// A number.
  case number(Double)
  /// A word.
  case word(String)

  static func flag(_ value: Bool) -> OperatorAttribute { .integer(value ? 1 : 0) }
}
