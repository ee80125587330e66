import CNNModel
import ModelFiles
import SwiftProtobuf
import TestSupport
import Testing

/// Nodes that become other nodes while reading: functions, branches and loops.
struct ExpansionTests {
  private static let x = array([1, 4], [1, -2, 3, -4])

  /// What a model with the input `x` gives as `y`.
  private static func result(_ model: ProtoModel) throws -> [Float]? {
    try outputs(of: model, ["x": x])["y"]?.tensor.elements
  }

  // MARK: Functions

  /// `Scale(a) = leaky(a) + a`, where the slope is an attribute of the function.
  private static var scaling: ProtoFunction {
    .with {
      ($0.name, $0.domain, $0.input, $0.output) = ("Scale", "mine", ["a", "unused"], ["r"])
      $0.attributeProto = [.number("slope", 0.5)]
      $0.opsetImport = [.with { $0.version = 18 }]
      $0.node = [
        node("LeakyRelu", ["a"], ["l"], name: "leak", .reference("alpha", to: "slope")),
        node("Add", ["l", "a"], ["r"]),
      ]
    }
  }

  private static func call(
    _ inputs: [String], _ outputs: [String], name: String = "", _ attributes: ProtoAttribute...
  ) -> ProtoNode {
    var call = node("Scale", inputs, outputs, name: name)
    (call.domain, call.attribute) = ("mine", attributes)
    return call
  }

  @Test("The nodes of a function stand in the place of its calls, with their attributes")
  func functions() throws {
    var model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"],
      Self.call(["x"], ["m"], name: "first", .number("slope", 0.25)),
      Self.call(["m"], ["y"], name: "second"))
    model.functions = [Self.scaling]
    let network = try #require(try imported(model).network)
    #expect(network.nodes.map(\.name) == ["x", "first_leak", "first_r", "second_leak", "second_r"])
    #expect(network.valueName(ValueReference(2)) == "m")
    #expect(network.nodes[1].layer.text == "leaky-relu 0.25")
    #expect(network.nodes[3].layer.text == "leaky-relu 0.5")
    #expect(try Self.result(model) == [4, -3.75, 12, -7.5])
  }

  @Test("A function that calls itself is refused")
  func recursion() {
    var function = Self.scaling
    function.node = [Self.call(["a"], ["r"], name: "again")]
    var model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], Self.call(["x"], ["y"], name: "call"))
    model.functions = [function]
    let found = sentence { _ = try imported(model) }
    #expect(
      found?.hasSuffix("\"call/again\" (Scale): the function \"Scale\" calls itself") == true,
      "\(found ?? "accepted")")
  }

  @Test("Functions that double each other end at a bound")
  func doubling() throws {
    var model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], node("F0", ["x"], ["y"], name: "start"))
    model.graph.node[0].domain = "mine"
    model.functions = (0..<30).map { level in
      .with {
        ($0.name, $0.domain, $0.input, $0.output) = ("F\(level)", "mine", ["a"], ["c"])
        $0.node = ["a", "b"].map { input in
          var inner = node(
            level < 29 ? "F\(level + 1)" : "Relu", [input], [input == "a" ? "b" : "c"])
          if level < 29 { inner.domain = "mine" }
          return inner
        }
      }
    }
    let missing = try imported(model).missing
    #expect(missing.contains { $0.reason.hasSuffix("would become more than 20000 nodes") })
  }

  // MARK: Branches

  private static func branching(_ constants: [ProtoTensor], _ before: ProtoNode...) -> ProtoModel {
    let yes = graph(
      outputs: ["t"], constants: [floats("w", [4], [10, 10, 10, 10])],
      node("Add", ["r", "w"], ["t"], name: "sum"))
    let no = graph(outputs: ["r"])
    var model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], constants: constants,
      node("Relu", ["x"], ["r"]))
    model.graph.node += before
    model.graph.node.append(
      node(
        "If", ["c"], ["y"], name: "if", .graph("then_branch", yes), .graph("else_branch", no)))
    return model
  }

  @Test("The branch of a constant condition is taken, and sees the values around it")
  func branches() throws {
    let yes = Self.branching([truth("c", true)])
    #expect(try Self.result(yes) == [11, 10, 13, 10])
    #expect(try imported(yes).network?.nodes.map(\.name) == ["x", "r", "if_w", "if_sum"])
    #expect(try Self.result(Self.branching([truth("c", false)])) == [1, 0, 3, 0])
  }

  @Test("A condition on shapes is decided while reading")
  func conditionOnShapes() throws {
    let model = Self.branching(
      [wholes("four", [4]), wholes("last", [1])], node("Shape", ["x"], ["s"]),
      node("Gather", ["s", "last"], ["n"]), node("Equal", ["n", "four"], ["c"]))
    #expect(try Self.result(model) == [11, 10, 13, 10])
  }

  @Test("A condition that depends on the input leaves the branch out")
  func conditionOnInput() throws {
    let model = Self.branching(
      [floats("zero", [], [0])], node("ReduceSum", ["x"], ["s"], .whole("keepdims", 0)),
      node("Less", ["s", "zero"], ["c"]))
    let missing = try imported(model).missing
    #expect(missing.map(\.name) == ["if"])
    #expect(missing.map(\.reason) == ["its condition depends on the input"])
  }

  // MARK: Loops

  /// `v = 2v + iteration` for a number of runs, with every v stacked as a second output.
  private static func loop(
    _ constants: [ProtoTensor], condition: ProtoNode = node("Identity", ["go"], ["on"])
  ) -> ProtoModel {
    let body = graph(
      inputs: [value("i", [], type: 7), value("go", [], type: 9), value("v", [1, 4])],
      outputs: ["on", "w", "s"], node("Add", ["v", "v"], ["d"]),
      node("Cast", ["i"], ["f"], .whole("to", 1)), node("Add", ["d", "f"], ["w"]),
      node("Identity", ["w"], ["s"]), condition)
    return model(
      inputs: [value("x", [1, 4])], outputs: ["y", "all"], constants: constants,
      node("Loop", ["n", "", "x"], ["y", "all"], name: "loop", .graph("body", body)))
  }

  @Test("A loop with a constant trip count is unrolled, and its outputs are stacked")
  func loops() throws {
    let given = try outputs(of: Self.loop([wholes("n", [2])]), ["x": Self.x])
    #expect(given["y"]?.tensor.elements == [5, -7, 13, -15])
    #expect(given["all"]?.shape == [2, 1, 4])
    #expect(given["all"]?.tensor.elements == [2, -4, 6, -8, 5, -7, 13, -15])
  }

  @Test("A loop ends where its condition does, which is known from the number of the run")
  func endingLoop() throws {
    let condition = node("Less", ["i", "two"], ["on"])
    let given = try outputs(
      of: Self.loop([wholes("n", [100]), wholes("two", [2])], condition: condition),
      ["x": Self.x])
    #expect(given["all"]?.shape == [3, 1, 4])
  }

  @Test("A loop whose condition depends on the input is missing as a whole")
  func loopOnInput() throws {
    let condition = node("ReduceMax", ["v"], ["on"], .whole("keepdims", 0))
    let imported = try imported(Self.loop([wholes("n", [2])], condition: condition))
    #expect(imported.missing.map(\.reason) == ["whether it goes on depends on the input"])
    #expect(imported.network?.nodes.map(\.name) == ["x"])
  }

  @Test("A loop of a million runs is missing")
  func endlessLoop() throws {
    let missing = try imported(Self.loop([wholes("n", [1_000_000])])).missing
    #expect(missing.map(\.name) == ["loop"])
  }

  @Test("A scan goes over the slices of its input, in either direction")
  func scans() throws {
    let body = graph(
      inputs: [value("sum", [1]), value("next", [1])], outputs: ["total", "each"],
      node("Add", ["sum", "next"], ["total"]), node("Identity", ["total"], ["each"]))
    func scan(_ direction: Int64) -> ProtoModel {
      model(
        inputs: [value("x", [1, 4])], outputs: ["end", "y"], constants: [floats("zero", [1], [0])],
        node(
          "Scan", ["zero", "x"], ["end", "y"], name: "scan", .graph("body", body),
          .whole("num_scan_inputs", 1), .wholes("scan_input_axes", [1]),
          .wholes("scan_input_directions", [direction]), .wholes("scan_output_axes", [1])))
    }
    #expect(try Self.result(scan(0)) == [1, -1, 2, -2])
    #expect(try Self.result(scan(1)) == [-4, -1, -3, -2])
  }

  // MARK: Sequences

  @Test("Sequences of known length are put together and taken apart")
  func sequences() throws {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y", "n"],
      constants: [wholes("last", [-1]), wholes("first", [0])],
      node("SplitToSequence", ["x"], ["s"], .whole("axis", 1)),
      node("SequenceAt", ["s", "last"], ["e"]), node("SequenceErase", ["s", "first"], ["t"]),
      node("SequenceInsert", ["t", "e", "first"], ["u"]), node("SequenceLength", ["u"], ["n"]),
      node("ConcatFromSequence", ["u"], ["y"], .whole("axis", 1)))
    #expect(try Self.result(model) == [-4, -2, 3, -4])
    #expect(try outputs(of: model, ["x": Self.x])["n"]?.int64s == [4])
  }

  @Test("An operator on tensors refuses a sequence")
  func sequenceForTensor() {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], node("SequenceConstruct", ["x"], ["s"]),
      node("Relu", ["s"], ["y"]))
    #expect(
      sentence { _ = try imported(model) }?.hasSuffix("\"y\" (Relu): its input 1 is not a tensor")
        == true)
  }

  @Test("Whether an optional value is there is known while reading")
  func optionals() throws {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y", "has", "none"],
      node("Optional", ["x"], ["o"]), node("OptionalHasElement", ["o"], ["has"]),
      node("OptionalHasElement", [], ["none"]), node("OptionalGetElement", ["o"], ["y"]))
    let given = try outputs(of: model, ["x": Self.x])
    #expect(given["has"]?.doubles == [1])
    #expect(given["none"]?.doubles == [0])
    #expect(given["y"]?.tensor.elements == Self.x.tensor.elements)
  }
}
