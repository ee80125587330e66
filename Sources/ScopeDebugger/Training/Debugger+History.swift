public import CNNEngine
public import CNNModel

/// What was done on the way here and beside it.
extension Debugger {
  /// The losses on the way here, oldest first.
  public var losses: [(step: Int, loss: Float)] { curve.map { ($0.step, $0.loss) } }

  /// The loss curve on the way here, oldest first.
  public var curve: [CurvePoint] { timeline.curve(timeline.past) }

  /// This step's point of the curve, once its loss is known.
  public var lastPoint: CurvePoint? {
    let (stretch, step) = (timeline.current.stretch, timeline.step)
    return timeline.curve([.init(stretch: stretch, steps: step...step)]).first
  }

  /// The curve of the steps that were done after this one and will be done again.
  public var curveAhead: [CurvePoint] { timeline.curve(timeline.future) }

  /// What the tests on the way here and on found, oldest first.
  public var tests: [(step: Int, figures: TestFigures)] {
    timeline.tests(timeline.past + timeline.future)
  }

  /// The curves of what was done with other settings, each beginning with the step it left from.
  public var oldCurves: [[CurvePoint]] {
    timeline.branches.map { timeline.curve($0) }.filter { !$0.isEmpty }
  }

  /// Where settings changed on the way here and on, and which: `lr 0.1 → 0.05`.
  public var changes: [(step: Int, text: String)] {
    (timeline.past + timeline.future).compactMap { piece in
      let first = Timeline.Place(stretch: piece.stretch, step: piece.steps.lowerBound)
      guard let parent = timeline.parent(of: first), parent.stretch != piece.stretch else {
        return nil
      }
      let text = timeline.setup(of: first).difference(to: timeline.setup(of: parent))
      return text.isEmpty ? nil : (first.step, text)
    }
  }

  /// The images of a data set that were trained with the last time on the way here.
  var latestFeed: SampleFeed? {
    timeline.past.reversed().lazy.compactMap {
      timeline.setup(of: .init(stretch: $0.stretch, step: $0.steps.lowerBound)).sampleFeed
    }.first
  }

  /// Whether a data set has fed a step on the way here.
  var wasFed: Bool {
    sequence(first: timeline.current) { timeline.parent(of: $0) }.contains {
      timeline.setup(of: $0).sampleFeed != nil
    }
  }

  /// Whether its steps are still among those of this one.
  func goesBack(to other: Debugger) -> Bool { timeline.origin === other.timeline.origin }

  /// The number of the last step that was begun on the way that leads on from here.
  public var lastStep: Int { timeline.future.last?.steps.upperBound ?? step }

  /// The epoch of the step, counted from 0, and its place among the epoch's steps; `nil` for the
  /// image alone.
  public var epoch: (number: Int, step: Int, steps: Int)? {
    guard let feed = setup.sampleFeed else { return nil }
    let place = feed.order(seed: setup.seed).place(of: step)
    return (place.epoch, place.index, feed.stepsPerEpoch)
  }

  /// How many bytes states and losses take and may take, how many states are kept, and every how
  /// many steps there is one.
  public var history: (bytes: Int, budget: Int, checkpoints: Int, interval: Int) {
    (timeline.bytes, timeline.budget, timeline.checkpointCount, timeline.interval)
  }

  /// Changes how many bytes the history's states and losses may take.
  public mutating func limitHistory(to bytes: Int) { timeline.limit(to: bytes) }

  /// An evaluation of this moment, or of another state.
  mutating func evaluation(
    of state: ModelState? = nil, on samples: any LabeledSamples
  ) -> Evaluation {
    let size = network.takesBatches ? Evaluation.usualBatch : 1
    return Evaluation(plan(size), state ?? self.state, on: samples)
  }

  /// Keeps what an evaluation of this moment found, as a point of the curve.
  public mutating func record(_ result: EvaluationResult) {
    timeline.record(
      test: TestFigures(loss: Float(result.loss), accuracy: Float(result.accuracy)))
  }

  /// A row a layer with the sizes of activations, gradients, parameters and updates.
  public var ladder: GradientLadder { GradientLadder(execution, state: state) }
}

extension StepSetup {
  /// What changed from other settings to these, in words; empty when nothing did.
  fileprivate func difference(to other: StepSetup) -> String {
    guard self != other else { return "" }
    var parts: [String] = []
    if optimizer != other.optimizer { parts.append(changedWords(other.optimizer, optimizer)) }
    if schedule != other.schedule { parts.append("\(other.schedule) → \(schedule)") }
    if feed != other.feed { parts.append("\(other.feed.words) → \(feed.words)") }
    if case .image = feed, subject != other.subject { parts.append(subject.name) }
    return parts.joined(separator: ", ")
  }
}

/// `lr 0.1 → 0.05`: the words that differ, each with its name; all of both where the first differs.
private func changedWords(_ old: String, _ new: String) -> String {
  let (before, after) = (old.split(separator: " "), new.split(separator: " "))
  guard before.count == after.count, before.first == after.first else { return "\(old) → \(new)" }
  let changed = before.indices.filter { before[$0] != after[$0] }
  return changed.map { "\(before[$0 - 1]) \(before[$0]) → \(after[$0])" }.joined(separator: ", ")
}

extension Feed {
  /// `digits, batch 64`, `the image alone`.
  public var words: String {
    switch self {
    case .image: "the image alone"
    case .samples(let feed):
      "\(feed.data.name), batch \(feed.batchSize)"
        + (feed.shift.most > 0 ? ", shift \(feed.shift.most)" : "")
    }
  }
}
