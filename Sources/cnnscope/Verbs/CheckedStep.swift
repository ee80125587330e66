import CNNEngine
import CNNModel
import ScopeDebugger

/// A training step up to its gradients, and the same step in double precision.
struct CheckedStep {
  private let execution: Execution
  private let reference: ReferenceExecution
  private lazy var rounding = execution.gradientRounding

  /// A number that is perturbed.
  struct Element {
    let node: Int
    /// `nil` for an input.
    let parameter: Int?
    let offset: Int
  }

  init(
    _ network: Network, _ image: NetworkInput, state: ModelState, mode: ComputeMode, seed: UInt64
  ) {
    let plan = Plan(network, batchSize: 1)
    let batch = image.batch(for: network).batch
    let context = PassContext(mode: mode, seed: seed)
    var execution = Execution(plan, batch: batch, state: state, context: context)
    var moved = state
    for phase in plan.phases where phase != .update {
      execution.run(phase, state: &moved, optimizer: StochasticGradientDescent(rate: 0))
    }
    self.execution = execution
    reference = ReferenceExecution(network, batch: batch, state: state, context: context)
  }

  mutating func sample(of element: Element) -> GradientCheck.Sample {
    if let parameter = element.parameter {
      return GradientCheck.sample(
        of: element.node, parameter: parameter, offset: element.offset,
        execution.parameterGradients(of: element.node) ?? [], reference, rounding)
    }
    guard let gradient = execution.gradient(ValueReference(element.node)) else {
      preconditionFailure("a gradient before its backward pass")
    }
    return GradientCheck.sample(
      ofInput: element.node, offset: element.offset, gradient, reference, rounding)
  }
}
