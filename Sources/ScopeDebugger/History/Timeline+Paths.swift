/// One step of a loss curve.
package struct CurvePoint: Hashable, Sendable {
  package let step: Int
  /// Of the step's batch, before its update.
  package let loss: Float
  /// The share of the step's batch that was classified right; `nil` without classes.
  package let accuracy: Float?
  /// What an evaluation on the test part found at the end of this step; `nil` where there was none.
  package let test: TestFigures?
}

/// Loss and accuracy of an evaluation.
package struct TestFigures: Hashable, Sendable {
  package let loss: Float
  /// The share of the samples that were classified right.
  package let accuracy: Float

  package init(loss: Float, accuracy: Float) { (self.loss, self.accuracy) = (loss, accuracy) }
}

extension Timeline {
  /// A part of a path: steps of one branch.
  struct Segment: Hashable, Sendable {
    let branch: Int
    let steps: ClosedRange<Int>
  }

  /// The step with a number on the path to the current step and after it; `nil` when it was not begun.
  func place(ofStep number: Int) -> Place? {
    (past + future).first { $0.steps.contains(number) }
      .map { Place(branch: $0.branch, step: number) }
  }

  /// The steps on the path to the current one, oldest first; that is the last.
  var past: [Segment] {
    var segments: [Segment] = []
    var end: Place? = current
    while let place = end {
      let branch = branches[place.branch]
      segments.append(Segment(branch: place.branch, steps: branch.first...place.step))
      end = branch.parent
    }
    return segments.reversed()
  }

  /// The settings of the first step of the path.
  var firstSetup: StepSetup { setup(of: Place(branch: past[0].branch, step: 0)) }

  /// The steps that were done after this one.
  var future: [Segment] {
    var segments: [Segment] = []
    var start = next(after: current)
    while let place = start {
      let end = end(ofPathFrom: place)
      segments.append(Segment(branch: place.branch, steps: place.step...end.step))
      start = next(after: end)
    }
    return segments
  }

  /// The last step of the same branch on the path after a step.
  private func end(ofPathFrom place: Place) -> Place {
    let leaving = exits(of: place.branch).filter { $0.step >= place.step }
    return leaving.min { $0.step < $1.step }
      ?? Place(branch: place.branch, step: branches[place.branch].last)
  }

  /// The steps of a branch after which the path leaves it.
  private func exits(of branch: Int) -> [Place] {
    branches.compactMap(\.parent).filter { place in
      place.branch == branch && next(after: place)?.branch != branch
    }
  }

  /// The steps that are not on the path, each branch with the step before it.
  var sidePaths: [[Segment]] {
    var line: [Int: ClosedRange<Int>] = [:]
    for segment in past + future {
      let known = line[segment.branch] ?? segment.steps
      line[segment.branch] =
        min(
          known.lowerBound, segment.steps.lowerBound)...max(
          known.upperBound, segment.steps.upperBound)
    }
    return branches.indices.compactMap { index in
      let branch = branches[index]
      guard let onPath = line[index] else {
        let whole = Segment(branch: index, steps: branch.first...branch.last)
        return (branch.parent.map { [Segment(branch: $0.branch, steps: $0.step...$0.step)] } ?? [])
          + [whole]
      }
      guard onPath.upperBound < branch.last else { return nil }
      return [Segment(branch: index, steps: onPath.upperBound...branch.last)]
    }
  }

  /// The curve along a path, as far as its losses are known.
  func curve(_ path: [Segment]) -> [CurvePoint] {
    path.flatMap { branches[$0.branch].track.points($0.steps) }
  }

  /// The tests along a path.
  func tests(_ path: [Segment]) -> [(step: Int, figures: TestFigures)] {
    path.flatMap { segment in
      branches[segment.branch].track.tests.filter { segment.steps.contains($0.step) }
    }
  }
}
