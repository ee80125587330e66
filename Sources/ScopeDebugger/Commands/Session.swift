public import CNNEngine
public import ModelFiles

/// A debugger with what a user can change about it: what keys, prompt, scripts and the plain REPL
/// act on.
public struct Session: Sendable {
  public private(set) var debugger: Debugger
  /// How far it is running, and how far after that; nothing when it stands still.
  private var goals: [Goal] = []
  /// How many networks were opened: names of layers mean something within one of them only.
  public private(set) var generation = 0
  /// One convolution on a small image; `nil` until it is opened.
  public var lab: LabState?
  private let budget: Int
  private let resize: InputFit.Resize?

  /// - Parameters:
  ///   - resize: how the rows and columns of images change; `nil` for the usual way.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  /// - Throws: ``UserError`` when the input cannot be opened or made to fit.
  public init(
    _ network: Network, input: String, resize: InputFit.Resize? = nil, seed: UInt64 = 0,
    loaded: ModelState? = nil, budget: Int = Debugger.defaultBudget
  ) throws(UserError) {
    (self.budget, self.resize) = (budget, resize)
    debugger = Debugger(
      network, subject: try Subject(input, for: network, resize: resize),
      optimizer: StochasticGradientDescent(rate: 0.1), seed: seed, loaded: loaded, budget: budget)
  }

  /// - Throws: ``UserError`` when network or input cannot be opened.
  public init(network: String, input: String, seed: UInt64 = 0) throws(UserError) {
    try self.init(try NetworkLibrary.open(network), input: input, seed: seed)
  }

  public var network: Network { debugger.network }

  /// Starts to run, or runs on when what is running has ended. ``work()`` does it.
  mutating func run(_ goal: Goal) { goals.append(goal) }

  /// Whether there is something to do.
  public var isRunning: Bool { !goals.isEmpty }

  /// Does one phase of what is running. What cannot be done ends everything that was to follow.
  ///
  /// - Returns: why it stopped, when it did.
  public mutating func work() -> Stop? {
    guard !goals.isEmpty else { return nil }
    guard let stop = debugger.advance(&goals[0]) else { return nil }
    goals.removeFirst()
    switch stop {
    case .refused, .beginning, .breakpoint: goals = []
    default: break
    }
    return stop
  }

  /// Stops running between two phases.
  ///
  /// - Returns: false when nothing was running.
  @discardableResult
  public mutating func cancel() -> Bool {
    defer { goals = [] }
    return isRunning
  }

  /// Puts another network in the place of this one, with the same image.
  mutating func open(_ network: Network, input: String? = nil) throws(UserError) {
    var subject = try Subject(
      input ?? debugger.setup.subject.name, for: network, resize: resize)
    if input == nil { subject.label = debugger.setup.subject.label }
    goals = []
    generation += 1
    debugger = Debugger(
      network, subject: subject, optimizer: try optimizer(debugger.setup.optimizer),
      seed: debugger.setup.seed, budget: budget)
  }

  /// Begins the step anew with another image.
  mutating func choose(_ input: String) throws(UserError) {
    goals = []
    debugger.choose(try Subject(input, for: network, resize: resize))
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
    goals = []
    debugger.choose(subject)
  }

  mutating func choose(optimizer text: String) throws(UserError) {
    goals = []
    debugger.choose(try optimizer(text))
  }

  mutating func restart(seed: UInt64?) {
    goals = []
    debugger.restart(seed: seed)
  }

  mutating func toggleBreakpoint(_ node: Int) -> Bool { debugger.toggleBreakpoint(node) }
  mutating func removeBreakpoints() { debugger.removeBreakpoints() }

  private func optimizer(_ text: String) throws(UserError) -> any Optimizer {
    do throws(LineError) { return try OptimizerCatalogue.optimizer(Word.split(text[...])) } catch {
      throw UserError(error)
    }
  }
}
