import CNNModel
import Testing

/// Other formulas of losses and of optimizers' steps, by hand.
@Suite struct LossAlternativeTests {
  private func alternative(
    _ rule: String, of loss: any Loss, _ x: Tensor, _ target: Target
  ) throws -> LossAlternative {
    try #require(
      loss.alternatives(for: x.shape, target).first { $0.rule == rule }, "\(rule)")
  }

  private func isNear(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { ($0 - $1).magnitude < 1e-5 }
  }

  /// Two samples with equal logits: p = ½, and ln 2 each.
  private let logits = Tensor(shape: [2, 2], elements: [0, 0, 0, 0])
  private let labels = Target.classes([0, 1])

  @Test("Every rule of a loss has a name of its own")
  func names() {
    let values = Target.values(Tensor(shape: [2, 2], elements: [0, 1, 0.5, 0]))
    let losses: [(any Loss, Target)] = [
      (CrossEntropy(), labels), (SquaredError(), values), (BinaryCrossEntropy(), values),
      (CrossEntropy().reading(.probabilities(axis: 1), [2, 2]), labels),
      (BinaryCrossEntropy().reading(.independentProbabilities, [2, 2]), values),
    ]
    for (loss, target) in losses {
      let rules = loss.alternatives(for: [2, 2], target).map(\.rule)
      #expect(Set(rules).count == rules.count && rules.count > 20, "\(loss.text)")
    }
  }

  @Test(
    "The values of other cross-entropies",
    arguments: [
      ("sum-for-mean", 2 * 0.693_147_2), ("base-2", 1), ("mean-over-all", 0.346_573_6),
      ("logarithm-forgotten", -0.5), ("all-classes", 2 * 0.693_147_2),
      ("squared-differences", 0.5), ("entropy", 0.693_147_2),
    ] as [(String, Float)])
  func values(rule: String, value: Float) throws {
    let changed = try alternative(rule, of: CrossEntropy(), logits, labels)
    #expect(changed.values(logits).contains { ($0 - value).magnitude < 1e-5 })
  }

  @Test(
    "The gradients of other cross-entropies",
    arguments: [
      ("slope-probability-only", [0.25, 0.25, 0.25, 0.25]),
      ("slope-slope-again", [-0.0625, 0.0625, 0.0625, -0.0625]),
      ("slope-target-only", [-0.5, 0, 0, -0.5]), ("negated", [0.25, -0.25, -0.25, 0.25]),
      ("slope-wanted-class-only", [-0.25, 0, 0, -0.25]),
      ("labels-of-next", [0.25, -0.25, -0.25, 0.25]),
      ("last-sample", [0, 0, 0.25, -0.25]),
      ("base-2", [-0.360_673_8, 0.360_673_8, 0.360_673_8, -0.360_673_8]),
      ("slope-diagonal-only", [-0.25, 0, 0, -0.25]),
    ] as [(String, [Float])])
  func gradients(rule: String, gradient: [Float]) throws {
    let changed = try alternative(rule, of: CrossEntropy(), logits, labels)
    #expect(changed.gradients(logits).contains { isNear($0.elements, gradient) })
  }

  @Test(
    "Other squared errors",
    arguments: [
      ("half-squares", 1.25, [0.5, -1]), ("absolute", 1.5, [0.5, -0.5]),
      ("sum-for-mean", 5, [2, -4]), ("root", 1.581_138_8, [0.316_227_8, -0.632_455_5]),
      ("target-forgotten", 2.5, [2, 1]),
    ] as [(String, Float, [Float])])
  func squares(rule: String, value: Float, gradient: [Float]) throws {
    let x = Tensor(shape: [1, 2], elements: [2, 1])
    let target = Target.values(Tensor(shape: [1, 2], elements: [1, 3]))
    let changed = try alternative(rule, of: SquaredError(), x, target)
    #expect(changed.values(x).contains { ($0 - value).magnitude < 1e-5 })
    #expect(changed.gradients(x).contains { isNear($0.elements, gradient) })
  }

  @Test(
    "Other binary cross-entropies",
    arguments: [
      ("wanted-only", 0.346_573_6, [-0.25, 0]), ("unwanted-only", 0.346_573_6, [0, 0.25]),
      ("base-2", 1, [-0.360_673_8, 0.360_673_8]),
      ("targets-exchanged", 0.693_147_2, [0.25, -0.25]),
    ] as [(String, Float, [Float])])
  func binary(rule: String, value: Float, gradient: [Float]) throws {
    let x = Tensor(shape: [1, 2], elements: [0, 0])
    let target = Target.values(Tensor(shape: [1, 2], elements: [1, 0]))
    let changed = try alternative(rule, of: BinaryCrossEntropy(), x, target)
    #expect(changed.values(x).contains { ($0 - value).magnitude < 1e-5 })
    #expect(changed.gradients(x).contains { isNear($0.elements, gradient) })
  }

  @Test("A naive softmax overflows, and a clipped one does not reach the loss of a hopeless class")
  func extremes() throws {
    let x = Tensor(shape: [1, 2], elements: [200, 0])
    let target = Target.classes([1])
    #expect(CrossEntropy().value(x, target) == 200)
    let naive = try alternative("overflow", of: CrossEntropy(), x, target)
    #expect(naive.values(x).contains { !$0.isFinite })
    let clipped = try alternative("clipped", of: CrossEntropy(), x, target)
    #expect(clipped.values(x).contains { ($0 - 27.631_021).magnitude < 1e-4 })
  }
}

/// Other steps of the optimizers, by hand.
@Suite struct UpdateAlternativeTests {
  private func step(
    _ line: String, _ rule: String, slots: [Float], step: Int = 1
  ) throws -> (Float, [Float]) {
    let optimizer = try OptimizerCatalog.optimizer(Word.split(line[...]))
    let alternatives = optimizer.alternatives(step: step)
    #expect(Set(alternatives.map(\.rule)).count == alternatives.count)
    let change = try #require(alternatives.first { $0.rule == rule }, "\(rule)")
    let one = { (number: Float) in Tensor(shape: [1], elements: [number]) }
    let after = change.apply(one(1), one(0.5), slots.map(one))
    return (after.parameter[0], after.slots.map { $0[0] })
  }

  @Test(
    "One step from 1 with the gradient 0.5",
    arguments: [
      ("sgd lr 0.5", "ascent", [], 1.25, []), ("sgd lr 0.5", "rate-forgotten", [], 0.5, []),
      ("sgd lr 0.5 weight-decay 0.25", "weight-decay-forgotten", [], 0.75, []),
      ("sgd lr 0.5 weight-decay 0.25", "weight-decay-without-rate", [], 0.5, []),
      ("momentum lr 0.5 momentum 0.5", "dampened", [2], 0.375, [1.25]),
      ("momentum lr 0.5 momentum 0.5", "velocity-with-negative-rate", [2], 1.75, [0.75]),
      ("momentum lr 0.5 momentum 0.5", "nesterov", [2], 0.375, [1.5]),
      ("nesterov lr 0.5 momentum 0.5", "plain-momentum", [2], 0.25, [1.5]),
      ("adam lr 0.5", "not-divided", [0, 0], 0.75, [0.05, 0.000_25]),
      ("adam lr 0.5", "gradient-not-squared", [0, 0], 0.646_446_6, [0.05, 0.0005]),
      ("adam lr 0.5", "mean-correction-forgotten", [0, 0], 0.95, [0.05, 0.000_25]),
      ("adam lr 0.5", "averages-exchanged", [0, 0], 0.5, [0.05, 0.000_25]),
    ] as [(String, String, [Float], Float, [Float])])
  func steps(
    line: String, rule: String, slots: [Float], parameter: Float, after: [Float]
  ) throws {
    let (w, moved) = try step(line, rule, slots: slots)
    #expect((w - parameter).magnitude < 1e-5)
    #expect(moved.count == after.count)
    #expect(zip(moved, after).allSatisfy { ($0 - $1).magnitude < 1e-6 }, "\(moved)")
  }

  @Test("The right step of the formula is the optimizer's")
  func right() throws {
    for line in [
      "sgd lr 0.3 weight-decay 0.1", "momentum lr 0.3 weight-decay 0.1", "nesterov lr 0.3",
      "adam lr 0.3 weight-decay 0.1", "adamw lr 0.3 weight-decay 0.1",
    ] {
      let optimizer = try OptimizerCatalog.optimizer(Word.split(line[...]))
      var parameter = Tensor(shape: [2], elements: [1, -2])
      let gradient = Tensor(shape: [2], elements: [0.5, 3])
      var slots = optimizer.slots.map { _ in Tensor(shape: [2], elements: [0.25, 0.75]) }
      let formula = UpdateFormula(
        optimizer.rule(rate: optimizer.rate, step: 3), rate: optimizer.rate, step: 3)
      let ours = formula.apply({ $0.step($1) }, parameter, gradient, slots)
      optimizer.update(&parameter, gradient: gradient, slots: &slots, step: 3)
      #expect(zip(ours.0.elements, parameter.elements).allSatisfy { ($0 - $1).magnitude < 1e-5 })
    }
  }
}
