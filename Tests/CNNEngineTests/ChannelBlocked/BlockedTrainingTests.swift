import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// Random images with classes.
private struct RandomSamples: LabeledSamples {
  let images: Tensor
  var count: Int { images.shape[0] }
  func label(of index: Int) -> Int { index * 5 % 10 }
  func inputs(at indices: [Int]) -> Tensor {
    let shape = images.shape.replacing(axis: 0, with: indices.count)
    return Tensor(
      shape: shape, elements: indices.flatMap { images.samples($0..<$0 + 1).elements })
  }
}

@Suite("Training in the channel-blocked layout")
struct BlockedTrainingTests {
  private static let layers = [
    "conv 8 3x3 pad 1", "conv 20 3x3 pad 1\nrelu\nconv 7 3x3 pad 1\nsigmoid",
    """
    conv 40 5x5 stride 2 pad 2 no-bias
    batchnorm
    relu
    conv 33 1x1 no-bias
    batchnorm
    relu6
    conv 33 3x3 stride 2 pad 1 groups 33 no-bias
    batchnorm
    avgpool 3 stride 2 pad 1
    """,
    """
    conv 24 7x7 stride 2 pad 3 no-bias
    batchnorm
    relu
    pool: maxpool 3 stride 2 pad 1
    conv 24 3x3 pad 1 no-bias
    bn: batchnorm
    add from bn, pool
    relu
    x: conv 50 1x1 stride 2
    conv 50 3x3 dilation 2 pad 2
    y: relu
    add from x, y
    """, "conv 16 3x3 stride 3 pad 1\nsigmoid\nconv 17 2x3 stride 2 dilation 2 pad 1\ntanh",
    "conv 16 3x3 pad 1 stride 2\nrelu\ndeconv 12 2 stride 2\nrelu\ndeconv 9 3 stride 2 pad 1",
    "conv 19 3x3 pad 1\nrelu\nconv 19 5x5 pad 2 groups 19\nsilu\nconv 8 3x3\nleaky-relu 0.1",
    "conv 16 3x3 pad 1\na: relu\nb: conv 5 3x3 pad 1\nc: concat from a, b\nd: conv 32 1x1 from a\n"
      + "concat from d, c\nrelu\nconv 5 1x1",
    "a: conv 16 3x3 pad 1\nrelu\nmaxpool 2\nd: deconv 16 2x2 stride 2\nb: conv 16 2x2 from a\n"
      + "concat from b, d\nrelu\nconv 5 3x3",
    "conv 18 3x3 pad 1\na: relu\nb: conv 18 3x3 pad 1\nc: softplus\nconcat from a, c\nconv 5 1x1",
  ]

  @Test(
    "Every number of a step is that of the layers' own passes within rounding",
    arguments: layers, [1, 3, 9])
  func ownPasses(_ layers: String, _ size: Int) throws {
    let run = try StepRun("input 3x17x19\n\(layers)\nflatten\nlinear 5", size: size)
    let plain = run.step(Plan(run.network, batchSize: size, layout: PlainLayout()))
    for level in ProcessorLevel.available {
      let blocked = run.step(
        Plan(run.network, batchSize: size, level: level, isBlocked: true))
      #expect(blocked.execution.plan.isInterleaved)
      let pairs = zip(StepRun.numbers(plain.execution), StepRun.numbers(blocked.execution))
      for (index, (first, second)) in pairs.enumerated() {
        let difference = StepRun.difference(first, second, tolerance: 1e-4)
        #expect(difference == nil, "\(level), tensor \(index): \(difference ?? "")")
      }
      for (first, second) in zip(plain.state.statistics, blocked.state.statistics) {
        for (a, b) in zip(first, second) { #expect(StepRun.difference(a, b) == nil) }
      }
    }
  }

  @Test("So it is for convolutions of any shape", arguments: 0..<40)
  func anyShape(_ seed: Int) throws {
    let random = CounterRandom(seed: 11, stream: .probe, seed, 0)
    func pick(_ index: Int, _ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.uniform(index) * Float(range.count)) % range.count
    }
    let kernel = "\(pick(0, 1...5))x\(pick(1, 1...5))"
    let place = "stride \(pick(2, 1...3)) pad \(pick(3, 0...2)) dilation \(pick(4, 1...2))"
    let text = """
      input \(pick(5, 1...40))x\(pick(6, 11...24))x\(pick(7, 11...24))
      conv \(pick(8, 1...40)) 1x1
      conv \(pick(9, 1...70)) \(kernel) \(place)
      flatten
      linear 3
      """
    let run = try StepRun(text, size: 2)
    let plain = run.step(Plan(run.network, batchSize: 2, layout: PlainLayout()))
    for level in ProcessorLevel.available {
      let blocked = run.step(Plan(run.network, batchSize: 2, level: level, isBlocked: true))
      for (first, second) in zip(
        StepRun.numbers(plain.execution), StepRun.numbers(blocked.execution))
      {
        let difference = StepRun.difference(first, second, tolerance: 1e-4)
        #expect(difference == nil, "\(level): \(difference ?? "")\n\(text)")
      }
    }
  }

  @Test("In evaluation mode running statistics stay as they are")
  func evaluation() throws {
    let text = "input 3x17x19\nconv 20 3x3\nbatchnorm\nrelu\nflatten\nlinear 5"
    let run = try StepRun(text, size: 2, mode: .evaluation)
    let plain = run.step(Plan(run.network, batchSize: 2, layout: PlainLayout()))
    let blocked = run.step(Plan(run.network, batchSize: 2, isBlocked: true))
    #expect(plain.state.statistics == blocked.state.statistics)
  }

  /// More than 20 million multiply-accumulates, so that it is a large network.
  private static let large = """
    input 8x48x48
    conv 32 3x3 pad 1
    batchnorm
    relu
    maxpool 3 stride 2 pad 1
    conv 48 3x3 pad 1
    batchnorm
    a: relu
    conv 48 3x3 pad 1 groups 48
    batchnorm
    relu6
    conv 48 1x1 no-bias
    b: batchnorm
    add from a, b
    relu6
    flatten
    linear 10
    """

  @Test("A step as a whole has the bits of its phases, with any number of threads")
  func sameBits() throws {
    let network = try Network(text: Self.large, title: "large")
    let optimizer = Momentum(rate: 0.05)
    let images = SampleRun.numbers(network.inputSample.batched(5), seed: 2, .normal)
    let samples = RandomSamples(images: images)
    let order = BatchOrder(count: 5, batchSize: 3, seed: 5)
    let begun = ModelState(network, optimizer: optimizer, seed: 1)
    var state = begun
    var losses: [Float?] = []
    for step in 0..<3 {
      let indices = order.samples(of: step)
      var execution = Execution(
        Plan(network, batchSize: indices.count),
        batch: Batch(
          inputs: [samples.inputs(at: indices)], target: .classes(indices.map(samples.label))),
        state: state, context: PassContext(mode: .training, seed: 5, step: step))
      execution.run(through: .update, state: &state, optimizer: optimizer)
      losses.append(execution.loss)
    }
    for threads in [1, 2, 3] {
      WorkerPool.install(threads: threads)
      let trainer = try #require(
        Trainer(
          network, state: begun, optimizer: optimizer, samples: samples, order: order,
          keepsAll: false))
      for step in 0..<3 {
        #expect(trainer.step(step, rate: optimizer.rate)?.loss == losses[step])
      }
      #expect(trainer.state == state)
    }
    WorkerPool.install(threads: WorkerPool.cores)
  }
}
