import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// A forward pass that was done, and what came out of it.
package struct ForwardRun {
  /// Which layers' outputs are kept besides the network's own.
  package enum Layers {
    case none
    case one(Int)
    case all
  }

  private let network: Network
  private let input: NetworkInput
  private let values: [ValueReference: Value]
  private let loss: Float?
  /// Where NaN or infinite numbers begin, when the output has some.
  private let origin: OddityOrigin?

  package init(
    _ network: Network, _ input: NetworkInput, state: ModelState, seed: UInt64, layers: Layers
  ) {
    (self.network, self.input) = (network, input)
    let batch = input.batch(for: network).batch
    switch layers {
    case .none where !network.needsExactValues:
      values = Self.infer(network, batch, state, seed, [])
    case .one(let node) where !network.needsExactValues:
      values = Self.infer(network, batch, state, seed, network.values(of: node))
    default: values = Self.step(network, batch, state, seed)
    }
    let output = values[network.output]?.tensor
    origin =
      output?.hasOddities == true
      ? OddityOrigin(network, in: Self.step(network, batch, state, seed)) : nil
    loss = output.flatMap { output in batch.target.map { network.loss.value(output, $0) } }
  }

  /// Some values and the network's output, by a plan for this one image.
  private static func infer(
    _ network: Network, _ batch: Batch, _ state: ModelState, _ seed: UInt64,
    _ further: [ValueReference]
  ) -> [ValueReference: Value] {
    let targets = further.filter { $0 != network.output } + [network.output]
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
    for value in network.nodes.indices.flatMap(network.values) {
      values[value] = execution.value(value)
    }
    return values
  }

  /// The outputs of a node, or of all that were kept, under their names.
  package func activations(of chosen: Int?) -> [NamedArray] {
    (chosen.map { [$0] } ?? Array(network.nodes.indices)).flatMap(network.values).compactMap {
      value in values[value].map { NamedArray(network.valueName(value), NumericArray($0)) }
    }
  }

  private var output: NamedArray? { activations(of: network.output.node).first }

  /// The probability of every class; `nil` where the output is not over classes.
  private var probabilities: [Float]? {
    guard network.loss.target != .values, let output = values[network.output]?.tensor,
      output.shape.rank > 1, output.shape.sample.count == output.shape[1]
    else { return nil }
    return network.classOutput.probabilities(output.elements)
  }

  /// The classes with the highest probabilities; of equal ones the first.
  private func best(_ probabilities: [Float], _ top: Int) -> [(label: Int, probability: Float)] {
    let ranked = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    return ranked.prefix(top).map { ($0, probabilities[$0]) }
  }
}

extension ForwardRun {
  func text(top: Int, layer: Int?) -> String {
    var lines = ["\(network.title) on \(input.name), \(input.fit)"]
    if let layer {
      lines.append(ArrayTable(activations(of: layer)).text)
    } else if let probabilities {
      var table = TextTable([("class", .right), ("probability", .left)])
      for (label, probability) in best(probabilities, top) {
        table.add(["\(label)", Decimals.shortest(probability)])
      }
      lines.append(table.text)
    } else if let output {
      lines.append(ArrayTable([output]).text)
    }
    if let loss {
      lines.append(
        "loss \(Decimals.shortest(loss))" + (input.label.map { ", label \($0)" } ?? ""))
      if let remark = network.classOutput.remark { lines.append(remark) }
    }
    if let origin { lines.append(origin.sentence) }
    return lines.joined(separator: "\n")
  }

  func json(top: Int, layer: Int?) -> JSONText {
    var members: [(name: String, value: JSONText)] = [
      ("network", .string(network.title)), ("input", .string(input.name)),
      ("fit", .string(input.fit)),
    ]
    if let probabilities {
      let classes = best(probabilities, top).map { label, probability in
        JSONText.object([("class", .integer(label)), ("probability", .number(probability))])
      }
      members.append(("best", .array(classes)))
    }
    members.append(("label", input.label.map(JSONText.integer) ?? .null))
    members.append(("loss", loss.map { .number($0) } ?? .null))
    if loss != nil, let remark = network.classOutput.remark {
      members.append(("remark", .string(remark)))
    }
    if let origin { members.append(("nan", origin.json)) }
    if let shown = activations(of: layer ?? network.output.node).first {
      let value = JSONText.object([
        ("layer", .string(shown.name)), ("shape", shown.array.shape.json),
        ("values", .array(shown.array.tensor.elements.map { .number($0) })),
      ])
      members.append((layer == nil ? "output" : "activation", value))
    }
    return .object(members)
  }
}

extension Network {
  /// The outputs of a node.
  fileprivate func values(of node: Int) -> [ValueReference] {
    outputShapes(of: node).indices.map { ValueReference(node, $0) }
  }
}
