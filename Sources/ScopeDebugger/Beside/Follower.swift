import CNNEngine
import CNNModel
import Comparison
import ModelFiles

/// A second debugger that goes wherever the first one goes: to the same training step and, in it, to
/// the phase of the layer that belongs to the first one's.
package struct Follower: Sendable {
  /// Which parameters it begins a step with.
  enum Weights: Sendable {
    /// Always the same ones.
    case held(ModelState)
    /// Those that the first subject begins the step with.
    case same
    /// Its own, which train along.
    case own(start: ModelState)
  }

  /// Where it follows to.
  struct Lead: Sendable {
    let debugger: Debugger
    /// What the user wants of images.
    let preparation: PreprocessingOptions
  }

  package private(set) var debugger: Debugger
  private let weights: Weights
  /// The input of its own; `nil` where it takes that of the first subject.
  private let input: NetworkInput?
  /// The sample of its own; `nil` where it is that of the first subject.
  private let sample: Int?
  /// The edit of the first subject that it leaves out.
  private let missingEdit: Edit?
  /// The input of the first subject as this network takes it, where it takes another one.
  private var adapted: (name: String, input: NetworkInput)?
  /// Why it is not, or not in everything, where the first subject is.
  package private(set) var remark: String?

  /// One that begins where the first subject is.
  ///
  /// - Parameter debugger: the second network; the settings of its step are replaced.
  init(
    _ debugger: Debugger, _ weights: Weights, input: NetworkInput? = nil, sample: Int? = nil,
    withoutEdit missingEdit: Edit? = nil, following lead: Lead
  ) {
    (self.debugger, self.weights, self.input, self.sample) = (debugger, weights, input, sample)
    self.missingEdit = missingEdit
    begin(at: lead)
    selectSample(like: lead.debugger)
  }

  /// Whether its parameters train along with the first subject's.
  package var trainsAlong: Bool {
    if case .own = weights { true } else { false }
  }

  /// Looks at the sample that the first subject looks at, or at its own.
  mutating func selectSample(like lead: Debugger) {
    debugger.select(sample: min(sample ?? lead.sample, debugger.batchSize - 1))
  }
}

/// Where it goes.
extension Follower {
  /// Whether it is where the first subject is, or cannot go further.
  func isWith(_ lead: Lead, _ pairing: NetworkPairing) -> Bool {
    guard debugger.replay == nil, debugger.step == lead.debugger.step,
      debugger.setup == setup(lead), hasStart(of: lead)
    else { return false }
    let phase = phase(at: lead.debugger, pairing)
    return debugger.phase == phase || debugger.phase < phase && debugger.refusal != nil
  }

  /// Does one piece of the way.
  mutating func advance(towards lead: Lead, _ pairing: NetworkPairing) {
    if debugger.replay != nil {
      _ = debugger.continueReplay()
      return
    }
    adapt(lead)
    guard trainsAlong else {
      if debugger.step != lead.debugger.step || debugger.setup != setup(lead) || !hasStart(of: lead)
      {
        return begin(at: lead)
      }
      return approach(phase(at: lead.debugger, pairing))
    }
    let (step, setup) = (lead.debugger.step, setup(lead))
    if debugger.step == step {
      guard debugger.setup != setup else { return approach(phase(at: lead.debugger, pairing)) }
      // A step that is over would be followed by the next one.
      if debugger.next == nil { _ = debugger.rewind(to: 0) }
      debugger.choose(setup)
    } else if let place = debugger.timeline.place(ofStep: step) {
      _ = debugger.startReplay(to: place, phase: 0)
    } else if debugger.step > step || debugger.stepForward(keepingSnapshots: false) != nil {
      begin(at: lead)
    }
  }

  /// Goes a phase on, or back at once.
  private mutating func approach(_ phase: Int) {
    if debugger.phase > phase {
      _ = debugger.rewind(to: phase)
    } else if debugger.phase < phase {
      _ = debugger.stepForward()
    }
  }

  /// Begins the step of the first subject with the parameters that are meant.
  private mutating func begin(at lead: Lead) {
    adapt(lead)
    debugger.restart(setup(lead), Beginning(loaded: start(lead), start: lead.debugger.step))
  }

  private func start(_ lead: Lead) -> ModelState {
    switch weights {
    case .held(let state), .own(let state): state
    case .same: lead.debugger.origin
    }
  }

  private func hasStart(of lead: Lead) -> Bool {
    if case .same = weights { return debugger.origin == lead.debugger.origin }
    return true
  }

  /// The phase that belongs to the one where the first subject is.
  private func phase(at lead: Debugger, _ pairing: NetworkPairing) -> Int {
    guard let last = lead.last else { return 0 }
    if debugger.phases == lead.phases { return lead.phase }
    switch last {
    case .forward(let node):
      guard case .forward? = lead.next else { return forwardCount }
      let partner = (0...node).reversed().lazy.compactMap { pairing.partner(of: $0) }
        .compactMap { place(after: .forward($0)) }.first
      return partner ?? 0
    case .loss: return place(after: .loss) ?? forwardCount
    case .backward(let node):
      guard case .backward? = lead.next else { return backwardEnd }
      let partner = (node..<lead.network.nodes.count).lazy
        .compactMap { pairing.partner(of: $0) }
        .compactMap { place(after: .backward($0)) }.first
      return partner ?? place(after: .loss) ?? forwardCount
    case .update: return debugger.phases.count
    }
  }

  private func place(after phase: Plan.Phase) -> Int? {
    debugger.phases.firstIndex(of: phase).map { $0 + 1 }
  }

  private var forwardCount: Int { debugger.execution.plan.forwardCount }

  /// The end of the backward pass.
  private var backwardEnd: Int { place(after: .update).map { $0 - 1 } ?? debugger.phases.count }
}

/// What its step is set up with.
extension Follower {
  /// The settings of the first subject, with what is its own.
  private func setup(_ lead: Lead) -> StepSetup {
    var setup = lead.debugger.setup
    if trainsAlong, !sharesData(lead.debugger) {
      setup.input = adapted?.input ?? debugger.setup.input
      (setup.source, setup.waiting) = (.image, nil)
    }
    if let missingEdit { setup.edits.leaveOut { $0.isSame(as: missingEdit) } }
    if trainsAlong {
      setup.fault = nil
      setup.edits.leaveOut { !fits($0, lead.debugger) }
    }
    if let input { (setup.input, setup.source, setup.waiting) = (input, .image, nil) }
    setup.mode = lead.debugger.setup.mode
    return setup
  }

  /// Whether an edit of the first subject is one of an input that both take.
  private func fits(_ edit: Edit, _ lead: Debugger) -> Bool {
    edit.place.kind == .input && sharesData(lead)
      && lead.network.sources == debugger.network.sources
  }

  /// Whether the network takes what the first one takes, and its loss the same targets.
  private func sharesData(_ lead: Debugger) -> Bool {
    let (one, other) = (lead.network, debugger.network)
    func inputs(_ network: Network) -> [Shape] {
      network.sources.map { network.outputShapes(of: $0)[0] }
    }
    func output(_ network: Network) -> Shape {
      network.outputShapes(of: network.output.node)[network.output.output]
    }
    return inputs(one) == inputs(other) && output(one) == output(other)
      && one.loss.target == other.loss.target
  }

  /// Makes the input of the first subject fit, where the network takes another shape.
  private mutating func adapt(_ lead: Lead) {
    guard trainsAlong, input == nil, !sharesData(lead.debugger) else { return }
    let wanted = lead.debugger.setup.input
    if lead.debugger.setup.dataLoader != nil {
      remark = "B does not take the data set of A; it looks at \(wanted.name) alone"
    }
    guard adapted?.name != wanted.name || adapted?.input.label != wanted.label else { return }
    do throws(UserError) {
      var input = try NetworkInput(wanted.name, for: debugger.network, lead.preparation)
      input.label = wanted.label
      (adapted, remark) = ((wanted.name, input), nil)
    } catch {
      // What does not fit is not tried again and again.
      var kept = debugger.setup.input
      kept.label = wanted.label
      (adapted, remark) = ((wanted.name, kept), "B keeps \(kept.name): \(error)")
    }
  }
}
