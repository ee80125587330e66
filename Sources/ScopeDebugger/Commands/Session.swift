public import CNNModel
public import ModelFiles

/// A debugger with what a user can change about it: what keys, prompt, scripts and the plain REPL
/// act on.
public struct Session: Sendable {
  /// What runs, and the debugger that it runs on.
  var loop: TrainingLoop
  /// How many networks were opened: names of layers mean something within one of them only.
  public private(set) var generation = 0
  /// One convolution on a small image; `nil` until it is opened.
  public var lab: LabState?
  /// What the last file holds that was saved.
  var saved = ""
  /// A file of weights that is looked at without a network.
  public internal(set) var weightList: WeightList?
  /// What the user wants of images on their way to the network.
  public internal(set) var preparation: PreprocessingOptions

  /// - Parameters:
  ///   - preparation: what is done to images; the usual way unless said.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - data: what to train on; the image alone unless said.
  /// - Throws: ``UserError`` when input or data cannot be opened or made to fit.
  public init(
    _ network: Network, input: String, _ preparation: PreprocessingOptions = .init(),
    seed: UInt64 = 0,
    loaded: ModelState? = nil, budget: Int = Debugger.defaultBudget, data: String? = nil
  ) throws(UserError) {
    self.preparation = preparation
    loop = TrainingLoop(
      Debugger(
        network, subject: try Subject(input, for: network, preparation),
        optimizer: StochasticGradientDescent(rate: 0.1), seed: seed, loaded: loaded,
        budget: budget))
    if let data { try choose(data: data) }
  }

  /// - Throws: ``UserError`` when network or input cannot be opened.
  public init(network: String, input: String, seed: UInt64 = 0) throws(UserError) {
    try self.init(try NetworkLibrary.open(network), input: input, seed: seed)
  }

  public internal(set) var debugger: Debugger {
    get { loop.debugger }
    _modify { yield &loop.debugger }
  }

  public var network: Network { debugger.network }
}

/// What runs.
extension Session {
  /// Starts to run, or runs on when what is running has ended. ``work(until:)`` does it.
  package mutating func run(_ goal: Goal) { loop.run(goal) }

  /// Whether there is something to do.
  public var isRunning: Bool { loop.isRunning }

  /// Does one piece of what is running: a phase, or a batch of a test. What cannot be done ends
  /// everything that was to follow.
  ///
  /// - Parameter isDue: whether somebody wants to look. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  public mutating func work(until isDue: () -> Bool = { true }) -> Stop? { loop.work(until: isDue) }

  /// Works until a run ends.
  ///
  /// - Returns: what it did in words; nothing when nothing was running.
  public mutating func workToTheEnd() -> [String] {
    while isRunning {
      if let stop = work() { return report(stop) }
    }
    return []
  }

  /// Stops running between two phases.
  ///
  /// - Returns: false when nothing was running.
  @discardableResult
  public mutating func cancel() -> Bool {
    defer { loop.stop() }
    return isRunning
  }

  /// How many epochs a training takes that is not told its steps.
  public internal(set) var epochs: Int {
    get { loop.epochs }
    set { loop.epochs = newValue }
  }
  /// Whether a training of several steps runs, or a test within it.
  public var isTraining: Bool { loop.isTraining }
  /// How many steps are left of those that a training was told to do; `nil` when none runs.
  public var stepsLeft: Int? { loop.stepsLeft }
  /// How many steps and samples were trained with since it was opened: what a pace is told from.
  public var trained: (steps: Int, samples: Int) { loop.trained }
  /// How many pieces of work were done since it was opened, phase by phase or as if.
  public var pieces: Int { loop.pieces }
  /// How far an evaluation has come; `nil` when none is being done.
  public var evaluationProgress: (done: Int, total: Int)? {
    loop.evaluation.map { ($0.evaluation.done, $0.evaluation.total) }
  }
  /// The last evaluation.
  package var lastEvaluation: EvaluationRecord? { loop.lastEvaluation }
  /// What the last evaluation found.
  public var results: EvaluationResult? { lastEvaluation?.result }
}

/// What can be chosen.
extension Session {
  /// Puts another network in the place of this one, with the same image.
  mutating func open(_ network: Network, input: String? = nil) throws(UserError) {
    var subject = try Subject(
      input ?? debugger.setup.subject.name, for: network, preparation)
    if input == nil { subject.label = debugger.setup.subject.label }
    let opened = Debugger(
      network, subject: subject,
      optimizer: try TrainingSettings.optimizer(debugger.setup.optimizer),
      seed: debugger.setup.seed, budget: debugger.history.memory.budget)
    generation += 1
    replace(opened)
  }

  /// Begins anew with another debugger.
  mutating func replace(_ debugger: Debugger) {
    loop.stop()
    loop.forgetEvaluation()
    self.debugger = debugger
  }

  /// Begins the step anew with another image.
  mutating func choose(_ input: String, _ preparation: PreprocessingOptions) throws(UserError) {
    let subject = try Subject(input, for: network, preparation)
    self.preparation = preparation
    loop.stop()
    debugger.choose(subject)
  }

  /// Another preprocessing of images; the step begins anew with it.
  ///
  /// - Throws: ``UserError`` when the image, or the data set, cannot be made to fit so.
  mutating func choose(_ preparation: PreprocessingOptions) throws(UserError) {
    var subject = try Subject(debugger.setup.subject.name, for: network, preparation)
    (subject.label, subject.target) = (
      debugger.setup.subject.label, debugger.setup.subject.target
    )
    var loader = debugger.setup.dataLoader
    if let old = loader { loader = old.loading(try old.data.prepared(preparation, for: network)) }
    self.preparation = preparation
    loop.stop()
    debugger.choose(subject, loader)
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
    loop.stop()
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
    loop.stop()
    debugger.choose(subject)
  }

  /// Compares what the network gives in another way; begins anew with what it has learned.
  mutating func choose(_ loss: any Loss) {
    replace(debugger.beginning(network.replacing(loss: loss)))
  }

  /// Another optimizer; what is running goes on with it.
  mutating func choose(_ optimizer: any Optimizer) { debugger.choose(optimizer) }

  mutating func restart(seed: UInt64?) {
    loop.stop()
    loop.forgetEvaluation()
    debugger.restart(seed: seed)
  }
}
