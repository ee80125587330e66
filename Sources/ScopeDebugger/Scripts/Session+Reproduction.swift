import CNNModel

extension Session {
  /// The command lines that lead a new session on the same network and image to this moment: the
  /// settings of every step on the way here, and how often to run.
  public var reproduction: [String] {
    let timeline = debugger.timeline
    var lines: [String] = []
    var setup = timeline.firstSetup.asBegun
    /// How many steps have the same settings so far.
    var count = 0
    for piece in timeline.past {
      let next = timeline.setup(
        of: Timeline.Place(stretch: piece.stretch, step: piece.steps.lowerBound))
      let changes = next.changes(from: setup)
      if !changes.isEmpty, count > 0 {
        lines.append("run \(count)")
        count = 0
      }
      lines += changes
      setup = next
      count += piece.steps.count
    }
    // The last step may be under way: after a run it is begun by a step of its own.
    if count > 1 { lines.append("run \(count - 1)") }
    let phases = debugger.phase + (count > 1 ? 1 : 0)
    return phases > 0 ? lines + ["step \(phases)"] : lines
  }
}

extension StepSetup {
  /// The settings of a session that has just begun with this one's image and seed.
  fileprivate var asBegun: StepSetup {
    var begun = subject
    begun.target = nil
    return StepSetup(
      subject: begun, feed: .image, optimizer: StochasticGradientDescent(rate: 0.1).text,
      schedule: ConstantSchedule().text, seed: seed)
  }

  /// The commands that make these settings of others.
  fileprivate func changes(from other: StepSetup) -> [String] {
    var lines: [String] = []
    let isPrepared = subject.wanted == other.subject.wanted
    if subject.name != other.subject.name || !isPrepared {
      let name = subject.name == other.subject.name ? [] : [subject.name]
      let words = isPrepared ? [] : ["--usual"] + subject.wanted.words
      lines.append((["input"] + name + words).joined(separator: " "))
    }
    if subject.label != other.subject.label {
      lines.append("label \(subject.label.map { "\($0)" } ?? "none")")
    }
    if subject.target != other.subject.target {
      lines.append("target \(subject.target?.name ?? "none")")
    }
    lines += dataChanges(from: other)
    if optimizer != other.optimizer { lines.append("optimizer \(optimizer)") }
    if schedule != other.schedule { lines.append("schedule \(schedule)") }
    return lines
  }

  private func dataChanges(from other: StepSetup) -> [String] {
    guard let feed = sampleFeed else { return other.sampleFeed == nil ? [] : ["data none"] }
    let before = other.sampleFeed
    var lines: [String] = []
    if feed.data != before?.data { lines.append("data \(feed.data.name)") }
    if feed.batchSize != before?.batchSize ?? 64 { lines.append("batch \(feed.batchSize)") }
    if feed.shift != before?.shift ?? ImageShift(most: 0) {
      lines.append("shift \(feed.shift.most)")
    }
    return lines
  }
}
