import CNNModel
import Differences

/// One case of a network with somebody's tensors: every layer is asked again with what it was given.
struct NetworkPass {
  let task: NetworkTask
  let number: Int
  let one: NetworkTask.Case
  let file: NetworkAnswerFile
  let tolerance: Tolerance

  private var network: Network { task.network }

  /// Whether a tensor is right, whatever came before it.
  private func isRight(_ tensor: NetworkTensor) -> Bool {
    guard let theirs = file.theirs[tensor], let right = one.right[tensor] else { return true }
    return theirs.shape == right.shape
      && tolerance.difference(theirs, right).isEqual
  }

  /// Their tensor where it has the right shape, or else ours.
  private func used(_ tensor: NetworkTensor) -> Tensor? {
    guard let theirs = file.theirs[tensor], theirs.shape == one.right[tensor]?.shape else {
      return one.right[tensor]
    }
    return theirs
  }

  private func activation(_ value: ValueReference) -> Tensor? {
    guard network.nodes[value.node].isSource,
      let source = network.sources.firstIndex(of: value.node)
    else { return used(.activation(value)) }
    return one.batch.inputs[source]
  }

  /// Every layer that has a part in a tensor that is not right, and the loss, judged by what they
  /// were given.
  func judgements() -> [PartJudgement] {
    let parts = network.nodes.indices.filter { !network.nodes[$0].isSource }.map(NetworkPart.node)
    return (parts + [.loss]).compactMap { part in
      let tensors = tensors(of: part)
      guard tensors.values.contains(where: { !isRight($0) }) else { return nil }
      return judgement(part, tensors)
    }
  }

  /// Which tensors of the network the results of a part are.
  private func tensors(of part: NetworkPart) -> [ArrayRole: NetworkTensor] {
    guard case .node(let node) = part else {
      return [.output(0): .loss, .inputGradient(0): .gradient(network.output)]
    }
    var tensors: [ArrayRole: NetworkTensor] = [:]
    for output in network.outputShapes(of: node).indices {
      tensors[.output(output)] = .activation(ValueReference(node, output))
    }
    for (input, value) in network.nodes[node].inputs.enumerated() {
      tensors[.inputGradient(input)] = .gradient(value)
    }
    for index in network.parameters(of: node).indices {
      // The gradient of a shared parameter is a sum over layers.
      let parameter = ParameterReference(node, index)
      guard network.uses(of: parameter).count <= 1 else { continue }
      tensors[.parameterGradient(index)] = .parameterGradient(node: node, index: index)
    }
    return tensors
  }

  private func judgement(
    _ part: NetworkPart, _ tensors: [ArrayRole: NetworkTensor]
  ) -> PartJudgement? {
    guard let (computation, given) = question(part) else { return nil }
    var (theirs, shared) = (RoleArrays(), Set<NetworkTensor>())
    for (role, tensor) in tensors {
      guard let array = file.theirs[tensor] else { continue }
      let others = otherParts(of: tensor, than: part, role)
      if !others.isEmpty { shared.insert(tensor) }
      guard let rest = others.difference(from: array) else { continue }
      theirs[role] = rest
    }
    let judgement = tolerance.judgement(computation, given, theirs)
    return PartJudgement(
      part: part, judgement: judgement, tensors: tensors,
      right: Set(tensors.filter { isRight($0.value) }.keys), shared: shared,
      changes: judgement.isRight ? [] : computation.changes(for: given))
  }

  /// What a part computes, and what it was given.
  private func question(_ part: NetworkPart) -> (any Computation, RoleArrays)? {
    guard case .node(let node) = part else { return lossQuestion }
    var given: RoleArrays = [:]
    for (input, value) in network.nodes[node].inputs.enumerated() {
      given[.input(input)] = activation(value)
    }
    for (index, tensor) in task.state.parameters[node].enumerated() {
      given[.parameter(index)] = tensor
    }
    for (index, tensor) in task.state.statistics[node].enumerated() {
      given[.statistic(index)] = tensor
    }
    for output in network.outputShapes(of: node).indices {
      given[.outputGradient(output)] = used(.gradient(ValueReference(node, output)))
    }
    let (layer, count) = (network.nodes[node].layer, network.nodes[node].inputs.count)
    let inputs = (0..<count).compactMap { given[.input($0)] }
    // Their numbers may be none that the layer takes, as indices beyond an axis.
    guard inputs.count == count,
      (try? layer.checkValues(inputs, outputs: network.outputShapes(of: node).count)) != nil
    else { return nil }
    return (LayerComputation(layer, inputs: inputs.map(\.shape), mode: task.mode), given)
  }

  private var lossQuestion: (any Computation, RoleArrays)? {
    guard let target = one.batch.target, let output = activation(network.output) else {
      return nil
    }
    return (LossComputation(network.loss, target: target), [.input(0): output])
  }

  /// What other layers contribute to a gradient, given what they were given.
  private func otherParts(
    of tensor: NetworkTensor, than part: NetworkPart, _ role: ArrayRole
  ) -> [Tensor] {
    guard case .gradient(let value) = tensor else { return [] }
    var edges: [(part: NetworkPart, role: ArrayRole)] = network.consumers(of: value).map {
      (.node($0.node), .inputGradient($0.input))
    }
    if value == network.output { edges.append((.loss, .inputGradient(0))) }
    return edges.filter { $0.part != part || $0.role != role }.compactMap { edge in
      question(edge.part).flatMap { $0.0.results(of: $0.1)[edge.role] }
    }
  }
}

extension [Tensor] {
  /// An array without these parts of its sum; `nil` where a shape differs.
  fileprivate func difference(from whole: Tensor) -> Tensor? {
    guard allSatisfy({ $0.shape == whole.shape }) else { return isEmpty ? whole : nil }
    return reduce(whole) { rest, part in rest + part.map(-) }
  }
}

extension NetworkPass {
  /// The tensors of the case with their verdicts.
  ///
  /// - Parameter isFound: whether the layout was found out.
  func graded(
    _ judgements: [PartJudgement], _ diagnoses: [NetworkPart: Diagnosis], isFound: Bool
  ) -> GradedCase {
    var wrong: [NetworkTensor: GradedArray] = [:]
    for one in judgements {
      for array in one.judgement.arrays where one.wrongRoles.contains(array.role) {
        guard let tensor = one.tensors[array.role] else { continue }
        var graded = GradedArray(array, of: one.judgement, member: file.members[tensor])
        graded.alternatives = diagnoses[one.part]?.alternatives(for: array.role) ?? []
        let isBetter = wrong[tensor].map { $0.alternatives.isEmpty } ?? true
        graded.names = names(of: one.part)
        if isBetter {
          wrong[tensor] = graded.named(tensor.name(in: network), member: file.members[tensor])
        }
      }
    }
    let loss: [NetworkTensor] = file.theirs[.loss] == nil ? [] : [.loss]
    let arrays = (task.tensors + loss).compactMap { tensor -> GradedArray? in
      guard let right = one.right[tensor] else { return nil }
      if let array = wrong[tensor] { return array }
      return plain(tensor, right)
    }
    return GradedCase(
      number: number, file: file.path, layout: file.layout,
      notes: isFound && file.layout == .nhwc ? [GradedCase.channelsLast] : [], arrays: arrays,
      unknown: file.unknown)
  }

  /// What the arrays that a part was given are called.
  private func names(of part: NetworkPart) -> [ArrayRole: String] {
    guard case .node(let node) = part else {
      return [.output(0): network.valueName(network.output)]
    }
    var names: [ArrayRole: String] = [:]
    for (input, value) in network.nodes[node].inputs.enumerated() {
      names[.input(input)] = network.valueName(value)
    }
    for (index, parameter) in network.parameters(of: node).enumerated() {
      names[.parameter(index)] = "\(network.nodes[node].name).\(parameter.name)"
    }
    for output in network.outputShapes(of: node).indices {
      let name = network.valueName(ValueReference(node, output))
      (names[.output(output)], names[.outputGradient(output)]) = (name, "\(name).gradient")
    }
    return names
  }

  /// A tensor that is not wrong by itself.
  private func plain(_ tensor: NetworkTensor, _ right: Tensor) -> GradedArray {
    let theirs = file.theirs[tensor]
    let isSameShape = theirs?.shape == right.shape
    let difference = isSameShape ? theirs.map { tolerance.difference($0, right) } : nil
    let verdict: ArrayJudgement.Verdict =
      theirs == nil
      ? .missing : !isSameShape ? .shape : difference?.isEqual == true ? .right : .inherited
    let part: ArrayRole =
      switch tensor {
      case .activation, .loss: .output(0)
      case .gradient: .inputGradient(0)
      case .parameterGradient(_, let index): .parameterGradient(index)
      }
    return GradedArray(
      name: tensor.name(in: network), role: part, member: file.members[tensor], verdict: verdict,
      difference: difference, ours: right, theirs: theirs, define: { _ in nil })
  }
}
