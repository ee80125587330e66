import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

/// How graphs become networks: structure, names and what is missing.
struct ImportTests {
  @Test("A convolution gets the weights of the file")
  func convolutionWithWeights() throws {
    let model = model(
      inputs: [value("x", [1, 1, 3, 3])], outputs: ["y"],
      constants: [floats("w", [1, 1, 2, 2], [1, 2, 3, 4]), floats("b", [1], [10])],
      node("Conv", ["x", "w", "b"], ["c"], name: "first/conv"), node("Relu", ["c"], ["y"]))
    let network = try #require(try imported(model).network)
    #expect(network.nodes.map(\.name) == ["x", "first_conv", "y"])
    #expect(network.nodes.map(\.layer.text) == ["input 1x3x3", "conv 1 2x2", "relu"])
    #expect(network.valueName(ValueReference(1)) == "c")
    #expect(network.node(named: "c") == 1)
    #expect(network.nodes[1].initialValues?.parameters[0].elements == [1, 2, 3, 4])
    let y = try outputs(of: model, ["x": counting([1, 1, 3, 3])])["y"]
    #expect(y?.tensor.elements == [37, 47, 67, 77])
  }

  @Test("Weights may be inputs")
  func weightsMayBeInputs() throws {
    let model = model(
      inputs: [value("x", [1, 1, 2, 2]), value("w", [1, 1, 1, 1])], outputs: ["y"],
      node("Conv", ["x", "w"], ["y"]))
    let given = ["x": counting([1, 1, 2, 2]), "w": array([1, 1, 1, 1], [3])]
    #expect(try outputs(of: model, given)["y"]?.tensor.elements == [0, 3, 6, 9])
    #expect(try imported(model, given: given).network?.sources.count == 1)
    let alone = try imported(model)
    #expect(alone.missing.map(\.reason) == ["its kernel is not a constant"])
  }

  @Test("Shapes are computed while reading")
  func shapesAreComputedWhileReading() throws {
    let model = model(
      inputs: [value("x", [1, 2, 3])], outputs: ["y"],
      constants: [wholes("zero", [0]), wholes("open", [-1])],
      node("Shape", ["x"], ["s"]), node("Gather", ["s", "zero"], ["batch"], .whole("axis", 0)),
      node("Concat", ["batch", "open"], ["wanted"], .whole("axis", 0)),
      node("Reshape", ["x", "wanted"], ["y"]))
    let network = try #require(try imported(model).network)
    #expect(network.nodes.map(\.name) == ["x", "y"])
    #expect(network.outputShapes(of: 1) == [[1, 6]])
    #expect(network.outputShapes(of: 1, batch: 3) == [[3, 6]])
  }

  @Test("The batch axis may be dynamic")
  func theBatchMayBeOpen() throws {
    let model = model(
      inputs: [value("x", [-1, 1, 2, 2])], outputs: ["y"], node("Relu", ["x"], ["y"]))
    let imported = try imported(model)
    #expect(imported.notes == ["the batch size \"N\" of x is 1"])
    #expect(imported.network?.inputSample == [1, 2, 2])
  }

  @Test("Dynamic extents follow the image")
  func openExtentsAreTheUsers() throws {
    let model = model(
      inputs: [value("x", [-1, 3, -1, -1])], outputs: ["y"], node("Relu", ["x"], ["y"]))
    #expect(
      sentence { _ = try imported(model) }?.hasSuffix(
        "test.onnx: the input \"x\" is N×3×N×N; --input sets its shape, "
          + "as in --input 3x224x224") == true)
    #expect(try imported(model, sample: [3, 5, 7]).network?.inputSample == [3, 5, 7])
  }

  @Test("Fixed extents are the file's")
  func fixedExtentsAreTheFiles() throws {
    let model = model(
      inputs: [value("x", [1, 3, 2, 2])], outputs: ["y"], node("Relu", ["x"], ["y"]))
    #expect(try imported(model).network?.inputSample == [3, 2, 2])
    let given = ["x": NumericArray(Tensor.zeros([1, 5, 2, 2]))]
    #expect(
      sentence { _ = try imported(model, given: given) }?.hasSuffix(
        "the input \"x\" is 1×3×2×2, but the array for it is 1×5×2×2") == true)
  }

  @Test("Statistics of the file are used in training too")
  func statisticsOfTheFileAreUsedInTrainingToo() throws {
    let ones = floats("s", [2], [1, 1])
    let model = model(
      inputs: [value("x", [1, 2])], outputs: ["y"], constants: [ones],
      node("BatchNormalization", ["x", "s", "s", "s", "s"], ["y"]))
    #expect(try imported(model).network?.nodes.last?.layer.text == "batchnorm frozen")
  }

  @Test("An unsupported node is missing with all that depend on it")
  func whatHasNoLayerIsMissingWithAllThatNeedsIt() throws {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y", "z"],
      node("Relu", ["x"], ["z"], name: "kept"), node("Hopfield", ["z"], ["h"], name: "memory"),
      node("Tanh", ["h"], ["y"], name: "last"))
    let imported = try imported(model)
    #expect(imported.network?.nodes.map(\.name) == ["x", "kept"])
    #expect(
      imported.missing == [
        .init(
          name: "memory", kind: "Hopfield", reason: "the operator is not supported",
          isBehindAnother: false),
        .init(name: "last", kind: "Tanh", reason: "it needs memory", isBehindAnother: true),
      ])
    #expect(imported.network?.missing == imported.missing)
    guard case .missing(let reason) = imported.outputs[0].content else {
      Issue.record("y is there")
      return
    }
    #expect(reason == "\"memory\" (Hopfield) is missing, because the operator is not supported")
  }

  @Test("What passes through is a node")
  func whatPassesThroughIsANode() throws {
    let model = model(
      inputs: [value("x", [1, 4])], outputs: ["y"], node("Identity", ["x"], ["y"], name: "same"))
    #expect(try imported(model).network?.nodes.map(\.name) == ["x", "same"])
    #expect(try outputs(of: model, ["x": counting([1, 4])])["y"]?.tensor.elements == [0, 1, 2, 3])
  }

  @Test("Outputs keep their element type")
  func whatIsGivenKeepsItsType() throws {
    let model = model(
      inputs: [value("x", [2, 3])], outputs: ["y"],
      node("ArgMax", ["x"], ["y"], .whole("axis", 1), .whole("keepdims", 0)))
    let y = try outputs(of: model, ["x": array([2, 3], [1, 5, 2, 7, 0, 7])])["y"]
    #expect(y?.elementType == .int64)
    #expect(y?.shape == [2])
    #expect(y?.int64s == [1, 0])
  }

  @Test(
    "A mistake in a model is a sentence",
    arguments: [
      (
        node("Relu", ["none"], ["y"]),
        "\"y\" (Relu): it reads \"none\", which no node produces"
      ),
      (node("Relu", ["y"], ["y"]), "the node \"y\" reads its own output"),
      (
        node("MaxPool", ["x"], ["y"], name: "pool"),
        "\"pool\" (MaxPool): the kernel_shape is missing"
      ),
      (
        node("Softmax", ["x"], ["y"], .whole("axis", 9)),
        "\"y\" (Softmax): axis 9 is out of range for the 4 axes of 1×1×2×2"
      ),
      (
        node("Conv", ["x", "w"], ["y"], .text("auto_pad", "SIDEWAYS")),
        "\"y\" (Conv): unknown auto_pad \"SIDEWAYS\""
      ),
      (
        node("Conv", ["x", "w"], ["y"], .wholes("strides", [0, 1])),
        "\"y\" (Conv): strides of 0 is not from 1 to 1048576"
      ),
      (
        node("Reshape", ["x", "s"], ["y"]),
        "\"y\" (Reshape): 1×1×2×2 has 4 elements, but 3 takes 3"
      ),
      (node("Relu", ["x"], ["x"]), "\"x\" (Relu): it produces \"x\", which already exists"),
    ])
  func mistakes(node: ProtoNode, sentence expected: String) throws {
    let model = model(
      inputs: [value("x", [1, 1, 2, 2])], outputs: ["y"],
      constants: [floats("w", [1, 1, 1, 1], [1]), wholes("s", [3])], node)
    let found = sentence { _ = try imported(model) }
    #expect(found?.hasSuffix("test.onnx: \(expected)") == true, "\(found ?? "accepted")")
  }

  @Test("Broken tensors are refused")
  func brokenTensors() throws {
    func refusal(_ tensor: ProtoTensor) -> String? {
      let model = model(
        inputs: [value("x", [1, 4])], outputs: ["y"], constants: [tensor],
        node("Add", ["x", "w"], ["y"]))
      return sentence { _ = try imported(model) }.map { String($0.drop { $0 != ":" }.dropFirst()) }
    }
    #expect(
      refusal(floats("w", [4], [1, 2]))
        == "w: an array of 4 float32 numbers takes 16 bytes, but there are 8 bytes")
    #expect(refusal(floats("w", [-1], [1])) == "w: an extent of -1 is negative")
    #expect(
      refusal(floats("w", [1 << 40, 1 << 40], []))
        == "w: an array of 1099511627776×1099511627776 float32 numbers is too large")
  }

  @Test(
    "Other bytes are refused",
    arguments: [[], [8], [8, 7, 58, 200], Array("not a model".utf8), [8, 8, 0x3A, 0]] as [[UInt8]])
  func otherBytes(bytes: [UInt8]) throws {
    try withFolder { folder in
      let path = "\(folder)/test.onnx"
      try FileContent.write(bytes, to: path)
      let found = sentence { _ = try ImportedModel(path, title: "test") }
      #expect(found?.hasPrefix("\(path): an ONNX model is expected, but ") == true)
    }
  }
}
