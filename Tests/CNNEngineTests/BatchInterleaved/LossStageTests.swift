import CNNEngine
import CNNModel
import Testing

/// Losses in the fast plans: infinite logits, and losses without operations of their own.
@Suite struct LossStageTests {
  @Test(
    "Probabilities instead of classes are compared as by the layers' own passes",
    arguments: [1, 17])
  func probabilities(_ size: Int) throws {
    let run = try StepRun("input 1x2x2\nconv 3 1x1", size: size)
    let wanted = Tensor(
      shape: [size, 3, 2, 2], elements: (0..<size * 12).map { Float($0 % 5) / 4 })
    var batch = run.batch
    batch.target = .values(wanted)
    let rule = StochasticGradientDescent(rate: 0.1)
    let ends = [
      Plan(run.network, batchSize: size),
      Plan(run.network, batchSize: size, layout: PlainLayout()),
    ].map { plan in
      var state = run.state
      var execution = Execution(plan, batch: batch, state: state, context: run.context)
      execution.run(through: .update, state: &state, optimizer: rule)
      return (loss: execution.loss, gradient: execution.gradient(ValueReference(1)))
    }
    let losses = try (#require(ends[0].loss), #require(ends[1].loss))
    #expect(abs(losses.0 - losses.1) < 1e-6)
    let gradients = try (#require(ends[0].gradient), #require(ends[1].gradient))
    #expect(StepRun.difference(gradients.0, gradients.1) == nil)
  }

  /// Images that are the logits themselves.
  private struct Logits: LabeledSamples {
    let rows: [[Float]]
    let labels: [Int]
    var count: Int { rows.count }
    func label(of index: Int) -> Int { labels[index] }
    func inputs(at indices: [Int]) -> Tensor {
      Tensor(shape: [indices.count, rows[0].count], elements: indices.flatMap { rows[$0] })
    }
  }

  @Test("A logit of −∞ adds no loss, at every batch size", arguments: [1, 3, 16, 40])
  func minusInfinity(_ size: Int) throws {
    let network = try Network(text: "input 3\nreshape 0,3", title: "logits")
    let row: [Float] = [1, -.infinity, 1]
    let samples = Logits(
      rows: [[Float]](repeating: row, count: size), labels: [Int](repeating: 0, count: size))
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    var execution = Execution(
      Plan(network, batchSize: size),
      batch: Batch(inputs: [samples.inputs(at: Array(0..<size))], target: .classes(samples.labels)),
      state: state, context: PassContext())
    var after = state
    execution.run(through: .loss, state: &after, optimizer: StochasticGradientDescent(rate: 0))
    #expect(((execution.loss ?? .nan) - 0.693_147_2).magnitude < 1e-5)
    var evaluation = Evaluation(network, state, on: samples)
    while !evaluation.isDone { evaluation.advance() }
    #expect((evaluation.result.loss - 0.693_147_2).magnitude < 1e-5)
  }

  @Test(
    "A whole step has the bits of its phases with every loss",
    arguments: [
      "softmax", "log-softmax", "sigmoid", "loss binary-cross-entropy",
      "softmax\nloss cross-entropy sum",
    ], [1, 20])
  func wholeSteps(_ end: String, _ size: Int) throws {
    let network = try Network(text: "input 4\nlinear 3\n\(end)", title: "whole")
    let rows: [[Float]] = (0..<40).map { row in
      (0..<4).map { (column: Int) -> Float in Float((row * 7 + column * 3) % 11) / 5 - 1 }
    }
    let samples = Logits(rows: rows, labels: (0..<40).map { $0 % 3 })
    let optimizer = StochasticGradientDescent(rate: 0.1)
    let order = BatchOrder(count: 40, batchSize: size, seed: 5)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    let trainer = try #require(
      Trainer(network, state: state, optimizer: optimizer, samples: samples, order: order))
    for step in 0..<3 {
      let indices = order.samples(of: step)
      let target = network.loss.target.target(indices.map(samples.label), [size, 3])
      var execution = Execution(
        Plan(network, batchSize: size),
        batch: Batch(inputs: [samples.inputs(at: indices)], target: target), state: state,
        context: PassContext(mode: .training, seed: 5, step: step))
      execution.run(through: .update, state: &state, optimizer: optimizer)
      #expect(trainer.step(step, rate: optimizer.rate)?.loss == execution.loss)
    }
    #expect(trainer.state == state)
  }

  @Test("NaN is for no class in an evaluation and in training")
  func notANumber() throws {
    let network = try Network(text: "input 3\nlinear 3", title: "nan")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    state.parameters[1][1][2] = .nan
    let samples = Logits(
      rows: [[Float]](repeating: [1, 2, 3], count: 20), labels: [Int](repeating: 0, count: 20))
    var evaluation = Evaluation(network, state, on: samples)
    while !evaluation.isDone { evaluation.advance() }
    #expect(evaluation.result.correct == 0 && evaluation.result.unclassified == 20)
    #expect(evaluation.result.mistakes().count == 20)
    let order = BatchOrder(count: 20, batchSize: 20, seed: 0)
    let trainer = try #require(
      Trainer(
        network, state: state, optimizer: StochasticGradientDescent(rate: 0), samples: samples,
        order: order))
    #expect(trainer.step(0, rate: 0)?.correct == 0)
  }
}
