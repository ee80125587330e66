import CNNEngine
import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// Which numbers of a model are parameters, and parameters that several layers share.
struct ParameterTests {
  /// A step of training after the forward and backward pass.
  private func step(
    _ network: Network, optimizer: any Optimizer = StochasticGradientDescent(rate: 0.1)
  ) -> (execution: Execution, state: ModelState) {
    var state = ModelState(network, optimizer: optimizer, seed: 0)
    let inputs = network.sources.map { source in
      let shape = network.outputShapes(of: source)[0]
      return Tensor(shape: shape, elements: (0..<shape.count).map { Float($0 % 5) / 4 - 0.4 })
    }
    let wanted = network.outputShapes(of: network.output.node)[0]
    let batch = Batch(inputs: inputs, target: .values(.zeros(wanted)))
    let squared = network.replacing(loss: SquaredError())
    var execution = Execution(
      Plan(squared, batchSize: 1), batch: batch, state: state, context: PassContext())
    execution.run(through: .update, state: &state, optimizer: optimizer)
    return (execution, state)
  }

  private static func kernel(_ name: String = "w", channels: Int = 2) -> ProtoTensor {
    let count = channels * channels * 9
    return floats(
      name, [channels, channels, 3, 3], (0..<count).map { Float($0 % 7) / 10 - 0.3 })
  }

  private static let pads = ProtoAttribute.wholes("pads", [1, 1, 1, 1])

  @Test("Single numbers, exponents, divisors and bounds are not parameters and stay as they are")
  func constantsStay() throws {
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 2, 4, 4])], outputs: ["y"],
          constants: [
            Self.kernel(), floats("half", [], [0.5]), floats("two", [1], [2]),
            floats("spread", [2, 1, 1], [1, 2]),
          ],
          node("Conv", ["x", "w"], ["c"], Self.pads), node("Mul", ["c", "half"], ["h"]),
          node("Pow", ["h", "two"], ["p"]), node("Div", ["p", "spread"], ["d"]),
          node("Conv", ["d", "w"], ["y"], Self.pads))
      ).network)
    #expect(network.parameterCount == 36)
    let (execution, state) = step(network)
    for name in ["half", "two", "spread"] {
      let node = try #require(network.node(named: name))
      #expect(execution.parameterGradients(of: node) == [])
      #expect(state.statistics[node] == execution.start.statistics[node])
    }
  }

  @Test(
    "A number for every channel is a parameter behind weights, but not before the first ones",
    arguments: [[2, 1, 1], [1, 2, 1, 1]])
  func layerScale(shape: [Int]) throws {
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 2, 4, 4])], outputs: ["y"],
          constants: [
            Self.kernel(), floats("mean", shape, [0.4, 0.5]), floats("gamma", shape, [0.1, 0.2]),
          ],
          node("Mul", ["x", "mean"], ["m"]), node("Conv", ["m", "w"], ["c"], Self.pads),
          node("Mul", ["c", "gamma"], ["g"]), node("Add", ["g", "x"], ["y"]))
      ).network)
    #expect(network.parameterCount == 38)
    #expect(network.nodes[try #require(network.node(named: "mean"))].layer.text.hasSuffix("fixed"))
  }

  @Test("Arrays behind the last weights, such as anchors, are not parameters")
  func anchorsStay() throws {
    let numbers = (0..<32).map { Float($0) }
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 2, 4, 4])], outputs: ["y"],
          constants: [
            Self.kernel(), floats("grid", [1, 2, 16], numbers),
            floats("anchors", [1, 2, 16], numbers), wholes("shape", [1, 2, 16]),
          ],
          node("Conv", ["x", "w"], ["c"], Self.pads), node("Reshape", ["c", "shape"], ["r"]),
          node("Add", ["r", "grid"], ["a"]), node("Mul", ["a", "anchors"], ["y"]))
      ).network)
    #expect(network.parameterCount == 36)
  }

  /// Two convolutions with one kernel, the second of which reads it through a node.
  private func shared(_ between: ProtoNode..., second: String = "w") throws -> Network {
    var model = model(
      inputs: [value("x", [1, 2, 4, 4])], outputs: ["y"], constants: [Self.kernel()],
      node("Conv", ["x", "w"], ["a"], name: "first", Self.pads))
    model.graph.node += between
    model.graph.node += [
      node("Tanh", ["a"], ["r"]), node("Conv", ["r", second], ["y"], name: "second", Self.pads),
    ]
    return try #require(try imported(model).network)
  }

  @Test("A kernel that two convolutions read is one parameter with the sum of their gradients")
  func sharedKernel() throws {
    for network in [
      try shared(), try shared(node("Identity", ["w"], ["v"]), second: "v"),
    ] {
      #expect(network.parameterCount == 36)
      let (first, second) = (1, try #require(network.node(named: "second")))
      for optimizer: any Optimizer in [StochasticGradientDescent(rate: 0.1), Adam(rate: 0.01)] {
        let (execution, state) = step(network, optimizer: optimizer)
        let parts = execution.parameterGradientParts(.init(first, 0))
        #expect(parts.map(\.use.parameter.node) == [first, second])
        let sum = parts[0].gradient + parts[1].gradient
        #expect(execution.parameterGradients(of: first) == [sum])
        #expect(execution.parameterGradients(of: second) == [sum])
        #expect(state.parameters[first] == state.parameters[second])
        #expect(state.parameters[first] != execution.start.parameters[first])
        #expect(state.slots[first] == state.slots[second])
      }
    }
  }

  @Test("The gradient of a shared kernel is its measured slope")
  func measuredSlope() throws {
    let network = try shared().replacing(loss: SquaredError())
    let (execution, _) = step(network)
    let reference = ReferenceExecution(
      network, batch: execution.batch, state: execution.start, context: PassContext())
    let gradients = try #require(execution.parameterGradients(of: 1))
    for offset in stride(from: 0, to: 36, by: 5) {
      let sample = GradientCheck.sample(
        of: 1, parameter: 0, offset: offset, gradients, reference,
        execution.gradientRounding)
      #expect(try #require(sample.slopes.relativeError) < GradientCheck.tolerance)
    }
  }

  @Test("A matrix and its transposed form are one parameter", arguments: [0, 1])
  func tiedMatrix(transposed: Int64) throws {
    let numbers = (0..<6).map { Float($0) / 10 - 0.2 }
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 3])], outputs: ["y"],
          constants: [floats("w", [3, 2], numbers)],
          node("Gemm", ["x", "w"], ["h"]),
          transposed == 1
            ? node("Gemm", ["h", "w"], ["y"], .whole("transB", 1))
            : node("Transpose", ["w"], ["v"]),
          transposed == 1 ? node("Identity", ["y"], ["z"]) : node("MatMul", ["h", "v"], ["y"]))
      ).network)
    #expect(network.parameterCount == 6)
    let (execution, state) = step(network)
    #expect(state.parameters[1][0] == state.parameters[2][0].transposedMatrix)
    let parts = execution.parameterGradientParts(.init(1, 0))
    #expect(parts.count == 2)
    let sum = parts[0].gradient + parts[1].gradient
    #expect(execution.parameterGradients(of: 1) == [sum])
    #expect(execution.parameterGradients(of: 2) == [sum.transposedMatrix])
  }

  @Test("A table that rows are picked from and a product with it are one parameter")
  func tiedEmbedding() throws {
    let numbers = (0..<12).map { Float($0) / 10 - 0.2 }
    let network = try #require(
      try imported(
        model(
          inputs: [value("x", [1, 2], type: 7)], outputs: ["y"],
          constants: [floats("table", [4, 3], numbers)],
          node("Gather", ["table", "x"], ["e"]), node("Transpose", ["table"], ["t"]),
          node("MatMul", ["e", "t"], ["y"]))
      ).network)
    #expect(network.parameterCount == 12)
    #expect(network.sharesParameters)
  }

  @Test("A shared parameter is saved once, and one array fills all its uses")
  func saving() throws {
    let network = try shared()
    let (_, state) = step(network)
    let arrays = WeightFile.arrays(of: state, network)
    #expect(arrays.map(\.name) == ["first.weight"])
    var other = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    for name in ["first.weight", "second.weight", "w"] {
      _ = try WeightFile("w.npz", arrays: [NamedArray(name, arrays[0].array)])
        .fill(&other, of: network)
      #expect(other.parameters == state.parameters)
    }
  }
}

/// The same against other software.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct ParameterReferenceTests {
  @Test("The gradient of a shared kernel is PyTorch's")
  func gradientOfASharedKernel() throws {
    let folder = ReferenceFolder.path("reports/weight-shared-twice")
    let network = try #require(
      try ImportedModel("\(folder)/model.onnx", title: "model").network
    )
    .replacing(loss: SquaredError())
    let target = try NumericArray.first("\(folder)/target.npy")
    let input = try NumericArray.first("\(folder)/input.npy")
    let expected = try #require(
      try ArrayFile.readAll("\(folder)/expected-gradient.npz").first { $0.name == "w" })
    let optimizer = StochasticGradientDescent(rate: 0.1)
    var state = ModelState(network, optimizer: optimizer, seed: 0)
    var execution = Execution(
      Plan(network, batchSize: 1),
      batch: Batch(inputs: [input], target: .values(target)), state: state,
      context: PassContext())
    execution.run(through: .update, state: &state, optimizer: optimizer)
    let gradient = try #require(execution.parameterGradients(of: 1)?.first)
    for (number, right) in zip(gradient.elements, expected.array.tensor.elements) {
      #expect((number - right).magnitude < 1e-3)
    }
    #expect(network.parameterCount == 81)
  }
}

extension NumericArray {
  /// The only array of a file, as a tensor.
  fileprivate static func first(_ path: String) throws -> Tensor {
    try #require(try ArrayFile.readAll(path).first).array.tensor
  }
}
