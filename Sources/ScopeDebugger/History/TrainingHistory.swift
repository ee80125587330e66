import CNNEngine
import CNNModel

/// The training so far as the timeline knows it: before the current step, after it, and on other branches.
package struct TrainingHistory: Sendable {
  let timeline: Timeline

  /// The loss curve up to the current step, oldest first.
  package var curve: [CurvePoint] { timeline.curve(timeline.past) }

  /// This step's point of the curve, once its loss is known.
  package var lastPoint: CurvePoint? { point(of: timeline.current) }

  /// The latest loss on the way to here: this step's, or the one of the step before it.
  package var latestPoint: CurvePoint? {
    lastPoint ?? timeline.parent(of: timeline.current).flatMap(point)
  }

  private func point(of place: Timeline.Place) -> CurvePoint? {
    timeline.curve([.init(branch: place.branch, steps: place.step...place.step)]).first
  }

  /// The curve of the steps that were done after this one and will be done again.
  package var curveAhead: [CurvePoint] { timeline.curve(timeline.future) }

  /// The tests before and after the current step, oldest first.
  package var tests: [(step: Int, figures: TestFigures)] {
    timeline.tests(timeline.past + timeline.future)
  }

  /// The curves of the other branches, each beginning with the step it left from.
  package var oldCurves: [[CurvePoint]] {
    timeline.sidePaths.map { timeline.curve($0) }.filter { !$0.isEmpty }
  }

  /// The changes of settings before and after the current step: `lr 0.1 → 0.05`.
  package var changes: [(step: Int, text: String)] {
    (timeline.past + timeline.future).compactMap { segment in
      let first = Timeline.Place(branch: segment.branch, step: segment.steps.lowerBound)
      guard let parent = timeline.parent(of: first), parent.branch != segment.branch else {
        return nil
      }
      let text = timeline.setup(of: first).difference(to: timeline.setup(of: parent))
      return text.isEmpty ? nil : (first.step, text)
    }
  }

  /// The number of the last step that was begun after the current one.
  package var lastStep: Int { timeline.future.last?.steps.upperBound ?? timeline.step }

  /// How many bytes states and losses take and may take, how many states are kept, and every how
  /// many steps there is one.
  package var memory: (bytes: Int, budget: Int, checkpoints: Int, interval: Int) {
    (timeline.bytes, timeline.budget, timeline.checkpointCount, timeline.interval)
  }

  /// The last data loader before the current step.
  var latestDataLoader: DataLoader? {
    timeline.past.reversed().lazy.compactMap {
      timeline.setup(of: .init(branch: $0.branch, step: $0.steps.lowerBound)).dataLoader
    }.first
  }

  /// Whether a step so far took images of a data set.
  var hasUsedDataSet: Bool {
    sequence(first: timeline.current) { timeline.parent(of: $0) }.contains {
      timeline.setup(of: $0).dataLoader != nil
    }
  }

  /// Whether the steps of another history are still among those of this one.
  func goesBack(to other: TrainingHistory) -> Bool { timeline.origin === other.timeline.origin }
}

extension Debugger {
  package var history: TrainingHistory { TrainingHistory(timeline: timeline) }

  /// The epoch of the step, counted from 0, and its place among the epoch's steps; `nil` for the
  /// image alone.
  package var epoch: (number: Int, step: Int, steps: Int)? {
    guard let loader = setup.dataLoader else { return nil }
    let place = loader.order(seed: setup.seed).place(of: step)
    return (place.epoch, place.index, loader.stepsPerEpoch)
  }
}

extension StepSetup {
  /// What changed from other settings to these, in words; empty when nothing did.
  fileprivate func difference(to other: StepSetup) -> String {
    guard self != other else { return "" }
    var parts: [String] = []
    if optimizer != other.optimizer { parts.append(changedWords(other.optimizer, optimizer)) }
    if schedule != other.schedule { parts.append("\(other.schedule) → \(schedule)") }
    if source != other.source { parts.append("\(other.source.words) → \(source.words)") }
    if case .image = source, input != other.input { parts.append(input.name) }
    if fault != other.fault { parts.append(fault == nil ? "fault off" : "a fault") }
    parts += edits.entries(since: other.edits).map(\.title)
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

extension BatchSource {
  /// `digits, batch 64`, `the image alone`.
  package var words: String {
    switch self {
    case .image: "the image alone"
    case .dataSet(let loader):
      "\(loader.data.name), batch \(loader.batchSize)"
        + (loader.augmentation.changes.isEmpty ? "" : ", \(loader.augmentation.text)")
    }
  }
}
