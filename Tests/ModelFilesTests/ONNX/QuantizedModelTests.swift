import CNNEngine
import CNNModel
import ModelFiles
import Testing

/// Quantized models, with the integers that ONNX Runtime 1.31 gives.
@Suite struct QuantizedModelTests {
  private func scalars(_ scales: [(String, Float)], _ zeros: [(String, Int32, Int32)])
    -> [ProtoTensor]
  {
    scales.map { floats($0.0, [], [$0.1]) }
      + zeros.map { name, type, zero in
        .with { ($0.name, $0.dataType, $0.int32Data) = (name, type, [zero]) }
      }
  }

  private func integers(_ name: String, _ type: Int32, _ extents: [Int64], _ numbers: [Int32])
    -> ProtoTensor
  {
    .with { ($0.name, $0.dims, $0.dataType, $0.int32Data) = (name, extents, type, numbers) }
  }

  /// (Σ (x − 2)·w + 5) · (0.5·0.25/0.5), rounded, plus 1.
  @Test("A convolution of quantized numbers")
  func convolution() throws {
    let model = model(
      inputs: [value("f", [1, 1, 2, 2])], outputs: ["y"],
      constants: scalars(
        [("xs", 0.5), ("ws", 0.25), ("ys", 0.5)], [("xz", 2, 2), ("wz", 3, 0), ("yz", 2, 1)])
        + [integers("w", 3, [1, 1, 2, 2], [1, -2, 3, 4]), integers("b", 6, [1], [5])],
      node("QuantizeLinear", ["f", "xs", "xz"], ["x"]),
      node("QLinearConv", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"], ["y"], name: "conv"))
    let given = ["f": array([1, 1, 2, 2], [0.5, 1, 2, 4])]
    let y = try #require(try outputs(of: model, given)["y"])
    // x is 3, 4, 6, 10: 1·1 + 2·−2 + 4·3 + 8·4 = 41; 46 · 0.25 = 11.5, to even 12.
    #expect(y.elementType == .uint8 && y.int64s == [13])
    let network = try #require(try imported(model).network)
    #expect(network.needsExactValues)
    let node = try #require(network.node(named: "conv"))
    let quantization = try #require(Quantization(of: node, in: network))
    #expect(quantization.scales == [0.5] && quantization.zeroPoints == [1])
  }

  @Test("Integers beyond 2⁵³ go through constants, sums, quotients and comparisons")
  func wideIntegers() throws {
    let large = Int64(9_007_199_254_740_993)
    let model = model(
      inputs: [value("x", [2], type: 7)], outputs: ["sum", "quotient", "more"],
      constants: [wholes("c", [large, 3])],
      node("Add", ["x", "c"], ["sum"]), node("Div", ["sum", "c"], ["quotient"]),
      node("Greater", ["sum", "c"], ["more"]))
    let network = try #require(try imported(model).network)
    let batch = Batch(
      values: [NumericArray(shape: [2], int64s: [1, -10]).value], target: nil, size: 1)
    let values = Execution.outputs(network, batch, of: network.outputs)
    #expect(values[0].integer(at: 0) == Int128(large) + 1)
    #expect((0..<2).map { values[1].integer(at: $0) } == [1, -2])
    #expect((0..<2).map { values[2].integer(at: $0) } == [1, 0])
  }

  @Test("Integers of 4 bits are two in a byte")
  func packedIntegers() throws {
    var packed = ProtoTensor()
    (packed.name, packed.dims, packed.dataType) = ("q", [3], 22)
    packed.rawData = .init([0x71, 0x0F])
    let model = model(
      version: 21, inputs: [value("x", [3])], outputs: ["y"],
      constants: [packed] + scalars([("s", 0.5)], []),
      node("DequantizeLinear", ["q", "s"], ["d"]), node("Add", ["x", "d"], ["y"]))
    let y = try #require(try outputs(of: model, ["x": array([3], [0, 0, 0])])["y"])
    #expect(y.doubles == [0.5, 3.5, -0.5])
  }

  @Test("A computed cast rounds and saturates")
  func casts() throws {
    let model = model(
      version: 19, inputs: [value("x", [3])], outputs: ["y", "z", "h"],
      node("Cast", ["x"], ["y"], .whole("to", 17)),
      node("Cast", ["x"], ["z"], .whole("to", 17), .whole("saturate", 0)),
      node("Cast", ["x"], ["h"], .whole("to", 10)))
    let given = ["x": array([3], [1.06, -1000, 0.1])]
    let outputs = try outputs(of: model, given)
    #expect(outputs["y"]?.doubles == [1, -448, 0.1015625])
    #expect(outputs["z"]?.doubles[1].isNaN == true)
    #expect(outputs["h"]?.doubles[2] == Double(Float16(0.1)))
  }

  @Test("A quotient of constant integers by 0 is refused")
  func divisionByZero() throws {
    let model = model(
      inputs: [value("x", [1])], outputs: ["y"], constants: [wholes("a", [1]), wholes("b", [0])],
      node("Div", ["a", "b"], ["q"]), node("Add", ["x", "q"], ["y"]))
    let error = #expect(throws: FileError.self) { try imported(model) }
    #expect(error?.reason.hasSuffix("an integer is divided by 0") == true)
  }
}
