public import CNNModel

/// Runs.
extension Session {
  /// Starts a run, or queues it behind the one that is running. ``work(until:)`` does it.
  package mutating func run(_ goal: Goal) { loop.run(goal) }

  /// Whether there is something to do.
  public var isRunning: Bool {
    hasNetwork && (loop.isRunning || beside?.isBehind(loop, preparation) == true)
  }

  /// Does one piece of what is running: a phase, or a batch of a test. What cannot be done ends
  /// everything that was to follow.
  ///
  /// - Parameter isDue: whether a redraw or a key is due. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  public mutating func work(until isDue: () -> Bool = { true }) -> Stop? {
    defer { EditTrace.follow(&self) }
    guard var second = beside else { return loop.work(until: isDue) }
    let preparation = preparation
    beside = nil
    let stop = second.work(&loop, preparation, until: isDue)
    beside = second
    return stop
  }

  /// Works until a run ends.
  ///
  /// - Returns: what it did in words; nothing when nothing was running.
  public mutating func workToTheEnd() -> [String] {
    var lines: [String] = []
    while isRunning {
      let stop = work()
      lines += [PlateauNews.take(&self)].compactMap(\.self)
      if let stop { return lines + text.report(stop) }
    }
    return lines
  }

  /// Stops running between two phases.
  ///
  /// - Returns: false when nothing was running.
  @discardableResult
  public mutating func cancel() -> Bool {
    guard isRunning else { return false }
    loop.stop()
    let debugger = debugger
    beside?.pause(debugger)
    return true
  }

  /// How many epochs a training takes when the number of its steps is not given.
  public internal(set) var epochs: Int {
    get { loop.epochs }
    set { loop.epochs = newValue }
  }
  /// Whether a training of several steps runs, or a test within it.
  public var isTraining: Bool { hasNetwork && loop.isTraining }
  /// How many steps of the training are left; `nil` when none is running.
  public var stepsLeft: Int? { loop.stepsLeft }
  /// How many steps and samples were trained with since it was opened, to compute the pace from.
  public var trained: (steps: Int, samples: Int) {
    hasNetwork ? loop.trained : (steps: 0, samples: 0)
  }
  /// How many pieces of work were done since it was opened, counted in phases.
  public var pieces: Int { hasNetwork ? loop.pieces : 0 }
  /// How far an evaluation has come; `nil` when none is being done.
  public var evaluationProgress: (done: Int, total: Int)? {
    loop.evaluation.map { ($0.evaluation.done, $0.evaluation.total) }
  }
  /// The last evaluation.
  package var lastEvaluation: EvaluationRecord? { loop.lastEvaluation }
  /// What the last evaluation found.
  public var results: EvaluationResult? { lastEvaluation?.result }
}
