public import CNNModel
public import ModelFiles

/// A debugger with what a user can change about it: what keys, prompt, scripts and the plain REPL
/// act on.
public struct Session: Sendable {
  public internal(set) var debugger: Debugger
  /// How far it is running, and how far after that; nothing when it stands still.
  var goals: [Goal] = []
  /// How many networks were opened: names of layers mean something within one of them only.
  public private(set) var generation = 0
  /// One convolution on a small image; `nil` until it is opened.
  public var lab: LabState?
  /// The evaluation that is being done.
  var evaluation: RunningEvaluation?
  /// What the last evaluation found.
  public internal(set) var results: EvaluationResult?
  /// The data set that it was of.
  public internal(set) var evaluatedData: String?
  /// The step that it was evaluated in.
  public internal(set) var evaluatedStep: Int?
  /// How many steps and samples were trained with since it was opened: what a pace is told from.
  public private(set) var trained = (steps: 0, samples: 0)
  /// How many pieces of work were done since it was opened, phase by phase or as if.
  public private(set) var pieces = 0
  /// How many epochs a training takes that is not told its steps.
  public internal(set) var epochs = 10
  /// What the last file holds that was saved.
  var saved = ""
  /// A file of weights that is looked at without a network.
  public internal(set) var weightList: WeightList?
  let budget: Int
  /// What the user wants of images on their way to the network.
  public internal(set) var preparation: InputPreparation

  /// - Parameters:
  ///   - preparation: what is done to images; the usual way unless said.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - data: what to train on; the image alone unless said.
  /// - Throws: ``UserError`` when input or data cannot be opened or made to fit.
  public init(
    _ network: Network, input: String, _ preparation: InputPreparation = .init(), seed: UInt64 = 0,
    loaded: ModelState? = nil, budget: Int = Debugger.defaultBudget, data: String? = nil
  ) throws(UserError) {
    (self.budget, self.preparation) = (budget, preparation)
    debugger = Debugger(
      network, subject: try Subject(input, for: network, preparation),
      optimizer: StochasticGradientDescent(rate: 0.1), seed: seed, loaded: loaded, budget: budget)
    if let data { try choose(data: data) }
  }

  /// - Throws: ``UserError`` when network or input cannot be opened.
  public init(network: String, input: String, seed: UInt64 = 0) throws(UserError) {
    try self.init(try NetworkLibrary.open(network), input: input, seed: seed)
  }

  public var network: Network { debugger.network }

  /// Starts to run, or runs on when what is running has ended. ``work()`` does it.
  /// Stepping ends a training that runs: it would come after all its steps.
  mutating func run(_ goal: Goal) {
    if isTraining { stand() }
    goals.append(goal)
  }

  /// Whether there is something to do.
  public var isRunning: Bool { !goals.isEmpty }

  /// Does one piece of what is running: a phase, or a batch of a test. What cannot be done ends
  /// everything that was to follow.
  ///
  /// - Parameter isDue: whether somebody wants to look. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  public mutating func work(until isDue: () -> Bool = { true }) -> Stop? {
    guard !goals.isEmpty else { return nil }
    pieces += 1
    if goals[0] == .evaluation { return evaluate() }
    let isTraining = isTraining
    let sprint = debugger.sprint(&goals[0], until: isDue)
    pieces += sprint.pieces
    if isTraining {
      trained.steps += sprint.steps
      trained.samples += sprint.samples
    }
    let wasOver = debugger.next == nil
    let stop = debugger.advance(&goals[0])
    if stop == nil, goals[0] == .breakpoint, isAtEndOfPlan {
      goals = []
      return .endOfPlan(debugger.step)
    }
    if let stop {
      goals.removeFirst()
      switch stop {
      case .refused, .beginning, .breakpoint, .condition: goals = []
      default: break
      }
    }
    guard isTraining, !wasOver, debugger.next == nil else { return stop }
    trained.steps += 1
    trained.samples += debugger.batchSize
    return testAfterEpoch(stop) ? nil : stop
  }

  /// Stops running between two phases.
  ///
  /// - Returns: false when nothing was running.
  @discardableResult
  public mutating func cancel() -> Bool {
    defer { stand() }
    return isRunning
  }

  /// Gives up what is running.
  mutating func stand() {
    (goals, evaluation) = ([], nil)
    debugger.stay()
  }

  /// Puts another network in the place of this one, with the same image.
  mutating func open(_ network: Network, input: String? = nil) throws(UserError) {
    var subject = try Subject(
      input ?? debugger.setup.subject.name, for: network, preparation)
    if input == nil { subject.label = debugger.setup.subject.label }
    stand()
    results = nil
    generation += 1
    debugger = Debugger(
      network, subject: subject,
      optimizer: try TrainingSettings.optimizer(debugger.setup.optimizer),
      seed: debugger.setup.seed, budget: debugger.history.budget)
  }

  /// Begins the step anew with another image.
  mutating func choose(_ input: String, _ preparation: InputPreparation) throws(UserError) {
    let subject = try Subject(input, for: network, preparation)
    self.preparation = preparation
    stand()
    debugger.choose(subject)
  }

  /// Another way from images to the network; the step begins anew with it.
  ///
  /// - Throws: ``UserError`` when the image, or the data set, cannot be made to fit so.
  mutating func choose(_ preparation: InputPreparation) throws(UserError) {
    var subject = try Subject(debugger.setup.subject.name, for: network, preparation)
    (subject.label, subject.target) = (
      debugger.setup.subject.label, debugger.setup.subject.target
    )
    var feed = debugger.setup.sampleFeed
    if let old = feed { feed = old.fed(try old.data.prepared(preparation, for: network)) }
    self.preparation = preparation
    stand()
    debugger.choose(subject, feed)
  }

  /// Says what the image shows, or that nothing is known of it.
  ///
  /// - Throws: ``UserError`` when the loss cannot compare with it.
  mutating func label(_ label: Int?) throws(UserError) {
    var subject = debugger.setup.subject
    subject.label = label
    if label != nil, let reason = subject.batch(for: network).withoutTarget {
      throw UserError(reason)
    }
    stand()
    debugger.choose(subject)
  }

  /// Says what the network should give for the image, or leaves that to its label.
  ///
  /// - Throws: ``UserError`` when it cannot be read or compared with what the network gives.
  mutating func choose(target name: String?) throws(UserError) {
    var subject = debugger.setup.subject
    subject.target = nil
    if let name {
      guard network.loss.target == .values else {
        throw UserError(
          "\(network.loss.text) compares with classes; loss squared-error compares with an array")
      }
      subject.target = try WantedOutput(name, for: network)
    }
    stand()
    debugger.choose(subject)
  }

  /// Compares what the network gives in another way; begins anew with what it has learnt.
  mutating func choose(loss text: String) throws(UserError) {
    let loss: any Loss
    do throws(LineError) { loss = try LossCatalog.loss(Word.split(text[...])) } catch {
      throw UserError(error)
    }
    stand()
    results = nil
    debugger = debugger.beginning(network.replacing(loss: loss))
  }

  /// Another optimizer; what is running goes on with it.
  mutating func choose(optimizer text: String) throws(UserError) {
    debugger.choose(try TrainingSettings.optimizer(text))
  }

  mutating func restart(seed: UInt64?) {
    stand()
    results = nil
    debugger.restart(seed: seed)
  }

  mutating func toggleBreakpoint(_ node: Int) -> Bool { debugger.toggleBreakpoint(node) }
  mutating func removeBreakpoints() { debugger.removeBreakpoints() }
}
