import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Random images with classes.
private struct RandomSamples: LabeledSamples {
  let images: Tensor
  let classes: Int
  var count: Int { images.shape[0] }
  func label(of index: Int) -> Int { index * 5 % classes }
  func inputs(at indices: [Int]) -> Tensor {
    let shape = images.shape.replacing(axis: 0, with: indices.count)
    return Tensor(
      shape: shape, elements: indices.flatMap { images.samples($0..<$0 + 1).elements })
  }
}

@Suite("Whole training steps")
struct TrainerTests {
  private static let text = """
    input 1x8x8
    conv 5 3x3 pad same
    batchnorm
    relu
    maxpool 2
    conv 6 3x3
    tanh
    flatten
    dropout 0.2
    linear 10
    """

  private static func samples(_ network: Network, _ count: Int) -> RandomSamples {
    let shape = network.inputSample.batched(count)
    return RandomSamples(images: SampleRun.numbers(shape, seed: 2, .normal), classes: 10)
  }

  @Test(
    "A step as a whole has the bits of its phases, for every optimizer",
    arguments: StepRun.optimizers, [1, 40])
  func sameBits(_ line: String, _ batchSize: Int) throws {
    let network = try Network(text: Self.text, title: "whole")
    let optimizer = try StepRun.optimizer(line)
    let samples = Self.samples(network, 90)
    let order = BatchOrder(count: 90, batchSize: batchSize, seed: 5)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    let trainer = try #require(
      Trainer(
        network, state: state, optimizer: optimizer, samples: samples, order: order,
        augmentation: Augmentation(shift: 1)))
    for step in 0..<7 {
      let indices = order.samples(of: step)
      let images = Augmentation(shift: 1).apply(
        to: samples.inputs(at: indices), seed: 5, step: step)
      let labels = indices.map(samples.label)
      var execution = Execution(
        Plan(network, batchSize: indices.count),
        batch: Batch(inputs: [images], target: .classes(labels)), state: state,
        context: PassContext(mode: .training, seed: 5, step: step))
      execution.run(through: .update, state: &state, optimizer: optimizer)
      let outcome = try #require(trainer.step(step, rate: optimizer.rate))
      #expect(outcome.loss == execution.loss)
      #expect(outcome.count == indices.count)
    }
    #expect(trainer.state == state)
  }

  @Test(
    "Fusions of a whole step change no bit",
    arguments: [
      "conv 5 3x3\nrelu\nmaxpool 2\nsigmoid", "conv 5 3x3\nrelu6\nmaxpool 2\nrelu",
      "conv 5 3x3\nsigmoid\ntanh\nmaxpool 2", "conv 4 3x3\nleaky-relu 0.1\navgpool 2\ntanh",
      "a: conv 4 3x3\nb: relu\nadd from a, b\nmaxpool 2",
      "a: conv 4 3x3\nb: relu\nc: sigmoid from a\nadd from b, c\nrelu\nmaxpool 2",
      "a: conv 4 3x3\nb: relu\nc: tanh\nconcat from b, c\nrelu\nmaxpool 2",
    ], [1, 20])
  func fusions(_ layers: String, _ size: Int) throws {
    let text = "input 1x12x12\n\(layers)\nflatten\nlinear 10"
    let network = try Network(text: text, title: "fused")
    let optimizer = Momentum(rate: 0.05)
    let samples = Self.samples(network, 60)
    let order = BatchOrder(count: 60, batchSize: size, seed: 5)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    let trainer = try #require(
      Trainer(
        network, state: state, optimizer: optimizer, samples: samples, order: order,
        keepsAll: false))
    for step in 0..<3 {
      let indices = order.samples(of: step)
      var execution = Execution(
        Plan(network, batchSize: size),
        batch: Batch(
          inputs: [samples.inputs(at: indices)], target: .classes(indices.map(samples.label))),
        state: state, context: PassContext(mode: .training, seed: 5, step: step))
      execution.run(through: .update, state: &state, optimizer: optimizer)
      #expect(trainer.step(step, rate: optimizer.rate)?.loss == execution.loss)
    }
    #expect(trainer.state == state)
  }

  /// Images whose numbers the function separates clearly, barely, and not at all.
  private static let contents: [@Sendable (Float) -> Float] = [
    { $0 }, { 1 + $0 * 1e-6 }, { 1 + $0 * 1e-4 }, { $0 * 12 }, { $0 * 400 }, { $0 * 1e30 },
    { $0 > 2 ? .nan : $0 },
  ]

  @Test(
    "A function applied after the maximum gives the bits of one applied before it",
    arguments: contents.indices,
    [
      "sigmoid\nmaxpool 2", "tanh\nmaxpool 2", "sigmoid\nmaxpool 3 stride 1",
      "tanh\nmaxpool 3 pad 1",
    ])
  func afterMaximum(_ content: Int, _ layers: String) throws {
    let network = try Network(
      text: "input 1x10x10\nconv 4 3x3\n\(layers)\nflatten\nlinear 10", title: "after")
    let optimizer = StochasticGradientDescent(rate: 0.1)
    let images = Self.samples(network, 40).images.map(Self.contents[content])
    let samples = RandomSamples(images: images, classes: 10)
    let order = BatchOrder(count: 40, batchSize: 20, seed: 5)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    let trainer = try #require(
      Trainer(
        network, state: state, optimizer: optimizer, samples: samples, order: order,
        keepsAll: false))
    for step in 0..<2 {
      let indices = order.samples(of: step)
      var execution = Execution(
        Plan(network, batchSize: 20),
        batch: Batch(
          inputs: [samples.inputs(at: indices)], target: .classes(indices.map(samples.label))),
        state: state, context: PassContext(mode: .training, seed: 5, step: step))
      execution.run(through: .update, state: &state, optimizer: optimizer)
      let loss = trainer.step(step, rate: optimizer.rate)?.loss
      #expect(loss?.bitPattern == execution.loss?.bitPattern || loss?.isNaN == true)
    }
    let bits = [trainer.state, state].map { state in
      state.parameters.joined().flatMap(\.elements).map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern }
    }
    #expect(bits[0].elementsEqual(bits[1]), "parameters differ")
  }

  @Test("Any number of threads gives the same bits")
  func threads() throws {
    let network = try Network(text: Self.text, title: "threads")
    let optimizer = Momentum(rate: 0.05)
    let start = ModelState(network, optimizer: optimizer, seed: 1)
    var states: [ModelState] = []
    for threads in [1, 2, 4] {
      WorkerPool.install(threads: threads)
      let trainer = try #require(
        Trainer(
          network, state: start, optimizer: optimizer, samples: Self.samples(network, 100),
          order: BatchOrder(count: 100, batchSize: 100, seed: 5)))
      for step in 0..<4 { _ = trainer.step(step, rate: 0.05) }
      states.append(trainer.state)
    }
    WorkerPool.install(threads: WorkerPool.cores)
    #expect(states[0] == states[1] && states[1] == states[2])
    #expect(states[0] != start)
  }

  @Test("A step that nobody waits for any more changes nothing")
  func givenUp() async throws {
    let network = try Network(text: Self.text, title: "given up")
    let optimizer = Momentum(rate: 0.05)
    let start = ModelState(network, optimizer: optimizer, seed: 1)
    let trainer = try #require(
      Trainer(
        network, state: start, optimizer: optimizer, samples: Self.samples(network, 40),
        order: BatchOrder(count: 40, batchSize: 20, seed: 5)))
    let isUnchanged = await withCheckedContinuation { done in
      // A thread of its own, so that the cancellation affects nothing else.
      _ = BackgroundTask(
        {
          let cancellation = CancellationToken()
          cancellation.cancel()
          let isUnchanged = cancellation.run {
            trainer.step(0, rate: 0.05) == nil && trainer.state == start
          }
          done.resume(returning: isUnchanged)
        }, finished: {})
    }
    #expect(isUnchanged)
    #expect(trainer.step(0, rate: 0.05) != nil && trainer.state != start)
  }

  @Test("A copy of a step is a value: it knows what it did, and goes on alike")
  func copies() throws {
    let run = try StepRun(Self.text, size: 24)
    let optimizer = StochasticGradientDescent(rate: 0.1)
    let plan = Plan(run.network, batchSize: 24)
    var state = run.state
    var first = Execution(plan, batch: run.batch, state: state, context: run.context)
    first.run(through: .forward(4), state: &state, optimizer: optimizer)
    var (second, secondState) = (first, state)
    first.run(through: .update, state: &state, optimizer: optimizer)
    #expect(second.output(ValueReference(4)) == first.output(ValueReference(4)))
    #expect(second.output(ValueReference(5)) == nil && second.loss == nil)
    #expect(second.gradient(ValueReference(3)) == nil)
    second.run(through: .update, state: &secondState, optimizer: optimizer)
    #expect(second.loss == first.loss && secondState == state)
    var other = Execution(plan, batch: run.batch, state: state, context: run.context)
    other.run(through: .loss, state: &secondState, optimizer: optimizer)
    #expect(other.loss != first.loss)
    #expect(StepRun.numbers(first) == StepRun.numbers(second))
  }

  @Test("An evaluation counts the same as one sample at a time")
  func evaluation() throws {
    let network = try Network(text: Self.text, title: "evaluation")
    let samples = Self.samples(network, 90)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 3)
    func result(_ batchSize: Int) -> EvaluationResult {
      var evaluation = Evaluation(network, state, on: samples, batchSize: batchSize)
      while !evaluation.isDone { evaluation.advance() }
      return evaluation.result
    }
    let (whole, single) = (result(32), result(1))
    #expect(whole.count == 90 && whole.confusion == single.confusion)
    #expect((whole.loss - single.loss).magnitude < 1e-5)
  }

  @Test(
    "Networks that run image by image count the same as their layers",
    arguments: [
      "input 3x40x40\nconv 40 3x3\nrelu\nconv 40 3x3\nglobal-avgpool\nflatten\nlinear 10",
      "input 1x16 whole\nlinear 10",
    ])
  func singleImages(_ text: String) throws {
    let network = try Network(text: text, title: "large")
    #expect(network.prefersSingleImages)
    let samples = Self.samples(network, 5)
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 3)
    var evaluation = Evaluation(network, state, on: samples)
    while !evaluation.isDone { evaluation.advance() }
    for (index, sample) in evaluation.result.samples.enumerated() {
      var (execution, unchanged) = (
        Execution(
          Plan(network, batchSize: 1, layout: PlainLayout()),
          batch: Batch(
            inputs: [samples.inputs(at: [index])], target: .classes([samples.label(of: index)])),
          state: state, context: PassContext()), state
      )
      execution.run(
        through: .loss, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
      #expect((sample.loss - (execution.loss ?? .nan)).magnitude < 1e-4)
    }
  }
}
