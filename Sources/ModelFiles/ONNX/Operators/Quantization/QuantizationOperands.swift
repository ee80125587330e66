import CNNModel

/// The scale and the zero point of a value of a node, which stand one behind the other among its
/// inputs.
struct QuantizationOperands {
  let scale: Operand
  /// Nil where it is 0.
  let zeroPoint: Operand?

  /// - Parameter index: that of the scale; the zero point is behind it unless said.
  init(_ lowering: Lowering, scale index: Int, zeroPoint: Int? = nil) throws(NodeError) {
    scale = try lowering.input(index)
    self.zeroPoint = lowering.optional(zeroPoint ?? index + 1)
  }

  /// Whether both are known without running the network.
  var isConstant: Bool { scale.known != nil && (zeroPoint == nil || zeroPoint?.known != nil) }

  /// The scales.
  ///
  /// - Throws: where they are computed.
  func scales() throws(NodeError) -> [Float] {
    guard let array = scale.known else { throw .unsupported("its scale is not a constant") }
    return array.tensor.elements
  }

  /// The zero points; 0 where there are none.
  ///
  /// - Throws: where they are computed, or too many for the scales.
  func zeroPoints() throws(NodeError) -> [Int] {
    guard let zeroPoint else { return [0] }
    guard let array = zeroPoint.known else {
      throw .unsupported("its zero point is not a constant")
    }
    return array.integers.map { Attributes.clamped(Int64(clamping: $0)) }
  }

  /// Both, for numbers of a type.
  func quantization(
    _ type: ElementType, grid: ScaleGrid = .whole
  ) throws(NodeError) -> Quantization {
    let zeroPoints = try zeroPoints()
    let isZero = zeroPoints.allSatisfy { $0 == 0 }
    return Quantization(
      type, scales: try scales(), zeroPoints: isZero ? [0] : zeroPoints.map { Float($0) },
      grid: grid)
  }

  /// Both, for a whole value.
  ///
  /// - Throws: where there are several scales or zero points.
  func single(_ type: ElementType) throws(NodeError) -> Quantization {
    let all = try quantization(type)
    guard all.scales.count == 1, all.zeroPoints.count == 1 else {
      throw .unsupported("it has \(all.scales.count) scales where one is supported")
    }
    return all
  }
}

extension Operand {
  /// The array where it is known without running the network.
  var known: NumericArray? { array ?? given }
}
