import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Edges that carry integers and booleans.
@Suite struct ExactValueTests {
  /// 2²⁴ + 1 and its neighbors are no 32-bit floats.
  private static let large: [Int128] = [16_777_217, -16_777_219, 7, 0, 33_554_435, 1]

  private static func integers(_ shape: Shape, _ type: ElementType = .int64) -> Value {
    .integers(IntegerTensor(shape: shape, elementType: type, wrapping: large))
  }

  private static func network() throws -> Network {
    try Network(
      title: "exact",
      nodes: [
        Network.Node("ids", Input(sample: [2, 3]), inputs: [], outputTypes: [.int64]),
        Network.Node("turned", Transpose(order: [0, 2, 1]), inputs: [ValueReference(0)]),
        Network.Node("times", IntegerMultiple(3), inputs: [ValueReference(1)]),
        Network.Node("flat", Flatten(), inputs: [ValueReference(2)]),
      ], loss: SquaredError())
  }

  @Test("Integers beyond 2²⁴ go through a plan without rounding")
  func exactThroughAPlan() throws {
    let network = try Self.network()
    let batch = Batch(values: [Self.integers([1, 2, 3])], target: nil)
    let execution = Execution.forward(network, batch)
    let output = try #require(execution.value(network.output))
    #expect(output.elementType == .int64)
    let wanted: [Int128] = [50_331_651, 0, -50_331_657, 100_663_305, 21, 3]
    #expect((0..<6).map { output.integer(at: $0) } == wanted)
    #expect(execution.output(network.output)?.elements == wanted.map { Float($0) })
  }

  @Test("A definition says the integer itself")
  func exactDefinition() throws {
    let network = try Self.network()
    let batch = Batch(values: [Self.integers([1, 2, 3])], target: nil)
    let pass = Execution.forward(network, batch).forwardPass(of: 2)
    let backward = BackwardPass(
      forward: pass, outputs: pass.inputs, gradients: pass.inputs.map(\.zeros))
    let layer = network.nodes[2].layer
    let definition = layer.define(.output(0, [0, 0, 0]), in: backward)
    #expect(definition.value == 50_331_651)
    let moved = network.nodes[1].layer.define(
      .output(0, [0, 0, 0]),
      in: BackwardPass(
        forward: Execution.forward(network, batch).forwardPass(of: 1), outputs: pass.inputs,
        gradients: pass.inputs))
    #expect(moved.value == 16_777_217)
  }

  @Test("A network with an exact layer never runs as floats alone")
  func noInterleavedPlan() throws {
    let network = try Self.network()
    #expect(network.needsExactValues)
    #expect(!Plan(network, batchSize: 1).isInterleaved)
  }

  @Test("Element types are known when the network is made")
  func typesOfEdges() throws {
    let network = try Network(
      text: """
        input 3x4; f: floor; c: compare less from f, input; n: logic not from c
        t: transpose 0,2,1 from n; s: select from c, f, input; a: argmax axis 1 from s
        loss squared-error
        """, title: "types")
    let types = network.nodes.indices.map { network.elementType(of: ValueReference($0)) }
    #expect(types == [.float32, .float32, .bool, .bool, .bool, .float32, .int64])
    #expect(!network.needsExactValues)
    let image = Tensor(shape: [1, 3, 4], elements: (0..<12).map { Float($0) / 4 })
    let execution = Execution.forward(network, Batch(inputs: [image], target: nil))
    let turned = try #require(execution.value(ValueReference(4)))
    #expect(turned.elementType == .bool)
    #expect(turned.tensor == execution.output(ValueReference(4)))
    #expect(execution.value(ValueReference(6))?.elementType == .int64)
  }

  @Test("A layer that takes integers refuses floats in one sentence")
  func refusedTypes() throws {
    let error = #expect(throws: NetworkError.self) {
      try Network(
        title: "t",
        nodes: [
          Network.Node("x", Input(sample: [3]), inputs: []),
          Network.Node("m", IntegerMultiple(2), inputs: [ValueReference(0)]),
        ])
    }
    #expect(
      error?.description
        == "m (integer-multiple 2): integer-multiple takes integers, but what comes before it "
        + "gives float32")
  }

  @Test(
    "Casts truncate and wrap around",
    arguments: [
      (ElementType.int8, [1, -3, 7, 0, 3, 1]), (.uint8, [1, 253, 7, 0, 3, 1]),
      (.uint64, [16_777_217, (1 << 64) - 16_777_219, 7, 0, 33_554_435, 1]),
    ] as [(ElementType, [Int128])])
  func casts(type: ElementType, wanted: [Int128]) {
    let value = Self.integers([6]).cast(to: type)
    #expect((0..<6).map { value.integer(at: $0) } == wanted)
    #expect(value.cast(to: .bool).tensor.elements == [1, 1, 1, 0, 1, 1])
    let floats = Value.floats(Tensor(shape: [3], elements: [-1.9, .nan, 300]))
    #expect((0..<3).map { floats.cast(to: .int64).integer(at: $0) } == [-1, 0, 300])
    #expect((0..<3).map { floats.cast(to: .uint8).integer(at: $0) } == [255, 0, 44])
  }
}
