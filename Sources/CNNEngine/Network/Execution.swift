import CNNModel

/// One training step of a plan in progress, with the results of its phases so far.
///
/// All results are available in the plain layout after the phase that computes them; before, they
/// are `nil`.
public struct Execution: Sendable {
  private var runner: any PhaseRunner
  private var hasBegun = false
  /// A step of the same plan, whose forward passes are reused where they would give the same.
  private var earlier: EarlierForward?
  /// The nodes whose forward passes are those of another step; see ``reuse(_:)``. They are known from
  /// the first phase on.
  package private(set) var reused: Set<Int> = []

  /// A step before its first phase.
  ///
  /// - Parameters:
  ///   - context: the mode, the seed and the step; the node is set by the
  ///     phases.
  ///   - held: by node, the cells of its first output that keep given numbers in all phases.
  /// - Precondition: the batch has the plan's size and the shapes of the network's inputs.
  public init(
    _ plan: Plan, batch: Batch, state: ModelState, context: PassContext,
    held: [Int: HeldCells] = [:]
  ) {
    precondition(batch.size == plan.batchSize, "\(batch.size) samples for \(plan.batchSize)")
    for (source, tensor) in zip(plan.network.sources, batch.inputs) {
      precondition(
        tensor.shape == plan.network.outputShapes(of: source, batch: plan.batchSize)[0],
        "\(tensor.shape) at \(plan.network.nodes[source].name)")
    }
    runner = plan.waiting(
      StepStart(plan: plan, batch: batch, state: state, context: context, held: held))
  }

  /// Reuses the forward passes that another step has computed, where they are certain to give the same
  /// bits again: those of nodes whose inputs, parameters, statistics and held cells are the same. Their
  /// phases run as all others do, but compute nothing.
  ///
  /// - Precondition: no phase of this step was run.
  public mutating func reuse(_ other: Execution) {
    precondition(!hasBegun, "a step that has begun")
    earlier = EarlierForward(other.runner)
  }

  /// The plan.
  public var plan: Plan { runner.start.plan }

  /// The inputs and their targets.
  public var batch: Batch { runner.start.batch }

  /// The state at the start of the step, which the phases read.
  public var start: ModelState { runner.start.state }

  /// The loss, in nats for cross-entropy; `nil` before its phase.
  public var loss: Float? { runner.loss }

  /// Runs one phase.
  ///
  /// - Parameters:
  ///   - state: receives running statistics (forward) and the updated parameters and slots.
  ///   - optimizer: updates the parameters.
  /// - Precondition: all phases before it were run; the batch has a target for the loss.
  public mutating func run(
    _ phase: Plan.Phase, state: inout ModelState, optimizer: any Optimizer
  ) {
    begin()
    switch phase {
    case .forward(let node):
      let statistics = runner.forward(node)
      if !statistics.isEmpty { state.statistics[node] = statistics }
    case .loss:
      guard let target = batch.target else { preconditionFailure("a loss without target") }
      runner.computeLoss(target)
    case .backward(let node): runner.backward(node)
    case .update: runner.update(&state, optimizer)
    }
  }

  /// Compares with another target: the loss and the backward passes are as before their phases,
  /// and the forward passes stay as they are.
  public mutating func replaceTarget(_ change: inout TargetChange) {
    runner.replaceTarget(&change)
  }

  /// Gets memory and operations for the step, unless it has them.
  private mutating func begin() {
    guard !hasBegun else { return }
    hasBegun = true
    reused = earlier?.nodes(equalIn: runner.start) ?? []
    if let passes = plan.runner(runner.start) { runner = passes }
    if let earlier, !reused.isEmpty { runner.reuse(reused, of: earlier.runner) }
    earlier = nil
  }

  /// Runs all phases up to and including `last`.
  ///
  /// - Precondition: `last` is a phase of the plan.
  public mutating func run(
    through last: Plan.Phase, state: inout ModelState, optimizer: any Optimizer
  ) {
    for phase in plan.phases {
      run(phase, state: &state, optimizer: optimizer)
      if phase == last { return }
    }
  }
}

extension Execution {
  /// An output of a node; `nil` before its forward phase.
  public func output(_ value: ValueReference) -> Tensor? { runner.output(value) }

  /// An output of a node as its element type; `nil` before its forward phase.
  public func value(_ value: ValueReference) -> Value? { runner.value(value) }

  /// The gradient of the loss with respect to an output: the sum over all its readers, the loss
  /// first and then in the order of ``Network/consumers(of:)``; `nil` before the backward phases of
  /// all of them.
  public func gradient(_ value: ValueReference) -> Tensor? { runner.gradient(value) }

  /// The terms of ``gradient(_:)``, one per reader.
  public func gradientParts(_ value: ValueReference) -> [Tensor]? { runner.gradientParts(value) }

  /// The gradient that a node contributes to one of its inputs; `nil` before its backward phase.
  public func edgeGradient(node: Int, input: Int) -> Tensor? {
    runner.edgeGradient(node: node, input: input)
  }

  /// The terms of the gradient of a parameter, in its form: one for each use whose backward phase
  /// was run.
  public func parameterGradientParts(
    _ parameter: ParameterReference
  ) -> [(use: ParameterUse, gradient: Tensor)] { runner.parameterGradientParts(parameter) }

  /// The gradients of a node's parameters; `nil` before its backward phase. That of a shared
  /// parameter is the sum of ``parameterGradientParts(_:)``.
  public func parameterGradients(of node: Int) -> [Tensor]? { runner.parameterGradients(of: node) }

  /// The arguments of a node's forward pass.
  ///
  /// - Precondition: its inputs were computed.
  public func forwardPass(of node: Int) -> ForwardPass { runner.forwardPass(of: node) }

  /// The arguments of a node's backward pass; `nil` before the backward phases of all its readers.
  public func backwardPass(of node: Int) -> BackwardPass? { runner.backwardPass(of: node) }
}
