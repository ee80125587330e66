import CNNModel

/// The state of a training at one point, as a value: all that one step can change.
///
/// Activations and gradients are not in it. They follow from it, bit for bit: a plan rebuilds them
/// from the start of the training step.
public struct Moment: Hashable, Sendable {
  /// Parameters, running statistics, and what the optimizer remembers.
  public let state: ModelState
  /// The training step, counted from 0.
  public let step: Int
  /// How many phases of the step are done.
  public let phase: Int
  /// What the step trains with.
  package let setup: StepSetup
}

/// What decides a training step, besides the state it begins with.
package struct StepSetup: Hashable, Sendable {
  package var input: NetworkInput {
    didSet { if input.image != oldValue.image { edits.forgetInputs() } }
  }
  /// What a batch is: the image alone, or images of a data set. With a change between the two the
  /// mode becomes the usual one.
  package var source: BatchSource {
    didSet {
      if source.usualMode != oldValue.usualMode { mode = source.usualMode }
      if source != oldValue { edits.forgetInputs() }
    }
  }
  /// The data set that training goes on with, while an image is looked at.
  package var waiting: DataLoader?
  /// The mode that it goes on in.
  var waitingMode = ComputeMode.training
  /// How layers that depend on it compute.
  package var mode: ComputeMode
  /// The optimizer, as it is written: `sgd lr 0.1`.
  package var optimizer: String
  /// How its rate changes, as it is written: `cosine 1000`.
  package var schedule: String
  package var seed: UInt64
  /// The changed rule that the network computes by; `nil` for none.
  package var fault: PlantedFault?
  /// The numbers that were changed by hand, oldest first.
  package var edits = EditList()

  /// In the usual mode of the source.
  init(
    input: NetworkInput, source: BatchSource = .image, optimizer: String, schedule: String,
    seed: UInt64
  ) {
    (self.input, self.source, mode) = (input, source, source.usualMode)
    (self.optimizer, self.schedule, self.seed) = (optimizer, schedule, seed)
  }

  /// The circumstances of the passes of a step.
  func context(step: Int) -> PassContext { PassContext(mode: mode, seed: seed, step: step) }
}

/// The parts of a training step that a run can stop after.
public enum PassKind: String, Hashable, Sendable, CaseIterable {
  /// The phases of the layers in their order, and the loss.
  case forward
  /// The phases of the layers in reverse order.
  case backward
  /// The weight update.
  case update
}

/// Why a run stopped, as a sentence.
public enum Stop: Hashable, Sendable {
  /// As many phases as were asked for are done.
  case done
  /// The last phase of a pass is done.
  case endOfPass(PassKind)
  /// A run back has undone the first phase of a pass.
  case startOfPass(PassKind)
  /// All phases of a training step are done.
  case endOfStep(Int)
  /// A phase of a layer with a breakpoint is done.
  case breakpoint(name: String, phase: String)
  /// A condition became true: what, where, and how.
  case condition(String)
  /// The loss of a training became NaN or infinite: where, and what was kept.
  case diverged(String)
  /// The end of a step up to which nothing was hit that a run was to stop at.
  case endOfPlan(Int)
  /// At a step that was done before.
  case arrived(Int)
  /// An evaluation is over: what it found.
  case evaluated(String)
  /// What was done by hand is undone.
  case undone(String)
  /// There is nothing before.
  case beginning
  /// What comes next cannot be done.
  case refused(String)
  /// The user stopped it.
  case cancelled

  /// The reason, without a period at its end; empty for ``done``.
  public var sentence: String {
    switch self {
    case .done: ""
    case .endOfPass(let pass):
      pass == .update ? "end of the update" : "end of the \(pass.rawValue) pass"
    case .startOfPass(let pass):
      pass == .update ? "start of the update" : "start of the \(pass.rawValue) pass"
    case .endOfStep(let step): "end of step \(step)"
    case .breakpoint(let name, let phase): "breakpoint on \(name): \(phase)"
    case .condition(let sentence), .diverged(let sentence): sentence
    case .endOfPlan(let step): "end of step \(step); no breakpoint was hit so far, continue runs on"
    case .arrived(let step): "at step \(step)"
    case .evaluated(let sentence): sentence
    case .undone(let title): "\(title) is undone"
    case .beginning: "this is the beginning; nothing was done before"
    case .refused(let reason): reason
    case .cancelled: "stopped"
    }
  }
}

/// How far to run. A run is only many steps.
public enum Goal: Hashable, Sendable {
  /// So many phases.
  case phases(Int)
  /// The end of the pass.
  case endOfPass
  /// The end of the training step.
  case endOfStep
  /// The end of the step that is so many steps ahead.
  case steps(Int)
  /// The next breakpoint.
  case breakpoint
  /// So many phases back.
  case phasesBack(Int)
  /// Back to the start of the pass.
  case startOfPass
  /// Back to the breakpoint before.
  case breakpointBack
  /// A step that was begun before, at the same place in it as here.
  case toStep(Int)
  /// The end of an evaluation, which the session does.
  case evaluation
}
