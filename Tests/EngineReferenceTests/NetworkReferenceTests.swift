import CNNEngine
import CNNModel
import ModelFiles
import ReferenceFolder
import Testing

private let names = ["network_lenet5", "network_dilated"]

/// Whole networks, compared with PyTorch: all tensors of one step, and twenty steps of every
/// optimizer.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct NetworkReferenceTests {
  @Test("Every activation and gradient is PyTorch's", arguments: names)
  func everyActivationAndGradient(name: String) throws {
    let reference = try ReferenceNetwork(name)
    let optimizer = StochasticGradientDescent(rate: 0.05)
    var state = reference.state(optimizer)
    let batch = try reference.batch(0)
    var execution = Execution(
      Plan(reference.network, batchSize: batch.size), batch: batch, state: state,
      context: PassContext(mode: .training))
    execution.run(through: .backward(1), state: &state, optimizer: optimizer)
    let compared = try compareActivations(execution, reference)
    try compareParameterGradients(execution, reference)
    #expect(compared == 2 * reference.layerCount)
    print("\(name): \(compared) activations and gradients, \(reference.layerCount) layers")
  }

  private func compareActivations(
    _ execution: Execution, _ reference: ReferenceNetwork
  ) throws -> Int {
    let (forward, backward) = (try reference.arrays("forward"), try reference.arrays("backward"))
    var compared = 0
    for layer in 0..<reference.layerCount {
      let name = reference.stored(layer)
      let value = ValueReference(layer + 1)
      let gradient = backward["gact/\(name)64"] ?? backward["gact/\(name)"]
      compared += expectNear(execution.output(value), forward["act/\(name)64"], name)
      compared += expectNear(execution.gradient(value), gradient, name)
    }
    _ = expectNear(execution.gradient(ValueReference(0)), backward["gx64"], "gx")
    let loss = try #require(backward["loss64"]?.doubles.first)
    #expect(isNear(Double(execution.loss ?? .nan), loss, within: 1e-5 * (1 + loss)))
    // Neither network has layers that differ between training and inference.
    let last = ValueReference(reference.layerCount)
    #expect(expectNear(execution.output(last), forward["eval_output64"], "eval_output") == 1)
    return compared
  }

  private func compareParameterGradients(
    _ execution: Execution, _ reference: ReferenceNetwork
  ) throws {
    let backward = try reference.arrays("backward")
    var compared = 0
    for layer in 0..<reference.layerCount {
      let gradients = execution.parameterGradients(of: layer + 1) ?? []
      for (gradient, name) in zip(gradients, ["weight", "bias"]) {
        let stored = backward["gparam/\(layer).\(name)64"]
        compared += expectNear(gradient, stored, "\(layer).\(name)")
      }
    }
    #expect(compared == reference.description["param_names"]?.elements.count)
  }

  /// - Returns: how many arrays were compared: 1, or 0 when there is nothing to compare with.
  private func expectNear(_ ours: Tensor?, _ stored: NumericArray?, _ name: String) -> Int {
    guard let stored, let ours, ours.shape == stored.shape else { return 0 }
    let far = zip(ours.elements, stored.doubles).first {
      !isNear(Double($0), $1, within: 1e-5 * (1 + $1.magnitude))
    }
    #expect(far == nil, "\(name)")
    return 1
  }

  @Test(
    "Twenty steps have PyTorch's losses", arguments: names,
    ["sgd", "momentum", "nesterov", "adam", "adamw"])
  func twentySteps(name: String, optimizer: String) throws {
    let reference = try ReferenceNetwork(name)
    let training = try #require(reference.description["training"]?[optimizer])
    let rule = try OptimizerCatalog.optimizer(
      Word.split(Substring(Self.line(optimizer, training["hyper"] ?? .null))))
    let wanted = (training["losses64"]?.elements ?? []).compactMap(\.double)
    var state = reference.state(rule)
    let plan = Plan(reference.network, batchSize: try reference.batch(0).size)
    var losses: [Double] = []
    for step in wanted.indices {
      var execution = Execution(
        plan, batch: try reference.batch(step % reference.batchCount), state: state,
        context: PassContext(mode: .training, step: step))
      execution.run(through: .update, state: &state, optimizer: rule)
      losses.append(Double(execution.loss ?? .nan))
    }
    #expect(wanted.count == 20)
    #expect(zip(losses, wanted).allSatisfy { isNear($0, $1, within: 1e-4) }, "\(losses)")
    try compareFinal(state, reference, optimizer)
  }

  /// The parameters after twenty steps, if PyTorch's are stored.
  private func compareFinal(
    _ state: ModelState, _ reference: ReferenceNetwork, _ optimizer: String
  ) throws {
    for (key, stored) in try reference.arrays("final_params") {
      let parts = key.split(separator: "/")
      guard parts.count == 2, parts[0] == optimizer else { continue }
      let place = parts[1].split(separator: ".")
      let node = try #require(Int(place[0])) + 1
      let ours = state.parameters[node][place[1] == "weight" ? 0 : 1]
      #expect(ours.shape == stored.shape)
      let worst = zip(ours.elements, stored.doubles).map { (Double($0) - $1).magnitude }.max() ?? 0
      #expect(worst <= 1e-4, "\(key)")
    }
  }

  private static func line(_ optimizer: String, _ hyper: JSON) -> String {
    var line = "\(optimizer) lr \(hyper["lr"]?.double ?? 0)"
    if let momentum = hyper["momentum"]?.double { line += " momentum \(momentum)" }
    if let decay = hyper["weight_decay"]?.double { line += " weight-decay \(decay)" }
    return line
  }
}
