import CNNModel
import Differences
import Testing

/// Which mistakes are named for wrong arrays.
@Suite struct DiagnosisTests {
  private let computation: LayerComputation
  private let given: RoleArrays
  private let right: RoleArrays

  init() throws {
    let layer = try LayerCatalog.layer(Word.split("conv 2 2x3 stride 1x2"))
    let shapes: [Shape] = [[3, 2, 4, 5]]
    computation = LayerComputation(layer, inputs: shapes)
    var given: RoleArrays = [.input(0): Self.numbers(shapes[0], 1)]
    for (index, parameter) in layer.parameters(for: shapes).enumerated() {
      given[.parameter(index)] = Self.numbers(parameter.shape, 2 + index)
    }
    given[.outputGradient(0)] = Self.numbers([3, 2, 3, 2], 5)
    self.given = given
    right = computation.results(of: given)
  }

  /// Numbers without any order.
  private static func numbers(_ shape: Shape, _ seed: Int) -> Tensor {
    Tensor(
      shape: shape, elements: (0..<shape.count).map { Float(($0 * 37 + seed * 11) % 29) - 14.5 })
  }

  private func diagnosis(_ theirs: RoleArrays) -> Diagnosis {
    let judged = CaseJudgement(computation, given: given, theirs: theirs)
    let changes = computation.changes(for: given)
    return Diagnosis([judged.searchCase(changes)], order: computation.roles)
  }

  private func changed(_ role: ArrayRole, _ change: (Float) -> Float) -> RoleArrays {
    var theirs = right
    theirs[role] = right[role]?.map(change)
    return theirs
  }

  @Test("A gradient that is divided by the batch is named alone, not with those that are right")
  func divided() throws {
    let found = diagnosis(changed(.parameterGradient(1)) { $0 / 3 })
    #expect(found.isComplete)
    let mistake = try #require(found.mistakes.first)
    #expect(mistake.roles == [.parameterGradient(1)])
    #expect(mistake.explanations.allSatisfy { $0.contradicts.isEmpty })
    #expect(
      mistake.explanations[0].sentence(of: mistake.roles, name: computation.name)
        .hasPrefix("Your gb is what comes out when "))
  }

  @Test("One mistake in the forward pass and another in the backward pass are named each")
  func several() {
    var theirs = changed(.output(0)) { -$0 }
    theirs[.parameterGradient(0)] = right[.parameterGradient(0)]?.map { 2 * $0 }
    let found = diagnosis(theirs)
    #expect(found.isComplete)
    #expect(
      Set(found.mistakes.map(\.roles)) == [[.output(0)], [.parameterGradient(0)]])
  }

  @Test("What nothing gives is not named; what comes near is said")
  func unexplained() {
    let found = diagnosis(changed(.inputGradient(0)) { $0 < 0 ? $0 : $0 / 3 + 0.01 * $0 * $0 })
    #expect(found.mistakes.isEmpty && found.unexplained == [.inputGradient(0)])
    #expect(!found.near.isEmpty && found.near.allSatisfy { $0.equal.isEmpty })
  }

  @Test("A kernel that is turned in both passes is one mistake, said in one sentence")
  func turned() throws {
    let layer = try LayerCatalog.layer(Word.split("conv 2 2x3 stride 1x2"))
    let shapes: [Shape] = [[3, 2, 4, 5]]
    let alternatives = layer.alternatives(for: shapes).filter { $0.rule == "weight-turned" }
    let forward = try #require(alternatives.first { $0.phase == .forward })
    let backward = try #require(alternatives.first { $0.phase == .backward })
    let pass = computation.pass(given)
    let outputs = forward.forward(pass).outputs
    let gradients = backward.backward(
      BackwardPass(
        forward: pass, outputs: outputs, gradients: [given[.outputGradient(0)] ?? .zeros([])]))
    var theirs = right
    theirs[.output(0)] = outputs[0]
    theirs[.inputGradient(0)] = gradients.inputs[0]
    theirs[.parameterGradient(0)] = gradients.parameters[0]
    let found = diagnosis(theirs)
    #expect(found.mistakes.count == 1)
    let mistake = try #require(found.mistakes.first)
    #expect(mistake.roles == [.output(0), .inputGradient(0), .parameterGradient(0)])
    let explanation = try #require(mistake.explanations.first)
    #expect(
      explanation.sentence(of: mistake.roles, name: computation.name).hasPrefix(
        "Your y, gx and gw are what comes out when the "))
  }

  @Test("A mistake that would show in another case where the array is right is not named")
  func rightElsewhere() {
    let negated = changed(.parameterGradient(1)) { -$0 }
    let changes = computation.changes(for: given)
    let cases = [negated, right].map {
      CaseJudgement(computation, given: given, theirs: $0).searchCase(changes)
    }
    #expect(Diagnosis([cases[0]], order: computation.roles).isComplete)
    let both = Diagnosis(cases, order: computation.roles)
    #expect(both.mistakes.isEmpty && both.unexplained == [.parameterGradient(1)])
  }

  @Test("A gradient that was handed in alone is explained")
  func alone() throws {
    let weight = ArrayRole.parameterGradient(0)
    let theirs = [weight: try #require(right[weight]).map { $0 / 2 }]
    let found = try #require(diagnosis(theirs).mistakes.first)
    #expect(found.roles == [weight])
    #expect(found.explanations.allSatisfy { $0.equal.contains(weight) })
  }

  @Test("A clause of one pass that repeats that of the other is said once")
  func repeated() throws {
    let layer = try LayerCatalog.layer(Word.split("tanh"))
    let tanh = LayerComputation(layer, inputs: [[2, 3]])
    let given: RoleArrays = [
      .input(0): Tensor(shape: [2, 3], elements: [0.1, -0.4, 0.7, 1.1, -1.3, 0.2]),
      .outputGradient(0): Tensor(shape: [2, 3], elements: [1, 2, -3, 0.5, 0.7, 0.9]),
    ]
    let changes = tanh.changes(for: given)
    let change = try #require(changes.first { $0.name == "result-doubled" })
    let theirs = change.results.compactMapValues { $0.arrays().first }
    let judged = CaseJudgement(tanh, given: given, theirs: theirs)
    let found = Diagnosis([judged.searchCase(changes)], order: tanh.roles)
    let mistake = try #require(found.mistakes.first)
    let sentences = mistake.explanations.map { $0.sentence(of: mistake.roles, name: tanh.name) }
    #expect(sentences == ["Your y and gx are what comes out when the result is twice as large."])
  }

  @Test("Right results need no explanation, in whatever order they were summed")
  func rounding() {
    let found = diagnosis(changed(.output(0)) { $0 * (1 + 1e-6) })
    #expect(found.mistakes.isEmpty && found.unexplained.isEmpty && found.near.isEmpty)
  }
}
