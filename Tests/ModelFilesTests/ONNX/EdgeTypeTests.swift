import CNNEngine
import CNNModel
import ModelFiles
import Testing

/// The element types that a file gives its values are those of the network's edges.
@Suite struct EdgeTypeTests {
  private func type(_ network: Network, _ name: String) throws -> ElementType {
    network.elementType(of: ValueReference(try #require(network.node(named: name))))
  }

  @Test("Casts, comparisons, places and arithmetic have the types of the file")
  func types() throws {
    let model = model(
      inputs: [value("x", [1, 3]), value("ids", [1, 3], type: 6)],
      outputs: ["place", "half", "sum", "chosen"], constants: [wholes("shape", [3])],
      node("ArgMax", ["x"], ["place"], .whole("axis", 1)),
      node("Greater", ["x", "x"], ["more"]), node("Not", ["more"], ["less"]),
      node("Cast", ["x"], ["small"], .whole("to", 3)),
      node("Cast", ["x"], ["half"], .whole("to", 10)),
      node("Add", ["ids", "ids"], ["sum"]), node("Where", ["less", "ids", "sum"], ["chosen"]),
      node("Reshape", ["small", "shape"], ["row"]))
    let network = try #require(try imported(model).network)
    let wanted: [(String, ElementType)] = [
      ("x", .float32), ("ids", .int32), ("place", .int64), ("more", .bool), ("less", .bool),
      ("small", .int8), ("half", .float16), ("sum", .int32), ("chosen", .int32), ("row", .int8),
    ]
    for (name, type) in wanted { #expect(try self.type(network, name) == type, "\(name)") }
    let x = NumericArray(Tensor(shape: [1, 3], elements: [-1.5, 2, 0]))
    let ids = NumericArray(shape: [1, 3], int64s: [4, 5, 6]).cast(to: .int32)
    let given = ["x": x, "ids": ids]
    let outputs = try imported(model).run(given, path: "test", forward: Execution.outputs)
    #expect(outputs.map(\.array.elementType) == [.int64, .float16, .int32, .int32])
    #expect(outputs.map { $0.array.texts(in: 0..<1) } == [["1"], ["-1.5"], ["8"], ["4"]])
  }

  @Test("What only moves integers keeps those beyond 2²⁴")
  func exactRearrangements() throws {
    let model = model(
      inputs: [value("ids", [2, 2], type: 7)], outputs: ["y"],
      constants: [wholes("shape", [4]), wholes("place", [3, 0])],
      node("Transpose", ["ids"], ["turned"], .wholes("perm", [1, 0])),
      node("Reshape", ["turned", "shape"], ["row"]),
      node("Concat", ["row", "row"], ["twice"], .whole("axis", 0)),
      node("Gather", ["twice", "place"], ["y"], .whole("axis", 0)))
    let ids = NumericArray(shape: [2, 2], int64s: [16_777_217, 1, 2, (1 << 53) + 1])
    let y = try #require(try outputs(of: model, ["ids": ids])["y"])
    #expect(y.elementType == .int64)
    #expect(y.texts(in: 0..<2) == ["9007199254740993", "16777217"])
  }

  @Test("Integers that the file computes from shapes and constants are known exactly")
  func knownValues() throws {
    let model = model(
      inputs: [value("x", [1, 3])], outputs: ["y"], constants: [wholes("large", [16_777_217])],
      node("Shape", ["x"], ["shape"]), node("Add", ["large", "large"], ["twice"]),
      node("Relu", ["x"], ["y"]))
    let known = try #require(try imported(model).network?.known)
    let values = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.value) })
    #expect(values["shape"]?.elementType == .int64)
    #expect(values["twice"]?.integer(at: 0) == 33_554_434)
  }
}
