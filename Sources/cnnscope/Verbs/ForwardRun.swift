import CNNEngine
import CNNModel
import ModelFiles
import ScopeDebugger

/// A forward pass that was done, and what came out of it.
package struct ForwardRun {
  /// Which layers' outputs are kept besides the network's own.
  package enum Layers {
    case none
    case some([ValueReference])
    case all
  }

  let network: Network
  let input: NetworkInput
  private let values: [ValueReference: Value]
  /// The loss, where the target is known; see ``RunReport`` for when it is said.
  let loss: Float?
  /// The first layer that has no result for its inputs, and why.
  let violation: String?
  /// Where NaN or infinite numbers begin, when an output has some.
  let origin: OddityOrigin?

  package init(
    _ network: Network, _ input: NetworkInput, state: ModelState, seed: UInt64, layers: Layers
  ) {
    (self.network, self.input) = (network, input)
    let batch = input.batch(for: network).batch
    let conditions = ValueConditions(network)
    let values: [ValueReference: Value]
    // Numbers that decide shapes have to be those with which the network was opened, bit for bit.
    let needsSteps = network.needsExactValues || conditions.decideShapes
    switch layers {
    case .none where !needsSteps:
      values = Self.infer(network, batch, state, seed, conditions.values)
    case .some(let further) where !needsSteps:
      values = Self.infer(network, batch, state, seed, further + conditions.values)
    default: values = Self.step(network, batch, state, seed)
    }
    self.values = values
    violation = conditions.violation { values[$0] }
    let isOdd = network.outputs.contains { values[$0]?.tensor.hasOddities == true }
    origin =
      isOdd ? OddityOrigin(network, in: Self.step(network, batch, state, seed)) : nil
    loss = Self.loss(values[network.output]?.tensor, batch.target, network.loss)
  }

  private static func loss(_ output: Tensor?, _ target: Target?, _ loss: any Loss) -> Float? {
    guard let output, let target else { return nil }
    return loss.value(output, target)
  }

  /// Some values and the network's outputs, by a plan for this one image.
  private static func infer(
    _ network: Network, _ batch: Batch, _ state: ModelState, _ seed: UInt64,
    _ further: [ValueReference]
  ) -> [ValueReference: Value] {
    var targets: [ValueReference] = []
    for value in network.outputs + further where !targets.contains(value) { targets.append(value) }
    let plan = InferencePlan(network, state: state, targets: targets, use: .once, seed: seed)
    let values = zip(targets, plan.run(batch.inputs)).map { target, tensor in
      (target, Value.floats(tensor).cast(to: network.elementType(of: target)))
    }
    return Dictionary(uniqueKeysWithValues: values)
  }

  /// All values, by the plan that the debugger steps through.
  private static func step(
    _ network: Network, _ batch: Batch, _ state: ModelState, _ seed: UInt64
  ) -> [ValueReference: Value] {
    let plan = Plan(network, batchSize: 1)
    var execution = Execution(
      plan, batch: batch, state: state, context: PassContext(seed: seed))
    var unchanged = state
    for phase in plan.phases.prefix(plan.forwardCount) {
      execution.run(phase, state: &unchanged, optimizer: StochasticGradientDescent(rate: 0))
    }
    var values: [ValueReference: Value] = [:]
    let all = network.nodes.indices.flatMap { [ValueReference](ofNode: $0, in: network) }
    for value in all {
      values[value] = execution.value(value)
    }
    return values
  }

  /// A value that was kept, under its name.
  package func array(of value: ValueReference) -> NamedArray? {
    values[value].map { NamedArray(network.valueName(value), NumericArray($0)) }
  }

  /// The probabilities of the classes, one list for each sample; `nil` where the output is no list
  /// of scores: `[classes]`, or `[samples, classes]` with axes of extent 1 behind it.
  var probabilities: [[Float]]? {
    guard network.loss.target != .values, network.elementType(of: network.output).isFloating,
      let output = values[network.output]?.tensor, output.shape.count > 0, output.shape.rank > 0,
      output.shape.extents.dropFirst(2).allSatisfy({ $0 == 1 })
    else { return nil }
    let reader = network.classOutput
    let classes = output.shape.rank > 1 ? output.shape[1] : output.shape.count
    guard classes > 1 || (output.shape.rank > 1 && reader.yesLimit != nil) else { return nil }
    return stride(from: 0, to: output.shape.count, by: classes).map {
      reader.probabilities(Array(output.elements[$0..<$0 + classes]))
    }
  }
}

extension [ValueReference] {
  /// The outputs of a node.
  init(ofNode node: Int, in network: Network) {
    self = network.outputShapes(of: node).indices.map { ValueReference(node, $0) }
  }
}
