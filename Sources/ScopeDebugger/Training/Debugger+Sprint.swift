import CNNEngine
import CNNModel

/// What was done without a look at what lies between.
public struct Sprint: Hashable, Sendable {
  /// How many pieces of work it would have been, phase by phase.
  public var pieces = 0
  /// How many training steps it did.
  public var steps = 0
  public var samples = 0
}

/// What does whole steps, and the settings that it does them with.
struct WholeSteps: Sendable {
  fileprivate let setup: StepSetup
  /// Whether it keeps what lies between, for figures of it.
  fileprivate let keepsAll: Bool
  fileprivate var trainer: Trainer?
}

/// Whole steps in a row, where nobody looks: the same bits as phase by phase, in less time.
extension Debugger {
  /// Steps with more multiplications are done phase by phase, so that keys need not wait for them.
  private static let longest = 400_000_000

  /// Does steps towards a goal as a whole, and comes to the beginning of one that is to be looked
  /// at: the last, the last of an epoch, one in which a condition may become true, or the one that
  /// is under way when somebody wants to look.
  ///
  /// - Parameters:
  ///   - goal: counts down as steps are done.
  ///   - isDue: whether somebody wants to look; asked after every step.
  public mutating func sprint(_ goal: inout Goal, until isDue: () -> Bool) -> Sprint {
    var sprint = Sprint()
    guard !isDue() else { return sprint }
    if journey != nil {
      sprint.pieces = hurry(until: isDue)
      return sprint
    }
    let most = wholeSteps(to: goal)
    guard most > 0, next == nil || phase == 0, let trainer = trainerFromHere else { return sprint }
    if next == nil {
      advanceTimeline()
      sprint.pieces += 1
    }
    run(trainer, most, until: isDue, &sprint)
    if case .steps(let count) = goal { goal = .steps(count - sprint.steps) }
    return sprint
  }

  /// Goes on to the next step of the timeline.
  mutating func advanceTimeline() {
    let end = state
    timeline.advance(end, spacing: spacing)
  }

  private mutating func run(
    _ trainer: Trainer, _ most: Int, until isDue: () -> Bool, _ sprint: inout Sprint
  ) {
    let setup = setup
    trainer.begin(state)
    var held = conditions.filter { $0.isOfState && $0.mayHold(glance(trainer, nil)) }
    repeat {
      guard let outcome = trainer.step(step, rate: rule.rate(step: step)) else { break }
      let glance = glance(trainer, outcome)
      timeline.record(loss: outcome.loss, accuracy: glance.accuracy.map { Float($0) })
      let holding = conditions.filter { !$0.isOfStep && $0.mayHold(glance) }
      guard holding.allSatisfy(held.contains) else {
        // Back to its beginning, to do it phase by phase.
        guard setOut(to: timeline.current, phase: 0) else { return }
        _ = hurry { false }
        while !travel() {}
        return
      }
      held = holding.filter(\.isOfState)
      sprint.steps += 1
      sprint.samples += outcome.count
      sprint.pieces += phases.count + 1
      timeline.advance(trainer.state, spacing: spacing)
    } while sprint.steps < most && self.setup == setup && canBeWhole(step) && !isDue()
    begin(from: trainer.state)
  }

  private func glance(_ trainer: Trainer, _ outcome: Trainer.Outcome?) -> Glance {
    Glance(
      trainer: trainer, outcome: outcome, step: step, rate: rule.rate(step: step),
      keepsAll: wholeSteps?.keepsAll ?? false)
  }

  /// How many steps may be done as a whole: the last one of a goal is looked at.
  private func wholeSteps(to goal: Goal) -> Int {
    switch goal {
    case .steps(let count): canHitBreakpoint ? 0 : count - 1
    case .breakpoint: canHitBreakpoint || conditions.isEmpty ? 0 : .max
    default: 0
    }
  }

  /// What does whole steps from the one on that is to be done next.
  private var trainerFromHere: Trainer? {
    mutating get {
      let number = next == nil ? step + 1 : step
      let after = timeline.next(after: timeline.current)
      let goesOnAlike = next != nil || after.map { timeline.setup(of: $0) == setup } ?? true
      guard withoutTarget == nil, goesOnAlike, canBeWhole(number), next != nil || !begins(number),
        conditions.allSatisfy({ $0.canGlance(network) })
      else { return nil }
      return trainer(for: setup, state)
    }
  }

  /// Whether a step may be done as a whole: the last of an epoch, and one after which a condition on
  /// the number of the step becomes true, may not.
  private func canBeWhole(_ number: Int) -> Bool {
    guard let feed = setup.sampleFeed else { return false }
    let place = feed.order(seed: setup.seed).place(of: number)
    return place.index + 1 < feed.stepsPerEpoch && !begins(number + 1)
  }

  /// Whether a condition becomes true with the beginning of a step.
  private func begins(_ number: Int) -> Bool {
    conditions.contains {
      $0.isOfStep && $0.holds(step: number, rate: rule.rate(step: number))
        && !$0.holds(step: number - 1, rate: rule.rate(step: number - 1))
    }
  }

  /// What does whole steps with settings; `nil` where they have no form or are long.
  private mutating func trainer(for setup: StepSetup, _ state: ModelState) -> Trainer? {
    guard let feed = setup.sampleFeed,
      3 * network.multiplyAccumulateCount * feed.batchSize <= Self.longest
    else { return nil }
    let keepsAll = conditions.contains { $0.needsAll(network, state) }
    if var known = wholeSteps, known.setup == setup, known.keepsAll == keepsAll {
      // Another copy of the debugger may be at work with the same one.
      wholeSteps = nil
      if known.trainer == nil || isKnownUniquelyReferenced(&known.trainer) {
        wholeSteps = known
        return known.trainer
      }
    }
    let optimizer = rule.optimizer(for: setup, step: 0)
    var state = state
    state.prepareSlots(for: optimizer)
    let trainer = Trainer(
      network, state: state, optimizer: optimizer, samples: feed.data.train,
      order: feed.order(seed: setup.seed), shift: feed.shift, keepsAll: keepsAll)
    wholeSteps = WholeSteps(setup: setup, keepsAll: keepsAll, trainer: trainer)
    return trainer
  }

  /// Does steps of the way to another step as a whole.
  ///
  /// - Returns: how many pieces of work it would have been, phase by phase.
  mutating func hurry(until isDue: () -> Bool) -> Int {
    guard var way = journey, way.execution == nil, let first = way.steps.first else { return 0 }
    let setup = timeline.setup(of: first)
    guard let trainer = trainer(for: setup, way.state) else { return 0 }
    way.state.prepareSlots(for: rule.optimizer(for: setup, step: first.step))
    trainer.begin(way.state)
    var pieces = 0
    while let place = way.steps.first, timeline.setup(of: place) == setup, pieces == 0 || !isDue() {
      _ = trainer.step(place.step, rate: rule.rate(step: place.step))
      way.steps.removeFirst()
      pieces += phases.count
    }
    way.state = trainer.state
    journey = way
    return pieces
  }

  /// A state is kept every so many steps that to do them again takes a few hundredths of a second:
  /// a power of two.
  var spacing: Int {
    let work = max(1, 3 * network.multiplyAccumulateCount * batchSize)
    var spacing = 1
    while spacing < 64, 2 * spacing * work <= 1 << 30 { spacing *= 2 }
    return spacing
  }
}
