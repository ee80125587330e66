import CNNModel
import Differences
import ModelFiles

/// Makes the cases of a task: unsymmetrical, so that mistakes show.
public struct TaskDealer: Sendable {
  /// What is dealt.
  public let subject: GradedSubject
  /// The mode of a layer's passes.
  public let mode: ComputeMode
  /// The number of cases.
  public let count: Int
  /// What the numbers depend on.
  public let seed: UInt64

  public init(_ subject: GradedSubject, mode: ComputeMode, cases count: Int, seed: UInt64) {
    (self.subject, self.mode, self.count, self.seed) = (subject, mode, count, seed)
  }

  /// A case: what is to be computed, and what goes in.
  struct Dealt {
    let computation: any Computation
    let given: RoleArrays
    /// The number of an optimizer's step.
    var step: Int?
    /// The integers of a target.
    var classes: [Int]?
  }

  /// How often other numbers are tried where an alternative does not show.
  private static let attempts = 3

  /// The cases that tell most alternatives apart, and the rules that none of them tells from the
  /// right one.
  ///
  /// - Throws: ``FileError`` where the layer takes nothing that is tried.
  func cases() throws(FileError) -> (cases: [Dealt], alike: [(name: String, what: String)]) {
    var best: (cases: [Dealt], alike: [(name: String, what: String)])?
    for attempt in 0..<Self.attempts {
      var cases: [Dealt] = []
      for index in 0..<count {
        cases.append(try dealt(index, seed: seed &+ UInt64(attempt) << 32))
      }
      let alike = Self.alike(cases)
      if best.map({ alike.count < $0.alike.count }) ?? true { best = (cases, alike) }
      if alike.isEmpty { break }
    }
    guard let best else { throw refusal }
    return best
  }

  /// The rules of the layer's own definition and its options that give the right results in all
  /// cases.
  private static func alike(_ cases: [Dealt]) -> [(name: String, what: String)] {
    var open: [(name: String, what: String)] = []
    for (index, one) in cases.enumerated() {
      let right = one.computation.results(of: one.given)
      let changes = one.computation.changes(for: one.given).filter { $0.tier <= .attribute }
      let hidden = changes.filter { !$0.shows(beside: right) }
      let found = hidden.map { ($0.name, $0.results.values.first?.what ?? "") }
      open = index == 0 ? found : open.filter { rule in found.contains { $0.0 == rule.name } }
    }
    return open
  }

  private var refusal: FileError {
    FileError(
      path: subject.text, reason: "it takes no input of usual shapes, so no task can be made of it")
  }

  private func dealt(_ index: Int, seed: UInt64) throws(FileError) -> Dealt {
    let values = TaskValues(seed: seed, index: index)
    let dealt =
      switch subject {
      case .layer(let layer): self.layer(layer, values)
      case .loss(let loss): self.loss(loss, values)
      case .optimizer(let optimizer): self.optimizer(optimizer, values)
      }
    guard let dealt else { throw refusal }
    return dealt
  }
}

extension ChangedComputation {
  /// Whether it gives anything but the right results.
  fileprivate func shows(beside right: RoleArrays) -> Bool {
    results.contains { role, result in
      guard let own = right[role] else { return false }
      return result.arrays().contains { array in
        array.shape != own.shape || !ArrayDifference(array, own).isEqual
      }
    }
  }
}

extension TaskDealer {
  private func layer(_ layer: any Layer, _ values: TaskValues) -> Dealt? {
    guard !(layer is any ConditionalLayer),
      let shapes = TaskShapes(layer: layer).inputs(case: values.index)
    else { return nil }
    let computation = LayerComputation(layer, inputs: shapes, mode: mode)
    var fixed: RoleArrays = [:]
    let parameters = layer.parameters(for: shapes)
    for (index, parameter) in parameters.enumerated() {
      let tensor = values.tensor(parameter.shape, 100 + index, scale: 0.5)
      let isFactor = parameter.kind == .scale || parameter.kind == .slope
      fixed[.parameter(index)] = isFactor ? tensor.map { 1 + 0.5 * $0 } : tensor
    }
    for (index, statistic) in layer.statistics(for: shapes).enumerated() {
      let tensor = values.tensor(statistic.shape, 200 + index, scale: 0.5)
      let isPositive = statistic.initial > 0
      fixed[.statistic(index)] = isPositive ? tensor.map { $0.magnitude + 0.5 } : tensor
    }
    for (index, shape) in layer.checkedOutputShapes(for: shapes).enumerated() {
      fixed[.outputGradient(index)] = values.tensor(shape, 300 + index)
    }
    let usual = parameters.isEmpty ? values.kind : values.index % 3 == 1 ? .whole : .normal
    for kind in [usual, .normal, .positive, .fractions] {
      var given = fixed
      for (index, shape) in shapes.enumerated() {
        given[.input(index)] = values.tensor(shape, index, kind)
      }
      let results = computation.results(of: given)
      guard results.values.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) else { continue }
      return Dealt(computation: computation, given: given)
    }
    return nil
  }

  private func loss(_ loss: any Loss, _ values: TaskValues) -> Dealt? {
    let shape = Shape([3 + values.index % 3, 5 + 2 * (values.index % 2)])
    let kinds: [TaskValues.Kind] =
      [.normal, loss.target == .values ? .whole : .large, .whole, .fractions]
    for kind in [kinds[values.index % 3], .normal, .fractions] {
      let output = values.tensor(shape, 0, kind, scale: 2)
      let classes = values.classes(shape[0], below: shape[1], 1)
      let wanted = values.tensor(shape, 2)
      let target: Target =
        switch loss.target {
        case .classes: .classes(classes)
        case .multiLabel: .values(wanted.map { $0 > 0 ? 1 : 0 })
        case .values: .values(wanted)
        }
      guard (try? loss.check(output: shape, target: target)) != nil else { continue }
      let computation = LossComputation(loss, target: target)
      var dealt = Dealt(computation: computation, given: [.input(0): output, .target: wanted])
      if case .classes = target { dealt.classes = classes }
      if case .values(let tensor) = target {
        dealt = Dealt(computation: computation, given: [.input(0): output, .target: tensor])
      }
      let results = computation.results(of: dealt.given)
      if results.values.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) { return dealt }
    }
    return nil
  }

  /// A case in the middle of a training: slots as some steps with other gradients leave them. The
  /// gradients of the third case are so small that an epsilon shows.
  private func optimizer(_ optimizer: any Optimizer, _ values: TaskValues) -> Dealt? {
    let shape = Shape([3, 4 + values.index % 3])
    var parameter = values.tensor(shape, 0)
    var slots = optimizer.slots.map { _ in parameter.zeros }
    let before = 3 * values.index
    let scale: Float = values.index % 3 == 2 ? 3e-8 : 1
    for step in 0..<before {
      let gradient = values.tensor(shape, 10 + step, scale: scale)
      optimizer.update(&parameter, gradient: gradient, slots: &slots, step: step + 1)
    }
    let gradient = values.tensor(shape, 1, scale: scale)
    var given: RoleArrays = [.parameter(0): parameter, .outputGradient(0): gradient]
    for (index, slot) in slots.enumerated() { given[.statistic(index)] = slot }
    return Dealt(
      computation: UpdateComputation(optimizer, step: before + 1), given: given, step: before + 1)
  }
}
