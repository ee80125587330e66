import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Steps in the batch-interleaved layout and with the single-sample kernels, compared with the same
/// step through the layers' own passes.
@Suite("Batch-interleaved steps")
struct InterleavedTests {
  @Test(
    "Every layer computes what its own passes compute, at every level of the processor",
    arguments: LayerSample.all.filter(\.isInner), [1, 2, 17])
  func layers(_ sample: LayerSample, _ size: Int) throws {
    guard try sample.hasBatch else { return }
    let run = try StepRun(Self.text(sample), size: size, content: sample.content)
    guard run.network.takesBatches else { return }
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    for level in ProcessorLevel.available {
      let plan = Plan(run.network, batchSize: size, level: level)
      let interleaved = run.step(plan)
      let numbers = zip(StepRun.numbers(plain.execution), StepRun.numbers(interleaved.execution))
      for (index, (expected, found)) in numbers.enumerated() {
        let difference = StepRun.difference(expected, found)
        #expect(difference == nil, "\(level), tensor \(index)")
      }
      for (expected, found) in zip(
        plain.state.statistics.joined(), interleaved.state.statistics.joined())
      { #expect(StepRun.difference(expected, found) == nil) }
    }
  }

  /// A model file for the layer, with additional layers before it if it has several inputs.
  private static func text(_ sample: LayerSample) -> String {
    let input = "input \(sample.inputs[0].sample.plain)"
    let sides = sample.inputs.indices.dropFirst()
    let names = ["input"] + sides.map { "side\($0)" }
    let branches = sides.map { "side\($0): leaky-relu 0.\($0) from input" }
    let from = sides.isEmpty ? "" : " from \(names.joined(separator: ", "))"
    let lines = [input] + branches + ["\(sample.line)\(from)", "loss squared-error"]
    return lines.joined(separator: "\n")
  }

  @Test(
    "Any window, any batch",
    arguments: [
      "conv 3 2x2", "conv 7 3x3 pad same", "conv 2 3x2 stride 2x1 pad 1", "conv 5 3x3 dilation 2",
      "conv 4 3x3 pad 1 groups 2", "conv 2 5x5 pad 2 pad-with reflect",
      "conv 13 1x1", "conv 9 7x6", "deconv 3 3x3 stride 2", "deconv 4 2x2 groups 2",
      "deconv 2 3x3 stride 3 pad 1", "conv 2 3x2 stride 3", "avgpool 2", "global-avgpool",
      "maxpool 3 stride 2 pad 1 ceil", "avgpool 2 stride 1 pad 1 exclude-pad",
    ], [1, 3, 8, 16, 17, 63, 64, 100])
  func windows(_ line: String, _ size: Int) throws {
    let run = try StepRun(
      "input 2x7x6\n\(line)\nsigmoid\nflatten\nlinear 11\nloss cross-entropy smoothing 0.1",
      size: size)
    let plan = Plan(run.network, batchSize: size)
    #expect(plan.isInterleaved)
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    let interleaved = run.step(plan)
    let (loss, expected) = (interleaved.execution.loss ?? .nan, plain.execution.loss ?? .nan)
    #expect((loss - expected).magnitude <= 1e-5)
    for (expected, found) in zip(
      StepRun.numbers(plain.execution), StepRun.numbers(interleaved.execution))
    {
      let difference = StepRun.difference(expected, found)
      #expect(difference == nil)
    }
  }

  @Test(
    "Many channels through 1×1 kernels", arguments: ["conv 20 1x1", "deconv 20 1x1"],
    [1, 16, 20])
  func pointwise(_ line: String, _ size: Int) throws {
    let run = try StepRun(
      "input 2x7x5\nconv 18 2x2\n\(line)\nrelu\nconv 17 1x1\nglobal-avgpool\nflatten\nlinear 4",
      size: size)
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    for level in ProcessorLevel.available {
      let interleaved = run.step(Plan(run.network, batchSize: size, level: level))
      for (expected, found) in zip(
        StepRun.numbers(plain.execution), StepRun.numbers(interleaved.execution))
      { #expect(StepRun.difference(expected, found) == nil, "\(level)") }
    }
  }

  @Test(
    "Layers that differ between training and inference", arguments: ["batchnorm", "dropout 0.3"],
    [1, 20])
  func running(_ line: String, _ size: Int) throws {
    let run = try StepRun(
      "input 2x5x5\nconv 3 2x2\n\(line)\nrelu\nflatten\nlinear 4", size: size, mode: .evaluation)
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    let interleaved = run.step(Plan(run.network, batchSize: size))
    for (expected, found) in zip(
      StepRun.numbers(plain.execution), StepRun.numbers(interleaved.execution))
    { #expect(StepRun.difference(expected, found) == nil) }
    #expect(plain.state.statistics == interleaved.state.statistics)
  }

  @Test(
    "Element-wise functions have the bits of their scalar forms",
    arguments: ["sigmoid", "tanh", "silu"])
  func functions(_ line: String) throws {
    let special: [Float] = [
      0, -0.0, 1e-30, 0.624_99, 0.625, 9.1, 9.2, 88.7, 88.8, 103.9, 104, 1e9, .infinity, .nan,
    ]
    let numbers = special + special.map { -$0 } + (0..<996).map { Float($0 - 498) * 0.2137 }
    let network = try Network(text: "input 64\n\(line)\nloss squared-error", title: "functions")
    let images = Tensor(shape: [16, 64], elements: numbers)
    let batch = Batch(inputs: [images], target: nil)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    func output(_ plan: Plan) -> Tensor? {
      var after = state
      var execution = Execution(plan, batch: batch, state: state, context: PassContext())
      execution.run(
        .forward(1), state: &after, optimizer: StochasticGradientDescent(rate: 0))
      return execution.output(ValueReference(1))
    }
    let plain = try #require(output(Plan(network, batchSize: 16, layout: PlainLayout())))
    for level in ProcessorLevel.available {
      let interleaved = try #require(output(Plan(network, batchSize: 16, level: level)))
      for (a, b) in zip(plain.elements, interleaved.elements) {
        #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN), "\(level)")
      }
    }
  }

  @Test(
    "Of equal cells only the first in reading order receives the gradient",
    arguments: ["maxpool 3 stride 2", "maxpool 2"], [1, 20])
  func ties(_ line: String, _ size: Int) throws {
    let run = try StepRun(
      "input 2x6x20\n\(line)\nloss squared-error", size: size, content: .ties)
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    let interleaved = run.step(Plan(run.network, batchSize: size))
    let value = ValueReference(0)
    #expect(plain.execution.gradient(value) == interleaved.execution.gradient(value))
  }
}
