/// How the numbers of a type stand for real numbers: `real = (number − zero point) · scale`.
///
/// Source: ONNX operator specification, DequantizeLinear.
public struct Quantization: Hashable, Sendable {
  /// An integer type, or an 8-bit or 4-bit floating-point type.
  public let type: ElementType
  /// The scales, in the order of the grid.
  public let scales: [Float]
  /// The zero points, as many as scales or a single one; whole numbers.
  public let zeroPoints: [Float]
  /// Which cell has which scale.
  public let grid: ScaleGrid

  package init(
    _ type: ElementType, scales: [Float], zeroPoints: [Float] = [0], grid: ScaleGrid = .whole
  ) {
    (self.type, self.scales, self.grid) = (type, scales, grid)
    self.zeroPoints = zeroPoints.isEmpty ? [0] : zeroPoints
  }

  /// The zero point that belongs to a scale.
  func zeroPoint(_ place: Int) -> Float {
    zeroPoints[zeroPoints.count == 1 ? 0 : place]
  }

  /// The real numbers that a tensor stands for.
  ///
  /// - Precondition: ``check(_:)`` does not throw for its shape.
  public func real(_ tensor: Tensor) -> Tensor {
    let places = grid.places(in: tensor.shape)
    var real = tensor
    real.transform { offset, number in
      let place = places.place(of: offset)
      return (number - zeroPoint(place)) * scales[place]
    }
    return real
  }

  /// - Throws: ``ShapeError`` where there are not as many scales and zero points as a tensor of the
  ///   shape needs.
  package func check(_ shape: Shape) throws(ShapeError) {
    let count = try grid.count(for: shape)
    guard scales.count == count else {
      throw ShapeError("\(scales.count) scales do not fit \(shape), which needs \(count)")
    }
    guard zeroPoints.count == 1 || zeroPoints.count == count else {
      throw ShapeError("\(zeroPoints.count) zero points do not fit the \(count) scales")
    }
  }
}

/// Rounding to the type.
extension Quantization {
  /// The smallest and the largest number of the type.
  private var limits: (least: Float, greatest: Float) {
    if let format = type.floatFormat { return (-Float(format.greatest), Float(format.greatest)) }
    return (Float(type.minimum), Float(type.maximum))
  }

  /// The number that stands for a multiple of the scale: rounded to the nearest, ties to even, plus
  /// the zero point, limited to the type. NaN gives the smallest number of an integer type.
  ///
  /// - Parameters:
  ///   - place: the index of the scale.
  ///   - order: whether it is rounded before or after the zero point is added.
  func number(nearest multiple: Float, _ place: Int, _ order: RoundingOrder) -> Float {
    if type.isFloating {
      return Float(type.rounded(Double(multiple), saturates: order != .unlimited))
    }
    let (least, greatest) = limits
    guard !multiple.isNaN else { return least }
    let zeroPoint = zeroPoint(place)
    let rounded =
      order == .zeroPointFirst
      ? (multiple + zeroPoint).rounded(.toNearestOrEven)
      : multiple.rounded(.toNearestOrEven) + zeroPoint
    return min(max(rounded, least), greatest)
  }

  /// Whether a multiple of the scale lies within the type once it is rounded, so that its gradient
  /// passes.
  func contains(_ multiple: Float, _ place: Int) -> Bool {
    let number = multiple + zeroPoint(place)
    let sum = type.isFloating ? number : number.rounded(.toNearestOrEven)
    return sum >= limits.least && sum <= limits.greatest
  }

  /// ``number(nearest:_:_:)`` as an expression.
  func define(_ multiple: Expression, _ place: Int, _ order: RoundingOrder) -> Expression {
    let inside = multiple.value
    if type.isFloating {
      let clips = order != .unlimited && !inside.isNaN
      return .function(.rounding(type), clips ? limited(multiple) : multiple)
    }
    guard !inside.isNaN else { return .constant(Double(limits.least), "NaN") }
    let zeroPoint = Expression.constant(Double(zeroPoint(place)), "zero point")
    let rounded =
      order == .zeroPointFirst
      ? Expression.function(.round, .function(.rounding(.float32), .sum([multiple, zeroPoint])))
      : .sum([.function(.round, multiple), zeroPoint])
    return limited(rounded)
  }

  private func limited(_ number: Expression) -> Expression {
    if let zero = type.floatFormat?.zero, number.value == 0, zero > 0 {
      return .maximum([.constant(zero, "least"), number])
    }
    let (least, greatest) = (Double(limits.least), Double(limits.greatest))
    if number.value > greatest { return .minimum([.constant(greatest, "greatest"), number]) }
    return number.value < least ? .maximum([.constant(least, "least"), number]) : number
  }
}

/// When a quantized number is rounded.
package enum RoundingOrder: Hashable, Sendable {
  /// Before the zero point is added, as the ONNX specification says.
  case roundingFirst
  /// After the zero point was added, as some operators of ONNX Runtime do: a tie then goes to the
  /// even number with the zero point.
  case zeroPointFirst
  /// As ``roundingFirst``, and numbers beyond a floating-point type are not limited to it.
  case unlimited
}

/// A layer whose output stands for real numbers.
public protocol QuantizedOutput: Layer {
  /// How its output stands for real numbers.
  var quantization: Quantization { get }
}

/// The text of a quantization.
extension Quantization {
  static let types = ElementType.allCases.filter { type in
    type.bitWidth <= 16 && type != .bool && type != .float16 && type != .bfloat16
  }

  static let typeArgument = LayerGrammar.Argument(
    "type", .choice(types.map(\.rawValue)), "the type of the numbers")
  static let scaleArgument = LayerGrammar.Argument(
    "scale", .numbers, "what 1 stands for, one number or one for each place (default: 1)")
  static let zeroArgument = LayerGrammar.Argument(
    "zero", .wholes, "the number that stands for 0 (default: 0)")
  static let axisArgument = LayerGrammar.Argument(
    "axis", .axis, "the axis that has one scale for every index")
  static let blockArgument = LayerGrammar.Argument(
    "block", .whole(atLeast: 1), "how many indices of the axis share a scale")

  /// Reads the arguments of a line.
  init(_ line: LayerLine) {
    self.init(
      line.choice("type").flatMap(ElementType.init) ?? .uint8,
      scales: (line.numbers("scale") ?? [1]).map(Float.init),
      zeroPoints: (line.wholes("zero") ?? [0]).map { Float($0) },
      grid: ScaleGrid(axis: line.whole("axis"), block: line.whole("block")))
  }

  /// The text of the arguments that differ from their defaults.
  var words: [String] {
    var words: [String] = []
    if scales != [1] { words += ["scale", scales.numberWords] }
    if zeroPoints != [0] { words += ["zero", zeroPoints.map { Int($0) }.words] }
    return words + grid.words
  }
}

extension ScaleGrid {
  /// The text of the arguments that differ from their defaults.
  var words: [String] {
    var words: [String] = []
    if let axis { words += ["axis", "\(axis)"] }
    if let block { words += ["block", "\(block)"] }
    return words
  }
}

extension [Float] {
  /// The text that is parsed as a list of numbers.
  var numberWords: String { map { "\($0)" }.joined(separator: ",") }
}
