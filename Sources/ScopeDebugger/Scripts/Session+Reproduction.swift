import CNNModel

extension Session {
  /// The command lines that lead a new session on the same network and image to this moment: the
  /// settings of every step so far, and how often to run.
  public var reproduction: [String] {
    let timeline = debugger.timeline
    var lines: [String] = []
    var setup = timeline.firstSetup.asBegun
    /// How many steps have the same settings so far.
    var count = 0
    for segment in timeline.past {
      let next = timeline.setup(
        of: Timeline.Place(branch: segment.branch, step: segment.steps.lowerBound))
      let changes = next.changes(from: setup)
      if !changes.isEmpty, count > 0 {
        lines.append("run \(count)")
        count = 0
      }
      lines += changes
      setup = next
      count += segment.steps.count
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
    var begun = input
    (begun.label, begun.target) = (begun.ownLabel, nil)
    return StepSetup(
      input: begun, source: .image, optimizer: StochasticGradientDescent(rate: 0.1).text,
      schedule: ConstantSchedule().text, seed: seed)
  }

  /// The commands that make these settings of others.
  fileprivate func changes(from other: StepSetup) -> [String] {
    var lines: [String] = []
    let isPrepared = input.wanted == other.input.wanted
    let leavesData = dataLoader == nil && waiting != nil && other.dataLoader != nil
    let isNamed = input.name != other.input.name || leavesData
    if isNamed || !isPrepared {
      let name = isNamed ? [input.name.asPathWord] : []
      let words = isPrepared ? [] : ["--usual"] + input.wanted.words
      lines.append((["input"] + name + words).joined(separator: " "))
    }
    if input.label != other.input.label {
      lines.append("label \(input.label.map { "\($0)" } ?? "none")")
    }
    if input.target != other.input.target {
      lines.append("target \(input.target?.name.asPathWord ?? "none")")
    }
    lines += dataChanges(from: other)
    let isSameKind = (dataLoader == nil) == (other.dataLoader == nil)
    let reached = isSameKind ? other.mode : source.usualMode
    if mode != reached { lines.append("mode \(mode.rawValue)") }
    if optimizer != other.optimizer { lines.append("optimizer \(optimizer)") }
    if schedule != other.schedule { lines.append("schedule \(schedule)") }
    if fault != other.fault { lines.append(fault?.command ?? "fault off") }
    lines += edits.entries(since: other.edits).flatMap(\.commands)
    return lines
  }

  private func dataChanges(from other: StepSetup) -> [String] {
    guard let loader = dataLoader else {
      return trainingData == nil && other.trainingData != nil ? ["data none"] : []
    }
    let before = other.dataLoader
    var lines: [String] = []
    if loader.data != before?.data { lines.append("data \(loader.data.name.asPathWord)") }
    if loader.batchSize != before?.batchSize ?? 64 { lines.append("batch \(loader.batchSize)") }
    if loader.augmentation != before?.augmentation ?? Augmentation() {
      let augmentation = loader.augmentation
      lines.append(augmentation.shiftAlone.map { "shift \($0)" } ?? "augment \(augmentation.text)")
    }
    return lines
  }
}
