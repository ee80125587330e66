import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// What a model lacks, and what of it can be computed all the same.
struct AbsenceTests {
  /// A convolution, and an operator of a made-up domain behind it.
  private static var guessing: ProtoModel {
    var last = node("Guess", ["c"], ["y"], name: "guess")
    last.domain = "com.made.up"
    return model(
      inputs: [value("x", [1, 1, 2, 2])], outputs: ["c", "y"],
      constants: [floats("w", [1, 1, 1, 1], [3])], node("Conv", ["x", "w"], ["c"]), last,
      node("Relu", ["y"], ["z"]))
  }

  @Test("What comes before an unknown operator is computed, and the rest is named with the cause")
  func beforeAnUnknownOperator() throws {
    let network = try #require(try imported(Self.guessing).network)
    #expect(network.nodes.map(\.name) == ["x", "c"])
    #expect(network.outputs == [ValueReference(1)])
    #expect(network.hasResult)
    #expect(
      network.unavailable == [
        .init(
          name: "y",
          reason: "\"guess\" (Guess) is missing, because operators of the domain \"com.made.up\" "
            + "are not supported")
      ])
    let batch = Batch(inputs: [counting([1, 1, 2, 2]).tensor], target: nil)
    let values = Execution.outputs(network, batch, of: network.outputs)
    #expect(values[0].tensor.elements == [0, 3, 6, 9])
  }

  @Test("An initializer of a type that is not supported is the cause, not what reads it")
  func unreadableInitializer() throws {
    var tensor = floats("w", [1], [])
    tensor.dataType = 14
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 4])], outputs: ["y"], constants: [tensor],
          node("Add", ["x", "w"], ["a"]), node("Relu", ["a"], ["y"]))
      ).network)
    #expect(!network.hasResult)
    let reason = "the elements of \"w\" are of complex64, which is not supported"
    #expect(network.missing.map(\.isBehindAnother) == [false, true])
    #expect(network.missing[0].reason == reason)
    #expect(network.unavailable.map(\.reason) == ["\"a\" (Add) is missing, because \(reason)"])
  }

  @Test("An output that no node produces is named")
  func outputWithoutNode() throws {
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 4])], outputs: ["y", "none"], node("Relu", ["x"], ["y"]))
      ).network)
    #expect(network.unavailable == [.init(name: "none", reason: "no node produces it")])
  }

  @Test("Nodes may stand in any order")
  func anyOrder() throws {
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 4])], outputs: ["y"], node("Tanh", ["b"], ["y"]),
          node("Relu", ["x"], ["a"]), node("Neg", ["a"], ["b"]))
      ).network)
    #expect(network.nodes.map(\.name) == ["x", "a", "b", "y"])
  }

  @Test("A cycle is one sentence that names its nodes")
  func cycle() throws {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], node("Relu", ["x"], ["y"]),
      node("Add", ["x", "b"], ["a"], name: "first"), node("Neg", ["a"], ["b"], name: "second"))
    let found = sentence { _ = try imported(model) }
    #expect(
      found?.hasSuffix(
        "the nodes \"first\", \"second\" form a cycle: each reads the next, and the last reads the first"
      ) == true)
  }

  @Test("A chain of many nodes is read in time that grows with it")
  func longChain() throws {
    var long = model(inputs: [value("x", [1, 4])], outputs: ["v19999"])
    long.graph.node = (0..<20000).reversed().map { index in
      node("Relu", [index == 0 ? "x" : "v\(index - 1)"], ["v\(index)"])
    }
    #expect(try imported(long).network?.nodes.count == 20001)
  }

  @Test("Values of other floating-point types are said to be computed in float32")
  func otherPrecision() throws {
    let half = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 4], type: 10)], outputs: ["y"], node("Relu", ["x"], ["y"]))
      ).network)
    #expect(
      half.precisionNotes == ["float16 values are computed in float32, without rounding to float16"]
    )
    #expect(NetworkSummary(half).notes == half.precisionNotes)
    let single = try #require(
      try imported(
        model(inputs: [value("x", [1, 4])], outputs: ["y"], node("Relu", ["x"], ["y"]))
      ).network)
    #expect(single.precisionNotes.isEmpty)
  }

  @Test("A node is found by its name in the file")
  func namesOfTheFile() throws {
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 4])], outputs: ["y"],
          node("Relu", ["x"], ["y"], name: "/block/act:0"))
      ).network)
    #expect(network.nodes[1].name == "_block_act_0")
    #expect(network.node(named: "/block/act:0") == 1)
  }
}
