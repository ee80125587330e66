import CNNEngine
import CNNModel

/// What can be seen after a phase: the state, and what the step has computed.
struct PhaseSnapshot: Sendable {
  let execution: Execution
  let state: ModelState
  let step: Int
  let rate: Double

  /// A tensor as it stands; `nil` when it was not computed yet.
  func tensor(_ reference: TensorReference) -> Tensor? {
    let node = reference.node
    switch reference.kind {
    case .activation: return execution.output(ValueReference(node))
    case .gradient: return execution.gradient(ValueReference(node))
    case .parameter(let index): return state.parameters[node][index]
    case .parameterGradient(let index): return execution.parameterGradients(of: node)?[index]
    case .statistic(let index): return state.statistics[node][index]
    }
  }

  /// The share of the batch that is classified right, once the loss is known; `nil` without classes.
  var accuracy: Double? {
    let network = execution.plan.network
    guard execution.loss != nil, let output = execution.output(network.output),
      let target = execution.batch.target
    else { return nil }
    let reading = network.classOutput
    guard let classes = target.classes(of: output.shape, network.loss.target) else {
      guard let answers = reading.answers(output, target, network.loss), !answers.isEmpty else {
        return nil
      }
      return Double(answers.count { $0.prediction == $0.label }) / Double(answers.count)
    }
    let size = output.shape.sample.count
    let right = classes.indices.count { sample in
      reading.prediction(output.elements[sample * size..<(sample + 1) * size])
        == classes[sample]
    }
    return Double(right) / Double(classes.count)
  }

  /// Whether all that the step computed is finite, as far as loss and parameters tell.
  var isSurelyFinite: Bool {
    guard let loss = execution.loss, !execution.batch.inputs.contains(where: \.hasOddities) else {
      return false
    }
    return execution.plan.network.isSurelyFinite(state, loss: loss)
  }

  /// The first tensor of the step with NaN or infinite numbers, the inputs before all else.
  var odd: TensorReference? {
    let nodes = execution.plan.network.nodes.indices
    let inner = nodes.filter { !execution.plan.network.nodes[$0].isSource }
    func first(_ order: some Sequence<Int>, _ kinds: (Int) -> [TensorReference.Kind])
      -> TensorReference?
    {
      for node in order {
        for kind in kinds(node) {
          let reference = TensorReference(node, kind)
          if tensor(reference)?.hasOddities == true { return reference }
        }
      }
      return nil
    }
    let updated = state.updates == execution.start.updates ? [] : inner
    return first(execution.plan.network.sources) { _ in [.activation] }
      ?? first(inner) { _ in [.activation] }
      ?? first(inner.reversed()) { node in
        [.gradient] + state.parameters[node].indices.map { .parameterGradient($0) }
      }
      ?? first(updated) { state.parameters[$0].indices.map { .parameter($0) } }
  }
}

extension Network {
  /// Whether the loss is finite and the parameters are so small that nothing computed from them can
  /// have become infinite, so that only these need to be checked.
  ///
  /// A layer makes numbers at most `1 + Σ inputs · |w|` times as large, `inputs` being how many one
  /// of its outputs sums and `|w|` the largest of a parameter. Where the product over all layers is
  /// below 10¹⁴, even a gradient, which is at most its square times a few millions, is finite.
  ///
  /// - Parameter magnitude: the largest magnitude of a node's parameter.
  func isSurelyFinite(_ loss: Float, _ magnitude: (Int, Int) -> Double?) -> Bool {
    guard loss.isFinite, nodes.indices.allSatisfy(growsLittle) else { return false }
    var growth = 1.0
    for node in nodes.indices {
      var most = 1.0
      for (index, declaration) in parameters(of: node).enumerated() {
        guard let largest = magnitude(node, index) else { continue }
        most += Double(declaration.fanIn) * largest
      }
      growth *= most
    }
    return growth < 1e14
  }

  /// Whether a node is an input or makes numbers larger by its parameters alone.
  private func growsLittle(_ node: Int) -> Bool {
    if nodes[node].isSource { return true }
    return switch operation(of: node) {
    case nil, .product: false
    case .elementwise(let function): function.function != nil
    default: true
    }
  }

  /// The same of the parameters of a state.
  func isSurelyFinite(_ state: ModelState, loss: Float = 0) -> Bool {
    isSurelyFinite(loss) { node, index in
      TensorFigure.magnitude.value(of: state.parameters[node][index])
    }
  }
}
