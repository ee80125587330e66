import CNNModel
import LayerSamples
import Testing

/// Updates equal their definitions.
@Suite struct OptimizerTests {
  static let lines = [
    "sgd", "sgd lr 0.3 weight-decay 0.1", "momentum", "momentum lr 0.2 momentum 0.5",
    "momentum lr 0.2 weight-decay 0.01 momentum 0.8", "nesterov lr 0.1",
    "nesterov weight-decay 0.02 momentum 0.7", "adam", "adam lr 0.01 weight-decay 0.1", "adamw",
    "adamw lr 0.02 weight-decay 0.3",
  ]

  private func optimizer(_ line: String) throws -> any Optimizer {
    try OptimizerCatalog.optimizer(Word.split(Substring(line)))
  }

  @Test("Every optimizer has a sample")
  func everyOptimizerIsSampled() throws {
    let sampled = try Set(Self.lines.map { try optimizer($0).kind })
    #expect(sampled == Set(OptimizerCatalog.all.map { $0.grammar.keyword }))
  }

  @Test("Updates equal their definitions", arguments: lines)
  func updatesAreTheirDefinitions(line: String) throws {
    let optimizer = try optimizer(line)
    let shape: Shape = [3, 5]
    var parameter = SampleRun.numbers(shape, seed: 51, .normal)
    var slots = optimizer.slots.map { _ in Tensor.zeros(shape) }
    for step in 1...12 {
      let gradient = SampleRun.numbers(shape, seed: 60 + UInt64(step), .normal)
      let (before, slotsBefore) = (parameter, slots)
      optimizer.update(&parameter, gradient: gradient, slots: &slots, step: step)
      #expect(parameter != before)
      for offset in 0..<shape.count {
        let definition = optimizer.define(
          shape.position(at: offset), parameter: before, gradient: gradient, slots: slotsBefore,
          step: step)
        let isEqual = definition.equalsWithinRounding(parameter[offset])
        let (value, bound) = (definition.value, definition.roundingBound)
        #expect(isEqual, "step \(step), \(offset): \(parameter[offset]), not \(value)")
        #expect(bound < 1e-4 * max(1, value.magnitude))
      }
    }
  }

  @Test("Text reads back", arguments: lines)
  func textReadsBack(line: String) throws {
    let first = try optimizer(line)
    let again = try optimizer(first.text)
    #expect(again.text == first.text)
    let shape: Shape = [4]
    let gradient = SampleRun.numbers(shape, seed: 3, .normal)
    var states = [first, again].map { _ in SampleRun.numbers(shape, seed: 4, .normal) }
    for (index, optimizer) in [first, again].enumerated() {
      var slots = optimizer.slots.map { _ in Tensor.zeros(shape) }
      optimizer.update(&states[index], gradient: gradient, slots: &slots, step: 1)
    }
    #expect(states[0] == states[1])
  }

  @Test("One step of every optimizer, computed by hand")
  func oneStepByHand() throws {
    func step(_ line: String, _ slots: [Float] = []) throws -> Float {
      var parameter = Tensor(shape: [1], elements: [2])
      var slots = slots.map { Tensor(shape: [1], elements: [$0]) }
      try optimizer(line).update(
        &parameter, gradient: Tensor(shape: [1], elements: [0.5]), slots: &slots, step: 1)
      return parameter[0]
    }
    #expect(try step("sgd lr 0.5") == 1.75)
    #expect(try step("sgd lr 0.5 weight-decay 0.25") == 1.5)
    #expect(try step("momentum lr 0.5 momentum 0.5", [1]) == 1.5)
    #expect(try step("nesterov lr 0.5 momentum 0.5", [1]) == 1.5)
    #expect(try (step("adam lr 0.25", [0, 0]) - 1.75).magnitude < 1e-6)
    #expect(try (step("adamw lr 0.25 weight-decay 1", [0, 0]) - 1.25).magnitude < 1e-6)
  }

  @Test(
    "A mistake in a line is a sentence",
    arguments: [
      ("sdg", "there is no optimizer \"sdg\"; did you mean \"sgd\"?"),
      ("sgd lr -1", "lr needs a number of at least 0, not -1.0"),
      ("sgd lr nan", "lr needs a number, not \"nan\""),
      ("adam momentum 0.9", "adam has no word \"momentum\"; it takes lr, weight-decay"),
      ("sgd lr 1 lr 2", "lr is given twice"),
    ])
  func mistakes(line: String, sentence: String) {
    let error = #expect(throws: LineError.self) { try optimizer(line) }
    #expect(error?.description == sentence)
  }
}
