import CNNModel

/// The passes of one layer.
public struct LayerComputation: Computation {
  /// The layer.
  public let layer: any Layer
  /// The mode of the passes.
  public let mode: ComputeMode
  private let shapes: [Shape]

  /// - Precondition: the layer takes the shapes, which have the batch in front.
  public init(_ layer: any Layer, inputs shapes: [Shape], mode: ComputeMode = .evaluation) {
    (self.layer, self.shapes, self.mode) = (layer, shapes, mode)
  }

  public var text: String { layer.text }

  /// The results in the order of the computation: outputs, then gradients.
  public var roles: [ArrayRole] {
    let inputs = shapes.indices
    let parameters = layer.parameters(for: shapes).indices
    let statistics = layer.statistics(for: shapes).indices
    let outputs = layer.checkedOutputShapes(for: shapes).indices
    return inputs.map(ArrayRole.input) + parameters.map(ArrayRole.parameter)
      + statistics.map(ArrayRole.statistic) + outputs.map(ArrayRole.outputGradient)
      + outputs.map(ArrayRole.output) + statistics.map(ArrayRole.updatedStatistic)
      + inputs.map(ArrayRole.inputGradient) + parameters.map(ArrayRole.parameterGradient)
  }

  public func name(of role: ArrayRole) -> String {
    let parameters = layer.parameters(for: shapes).map(\.name)
    let statistics = layer.statistics(for: shapes).map(\.name)
    func numbered(_ name: String, _ index: Int, of count: Int) -> String {
      count == 1 ? name : "\(name)\(index)"
    }
    let outputs = layer.checkedOutputShapes(for: shapes).count
    return switch role {
    case .input(let index): numbered("x", index, of: shapes.count)
    case .parameter(let index): parameters[index]
    case .statistic(let index): statistics[index]
    case .target: "target"
    case .outputGradient(let index): numbered("gy", index, of: outputs)
    case .output(let index): numbered("y", index, of: outputs)
    case .inputGradient(let index): numbered("gx", index, of: shapes.count)
    case .parameterGradient(let index): Self.gradientName(index, parameters)
    case .updatedStatistic(let index): "\(statistics[index]) after"
    case .updatedParameter: "parameter"
    }
  }

  /// `gw` and `gb` for weight and bias, or scale and shift; else `g.` and the name.
  private static func gradientName(_ index: Int, _ parameters: [String]) -> String {
    if parameters.count <= 2 { return index == 0 && parameters[0] != "bias" ? "gw" : "gb" }
    return "g.\(parameters[index])"
  }

  /// The arguments of the forward pass.
  public func pass(_ given: RoleArrays) -> ForwardPass {
    ForwardPass(
      inputs: shapes.indices.compactMap { given[.input($0)] },
      parameters: layer.parameters(for: shapes).indices.compactMap { given[.parameter($0)] },
      statistics: layer.statistics(for: shapes).indices.compactMap { given[.statistic($0)] },
      context: PassContext(mode: mode))
  }

  public func results(of given: RoleArrays) -> RoleArrays {
    let results = Self.roles(of: layer.forward(pass(given)))
    return results.merging(gradients(of: given, outputs: results)) { $1 }
  }

  public func gradients(of given: RoleArrays, outputs: RoleArrays) -> RoleArrays {
    guard let pass = backwardPass(given, outputs) else { return [:] }
    return Self.roles(of: layer.backward(pass))
  }

  func backwardPass(_ given: RoleArrays, _ outputs: RoleArrays) -> BackwardPass? {
    let shapes = layer.checkedOutputShapes(for: self.shapes)
    let gradients = shapes.indices.compactMap { given[.outputGradient($0)] }
    let outputs = shapes.indices.compactMap { outputs[.output($0)] }
    guard gradients.map(\.shape) == shapes, outputs.map(\.shape) == shapes else { return nil }
    return BackwardPass(forward: pass(given), outputs: outputs, gradients: gradients)
  }

  public func define(_ role: ArrayRole, at cell: Position, of given: RoleArrays) -> Expression? {
    let forward = pass(given)
    let outputs = layer.forward(forward).outputs
    let gradients = outputs.indices.map { given[.outputGradient($0)] ?? outputs[$0].zeros }
    let pass = BackwardPass(forward: forward, outputs: outputs, gradients: gradients)
    return switch role {
    case .output(let index): layer.define(.output(index, cell), in: pass)
    case .inputGradient(let index): layer.define(.inputGradient(index, cell), in: pass)
    case .parameterGradient(let index): layer.define(.parameterGradient(index, cell), in: pass)
    default: nil
    }
  }
}

extension LayerComputation {
  /// The alternatives of the layer, those of one rule in both passes together.
  ///
  /// Gradients under a rule that changes the outputs may have been computed with the right outputs
  /// or with the changed ones.
  public func changes(for given: RoleArrays) -> [ChangedComputation] {
    let own = OwnPasses(self, given)
    var rules: [String] = []
    var groups: [String: [Alternative]] = [:]
    for alternative in layer.alternatives(for: shapes) {
      if groups[alternative.rule] == nil { rules.append(alternative.rule) }
      groups[alternative.rule, default: []].append(alternative)
    }
    return rules.compactMap { rule in groups[rule].map { change(rule, $0, own) } }
  }

  private func change(
    _ rule: String, _ alternatives: [Alternative], _ own: OwnPasses
  ) -> ChangedComputation {
    let forward = alternatives.first { $0.phase == .forward }
    let backward = alternatives.first { $0.phase == .backward }
    let outputs = Deferred { forward.map { own.results(of: $0) } ?? own.results }
    var results: [ArrayRole: ChangedResult] = [:]
    if let forward {
      for role in own.results.keys where !role.isGradient {
        results[role] = ChangedResult(what: forward.what, hint: forward.hint) {
          [outputs.value[role]].compactMap(\.self)
        }
      }
    }
    let gradients = Deferred {
      let changed = forward != nil && own.readsOutputs.value ? outputs.value : nil
      return [
        backward.flatMap { own.gradients(of: $0) },
        changed.flatMap { outputs in backward.flatMap { own.gradients(of: $0, outputs) } },
        changed.map { own.gradients(for: $0) },
      ].compactMap(\.self)
    }
    if let either = backward ?? forward {
      for role in own.gradients.keys {
        results[role] = ChangedResult(what: either.what, hint: either.hint) {
          gradients.value.compactMap { $0[role] }
        }
      }
    }
    return ChangedComputation(name: rule, tier: alternatives[0].tier, results: results) {
      outputs.forget()
      gradients.forget()
    }
  }
}
