import CNNModel
import Testing

/// Quantized numbers by hand.
@Suite struct QuantizationTests {
  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(Substring(line)))
  }

  private func output(_ line: String, _ inputs: [Float]...) throws -> [Float] {
    let tensors = inputs.map { Tensor(shape: [1, $0.count], elements: $0) }
    return try layer(line).forward(ForwardPass(inputs: tensors)).outputs[0].elements
  }

  @Test("Ties go to the even integer before the zero point is added, or after")
  func ties() throws {
    let x: [Float] = [0.5, 1.5, -0.5, 2.5, 300, -300, .nan]
    #expect(try output("quantize uint8 zero 3", x) == [3, 5, 3, 5, 255, 0, 0])
    #expect(try output("quantize uint8 zero 3 zero-first", x) == [4, 4, 2, 6, 255, 0, 0])
    #expect(try output("quantize int4", [-9, 7.5, 6.5]) == [-8, 7, 6])
  }

  @Test("The gradient passes as if nothing had been rounded, but not where a number was limited")
  func straightThrough() throws {
    let layer = try layer("quantize int8 scale 0.5")
    let x = Tensor(shape: [1, 3], elements: [1.2, 100, -64])
    let pass = ForwardPass(inputs: [x])
    let gradient = Tensor(shape: [1, 3], elements: [1, 1, 3])
    let gradients = layer.backward(
      BackwardPass(forward: pass, outputs: layer.forward(pass).outputs, gradients: [gradient]))
    #expect(gradients.inputs[0].elements == [2, 0, 6])
  }

  @Test("Scales of blocks along an axis")
  func blocks() throws {
    let y = try output("dequantize int8 scale 1,10,100 axis 1 block 2", [1, 2, 3, 4, 5])
    #expect(y == [1, 2, 30, 40, 500])
    #expect(throws: ShapeError.self) {
      try layer("dequantize int8 scale 1,10 axis 1 block 2").outputShapes(for: [[1, 5]])
    }
  }

  /// The numbers of the example in the ONNX operator specification, DynamicQuantizeLinear.
  @Test("A scale that the numbers determine")
  func dynamic() throws {
    let x = Tensor(shape: [6], elements: [0, 2, -3, -2.5, 1.34, 0.5])
    let outputs = try layer("dynamic-quantize").forward(ForwardPass(inputs: [x])).outputs
    #expect(outputs[0].elements == [153, 255, 0, 26, 221, 179])
    #expect(outputs[1].elements == [0.019_607_844])
    #expect(outputs[2].elements == [153])
  }

  @Test("Sums of products of integers minus their zero points are exact")
  func integerProduct() throws {
    let a = Tensor(shape: [1, 3], elements: [255, 0, 200])
    let b = Tensor(shape: [3, 2], elements: [127, -128, 5, 6, -7, 100])
    let layer = try layer("integer-matmul zero 128 weight-zero 3,-2")
    let pass = ForwardPass(inputs: [a, b])
    // (255−128)(127−3) + (0−128)(5−3) + (200−128)(−7−3)
    #expect(layer.forward(pass).outputs[0].elements == [14772, -9682])
    #expect(
      layer.forward(pass).exactOutputs[0]?.elementType == .int32
        && layer.forward(pass).exactOutputs[0]?.integer(at: 0) == 14772)
    let definition = layer.define(
      .output(0, [0, 0]),
      in: BackwardPass(forward: pass, outputs: [a], gradients: [a]))
    #expect(definition.value == 14772 && definition.terms.count == 12)
  }

  /// By ONNX Runtime 1.31: 0.5·(3 − 1) + 0.25·(6 − 2) = 2, over 0.3, plus 3.
  @Test("Sums and products of quantized numbers")
  func quantizedArithmetic() throws {
    let line = "uint8 scales 0.5,0.25,0.3 zeros 1,2,3"
    #expect(try output("quantized sum \(line)", [3], [6]) == [10])
    #expect(try output("quantized product \(line)", [9], [6]) == [16])
  }

  @Test("Values behind layers that select numbers stand for the same real numbers")
  func realNumbers() throws {
    let network = try Network(
      text: """
        input 1x2x2; q: quantize uint8 scale 0.5 zero 2; m: maxpool 2 from q; f: flatten from m
        d: dequantize uint8 scale 0.5 zero 2 from f; loss squared-error
        """, title: "quantized")
    let node = try #require(network.node(named: "f"))
    let quantization = try #require(Quantization(of: node, in: network))
    #expect(quantization.type == .uint8 && quantization.scales == [0.5])
    #expect(quantization.zeroPoints == [2])
    #expect(quantization.real(Tensor(shape: [1, 1], elements: [7])).elements == [2.5])
    #expect(Quantization(of: network.nodes.count - 1, in: network) == nil)
    #expect(!network.needsExactValues)
    #expect(network.elementType(of: ValueReference(node)) == .float32)
  }
}
