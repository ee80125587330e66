import CNNModel
import Differences
import ModelFiles

/// Somebody's arrays of one case, as arrays of a computation.
public struct ReadCase: Sendable {
  /// What was to be computed.
  public let computation: any Computation
  /// What went in, in the shapes of the computation.
  public let given: RoleArrays
  /// The results that were handed in; where their shape is not the right one, in any shape.
  public let theirs: RoleArrays
  /// The order of the axes of images.
  public let layout: ImageLayout
  /// The names of the results.
  public let members: [ArrayRole: String]
  /// The names that mean nothing here.
  public let unknown: [String]
  /// How the weight was read, where its shape leaves that open.
  public let weightOrder: String?
  /// The names of gradients that cannot be judged, because the gradient of the output is missing.
  public let withoutGradient: [String]

  /// What cannot be judged, a sentence each.
  var refusals: [String] {
    guard !withoutGradient.isEmpty else { return [] }
    let names = withoutGradient.sorted().map(\.harmless).joined(separator: ", ")
    return ["\(names) cannot be judged without gy, the gradient of the output."]
  }
}

/// How the arrays of one reading of a file become those of a computation.
struct CaseBuilder {
  let subject: GradedSubject
  let mode: ComputeMode
  let roles: NamedRoles
  let layout: ImageLayout
  /// Whether somebody said the layout.
  let isLayoutSaid: Bool

  /// Every way to read the parameters; several where their shapes leave it open.
  ///
  /// - Throws: ``CaseError`` for what is missing or does not fit.
  func cases() throws(CaseError) -> [ReadCase] {
    switch subject {
    case .layer(let layer): try cases(of: layer)
    case .loss(let loss): [try self.case(of: loss)]
    case .optimizer(let optimizer): [try self.case(of: optimizer)]
    }
  }

  /// The same for a case that was dealt, with somebody's results alone.
  func cases(of computation: any Computation, _ given: RoleArrays) -> [ReadCase] {
    let right = computation.results(of: given)
    let weights = right.filter { if case .parameterGradient = $0.key { true } else { false } }
    let rank = weights.map(\.value.shape.rank).max() ?? 0
    return WeightLayout.all(rank: rank, layout).map { weights in
      read(computation, given, right) { _ in weights }
    }
  }

  private func tensor(_ role: ArrayRole) -> Tensor? {
    roles.arrays[role].map { layout.plain($0.array.tensor) }
  }

  private func name(_ role: ArrayRole, _ usual: String) -> String {
    roles.arrays[role]?.name.harmless ?? usual
  }
}

/// What keeps arrays from being a case of a computation: a sentence without a full stop.
struct CaseError: Error {
  let reason: String
}

extension CaseBuilder {
  private func inputs() throws(CaseError) -> [Tensor] {
    let inputs = (0..<64).map { tensor(.input($0)) }.prefix { $0 != nil }.compactMap(\.self)
    guard !inputs.isEmpty else { throw CaseError(reason: "the input x is missing") }
    for (index, input) in inputs.enumerated() where input.shape.rank == 0 {
      throw CaseError(
        reason: "\(name(.input(index), "x")) is a single number, but an input has the batch first")
    }
    return inputs
  }

  private func cases(of layer: any Layer) throws(CaseError) -> [ReadCase] {
    let inputs = try inputs()
    let given = try given(inputs, of: layer)
    let shapes = inputs.map(\.shape)
    let parameters = layer.parameters(for: shapes)
    let computation = LayerComputation(layer, inputs: shapes, mode: mode)
    let readings = try readings(of: parameters)
    let rank = parameters.first?.shape.rank ?? 0
    return readings.map { reading in
      let arrays = given.merging(reading.arrays) { $1 }
      return read(
        computation, arrays, computation.results(of: arrays),
        weightOrder: readings.count > 1 ? reading.layouts[0]?.words(rank) : nil
      ) { reading.layouts[$0] }
    }
  }

  /// Inputs, statistics and the gradients of outputs, which can be read in one way only.
  private func given(_ inputs: [Tensor], of layer: any Layer) throws(CaseError) -> RoleArrays {
    var given: RoleArrays = [:]
    for (index, input) in inputs.enumerated() { given[.input(index)] = input }
    for (index, statistic) in layer.statistics(for: inputs.map(\.shape)).enumerated() {
      let array = tensor(.statistic(index))?.fitted(to: statistic.shape)
      given[.statistic(index)] =
        array ?? Tensor(shape: statistic.shape, repeating: statistic.initial)
    }
    for (index, shape) in try Self.outputs(of: layer, inputs).enumerated() {
      guard let gradient = tensor(.outputGradient(index)) else { continue }
      guard let fitted = gradient.fitted(to: shape) else {
        throw CaseError(
          reason: "\(name(.outputGradient(index), "gy")), the gradient of the output, should be "
            + "\(shape), but it is \(gradient.shape)")
      }
      given[.outputGradient(index)] = fitted
    }
    return given
  }

  /// Every way to read all parameters.
  private func readings(
    of parameters: [ParameterDeclaration]
  ) throws(CaseError) -> [(arrays: RoleArrays, layouts: [Int: WeightLayout])] {
    var readings: [(arrays: RoleArrays, layouts: [Int: WeightLayout])] = [([:], [:])]
    for (index, declaration) in parameters.enumerated() {
      let found = try self.parameter(index, declaration)
      readings = readings.flatMap { reading in
        found.map { tensor, weights in
          (
            reading.arrays.merging([.parameter(index): tensor]) { $1 },
            reading.layouts.merging([index: weights]) { $1 }
          )
        }
      }
    }
    return readings
  }

  private static func outputs(
    of layer: any Layer, _ inputs: [Tensor]
  ) throws(CaseError) -> [Shape] {
    let shapes = inputs.map(\.shape)
    do throws(ShapeError) {
      let outputs = try layer.outputShapes(for: shapes)
      try layer.checkValues(inputs, outputs: outputs.count)
      for output in outputs { try output.checkSize("an output") }
      for parameter in layer.parameters(for: shapes) {
        try parameter.shape.checkSize("a \(parameter.name)")
      }
      return outputs
    } catch {
      throw CaseError(
        reason:
          "\(layer.text) over \(shapes.map(\.description).joined(separator: " and ")): \(error)")
    }
  }

  /// Every way to read a parameter; the neutral one where it is not given.
  private func parameter(
    _ index: Int, _ declaration: ParameterDeclaration
  ) throws(CaseError) -> [(Tensor, WeightLayout)] {
    let plain = WeightLayout.axes(Array(0..<declaration.shape.rank))
    guard let array = roles.arrays[.parameter(index)]?.array.tensor else {
      switch declaration.kind {
      case .bias, .shift: return [(.zeros(declaration.shape), plain)]
      case .scale: return [(Tensor(shape: declaration.shape, repeating: 1), plain)]
      case .weight, .slope:
        throw CaseError(
          reason: "the \(declaration.name) is missing; its shape is \(declaration.shape)")
      }
    }
    var ways: [(Tensor, WeightLayout)] = []
    for isSaid in [isLayoutSaid, false] where ways.isEmpty {
      for weights in WeightLayout.all(rank: array.shape.rank, layout, isSaid: isSaid) {
        guard let tensor = weights.plain(array), tensor.shape == declaration.shape,
          !ways.contains(where: { $0.0 == tensor })
        else { continue }
        ways.append((tensor, weights))
      }
    }
    if ways.isEmpty, let fitted = array.fitted(to: declaration.shape) { ways = [(fitted, plain)] }
    guard !ways.isEmpty else {
      throw CaseError(
        reason: "\(name(.parameter(index), declaration.name)), the \(declaration.name), should be "
          + "\(declaration.shape), but it is \(array.shape)")
    }
    return ways
  }

  private func `case`(of loss: any Loss) throws(CaseError) -> ReadCase {
    let output = try inputs()[0]
    guard let wanted = roles.arrays[.target]?.array else {
      throw CaseError(reason: "the target is missing")
    }
    var loss = loss
    if var weighted = loss as? CrossEntropy, let weights = tensor(.parameter(0)) {
      weighted.classWeights = weights
      loss = weighted
    }
    let target: Target
    do throws(ShapeError) {
      target = try GradedTarget.read(wanted, loss, output.shape)
      try loss.check(output: output.shape, target: target)
    } catch {
      throw CaseError(reason: "\(loss.text): \(error)")
    }
    let computation = LossComputation(loss, target: target)
    let given: RoleArrays = [.input(0): output, .target: wanted.tensor]
    return read(computation, given, computation.results(of: given)) { _ in nil }
  }

  private func `case`(of optimizer: any Optimizer) throws(CaseError) -> ReadCase {
    guard let parameter = tensor(.parameter(0)), let gradient = tensor(.outputGradient(0)) else {
      throw CaseError(reason: "the parameter and its gradient before the step are expected")
    }
    var given: RoleArrays = [.parameter(0): parameter, .outputGradient(0): gradient]
    for slot in optimizer.slots.indices {
      given[.statistic(slot)] = tensor(.statistic(slot)) ?? parameter.zeros
    }
    for (role, array) in given where array.shape != parameter.shape {
      throw CaseError(
        reason: "\(name(role, "an array")) should be \(parameter.shape) as the parameter, "
          + "but it is \(array.shape)")
    }
    let computation = UpdateComputation(optimizer, step: step)
    return read(computation, given, computation.results(of: given)) { _ in nil }
  }

  /// The number of the step: an array `step` or `t`, or else 1.
  private var step: Int {
    guard let name = roles.step, name.array.count == 1 else { return 1 }
    let number = name.array.doubles[0]
    return number >= 1 && number < 1e9 ? Int(number) : 1
  }

  /// - Parameter weights: how a parameter lies in their arrays, and so its gradient.
  private func read(
    _ computation: any Computation, _ given: RoleArrays, _ right: RoleArrays,
    weightOrder: String? = nil, _ weights: (Int) -> WeightLayout?
  ) -> ReadCase {
    var (theirs, withoutGradient) = (RoleArrays(), [String]())
    for (role, named) in roles.arrays where role.isResult {
      let array = named.array.tensor
      var plain = layout.plain(array)
      if case .parameterGradient(let index) = role { plain = weights(index)?.plain(array) ?? array }
      guard let shape = right[role]?.shape else {
        if role.isGradient { withoutGradient.append(named.name) }
        continue
      }
      theirs[role] = plain.fitted(to: shape) ?? array.fitted(to: shape) ?? plain
    }
    return ReadCase(
      computation: computation, given: given, theirs: theirs, layout: layout,
      members: roles.members, unknown: roles.unknown, weightOrder: weightOrder,
      withoutGradient: withoutGradient)
  }
}

extension Layer {
  /// - Throws: ``ShapeError`` where it takes no such numbers, as indices beyond an axis.
  func checkValues(_ inputs: [Tensor], outputs: Int) throws(ShapeError) {
    let conditional = self as? any ConditionalLayer
    let checked = (conditional?.checkedInputs ?? []).filter(inputs.indices.contains)
    let types = inputs.indices.map { checked.contains($0) ? ElementType.int64 : .float32 }
    _ = try outputTypes(for: types, count: outputs)
    let values = checked.map { Value.floats(inputs[$0]).cast(to: .int64) }
    if let reason = conditional?.violation(of: values, inputs.map(\.shape)) {
      throw ShapeError(reason)
    }
  }
}
