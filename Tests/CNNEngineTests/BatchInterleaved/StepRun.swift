import CNNEngine
import CNNModel
import LayerSamples

/// A network with random images and classes, for running one step.
struct StepRun {
  let network: Network
  let batch: Batch
  var state: ModelState
  let context: PassContext

  static let optimizers = [
    "sgd lr 0.05 weight-decay 0.01", "momentum lr 0.05", "nesterov lr 0.05", "adam lr 0.01",
    "adamw lr 0.01",
  ]

  init(
    _ text: String, size: Int, content: LayerSample.Content = .normal,
    optimizer: any Optimizer = StochasticGradientDescent(rate: 0.1), mode: ComputeMode = .training
  ) throws {
    network = try Network(text: text, title: "interleaved")
    let output = network.outputShapes(of: network.output.node, batch: size)[network.output.output]
    let images = SampleRun.numbers(network.inputSample.batched(size), seed: 3, content)
    let target: Target =
      network.loss.target == .classes
      ? .classes((0..<output.count / output[1]).map { $0 * 7 % output[1] })
      : .values(SampleRun.numbers(output, seed: 4, .normal))
    batch = Batch(inputs: [images], target: target)
    state = ModelState(network, optimizer: optimizer, seed: 6)
    context = PassContext(mode: mode, seed: 9, step: 2)
  }

  static func optimizer(_ text: String) throws -> any Optimizer {
    try OptimizerCatalog.optimizer(Word.split(text[...]))
  }

  /// Runs the whole step.
  func step(
    _ plan: Plan, optimizer: any Optimizer = StochasticGradientDescent(rate: 0.1)
  ) -> (execution: Execution, state: ModelState) {
    var after = state
    var execution = Execution(plan, batch: batch, state: state, context: context)
    execution.run(through: .update, state: &after, optimizer: optimizer)
    return (execution, after)
  }

  /// All results of the step, in the order of the nodes.
  static func numbers(_ execution: Execution) -> [Tensor?] {
    let nodes = execution.plan.network.nodes.indices
    return nodes.map { execution.output(ValueReference($0)) }
      + nodes.map { execution.gradient(ValueReference($0)) }
      + nodes.flatMap { execution.parameterGradients(of: $0) ?? [] }
  }

  /// The first numbers that differ by more than the rounding errors of a different order of
  /// summation.
  static func difference(
    _ first: Tensor?, _ second: Tensor?, tolerance: Float = 2e-5
  ) -> String? {
    guard let first, let second else { return first == nil && second == nil ? nil : "one is nil" }
    guard first.shape == second.shape else { return "\(first.shape), not \(second.shape)" }
    let largest = first.elements.reduce(Float(0)) {
      $1.isFinite ? max($0, $1.magnitude) : $0
    }
    for (offset, (a, b)) in zip(first.elements, second.elements).enumerated() {
      let bound = tolerance * (1e-3 + largest)
      let isSame = a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= bound
      if !isSame { return "\(b) at \(offset), not \(a)" }
    }
    return nil
  }
}
