/// One step of a loss curve.
public struct CurvePoint: Hashable, Sendable {
  public let step: Int
  /// Of the step's batch, before its update.
  public let loss: Float
  /// The share of the step's batch that was classified right; `nil` without classes.
  public let accuracy: Float?
  /// What an evaluation on the test part found at the end of this step; `nil` where there was none.
  public let test: TestFigures?
}

/// What an evaluation says in two numbers.
public struct TestFigures: Hashable, Sendable {
  public let loss: Float
  /// The share of the samples that were classified right.
  public let accuracy: Float
}

extension Timeline {
  /// A part of a way: steps of one stretch.
  struct Piece: Hashable, Sendable {
    let stretch: Int
    let steps: ClosedRange<Int>
  }

  /// The step with a number on the way that leads here and on; `nil` when it was not begun.
  func place(ofStep number: Int) -> Place? {
    (past + future).first { $0.steps.contains(number) }
      .map { Place(stretch: $0.stretch, step: number) }
  }

  /// The steps on the way here, oldest first; this one is the last.
  var past: [Piece] {
    var pieces: [Piece] = []
    var end: Place? = current
    while let place = end {
      let stretch = stretches[place.stretch]
      pieces.append(Piece(stretch: place.stretch, steps: stretch.first...place.step))
      end = stretch.parent
    }
    return pieces.reversed()
  }

  /// The settings that the way here begins with.
  var firstSetup: StepSetup { setup(of: Place(stretch: past[0].stretch, step: 0)) }

  /// The steps that were done after this one.
  var future: [Piece] {
    var pieces: [Piece] = []
    var start = next(after: current)
    while let place = start {
      let end = end(ofWayFrom: place)
      pieces.append(Piece(stretch: place.stretch, steps: place.step...end.step))
      start = next(after: end)
    }
    return pieces
  }

  /// The last step of the same stretch on the way on from a step.
  private func end(ofWayFrom place: Place) -> Place {
    let leaving = leavings(of: place.stretch).filter { $0.step >= place.step }
    return leaving.min { $0.step < $1.step }
      ?? Place(stretch: place.stretch, step: stretches[place.stretch].last)
  }

  /// The steps of a stretch that the way leaves it after.
  private func leavings(of stretch: Int) -> [Place] {
    stretches.compactMap(\.parent).filter { place in
      place.stretch == stretch && next(after: place)?.stretch != stretch
    }
  }

  /// What lies neither on the way here nor on the way on, each with the step that it left from.
  var branches: [[Piece]] {
    var line: [Int: ClosedRange<Int>] = [:]
    for piece in past + future {
      let known = line[piece.stretch] ?? piece.steps
      line[piece.stretch] =
        min(
          known.lowerBound, piece.steps.lowerBound)...max(
          known.upperBound, piece.steps.upperBound)
    }
    return stretches.indices.compactMap { index in
      let stretch = stretches[index]
      guard let walked = line[index] else {
        let whole = Piece(stretch: index, steps: stretch.first...stretch.last)
        return (stretch.parent.map { [Piece(stretch: $0.stretch, steps: $0.step...$0.step)] } ?? [])
          + [whole]
      }
      guard walked.upperBound < stretch.last else { return nil }
      return [Piece(stretch: index, steps: walked.upperBound...stretch.last)]
    }
  }

  /// The curve along a way, as far as its losses are known.
  func curve(_ way: [Piece]) -> [CurvePoint] {
    way.flatMap { stretches[$0.stretch].track.points($0.steps) }
  }

  /// What the tests along a way found.
  func tests(_ way: [Piece]) -> [(step: Int, figures: TestFigures)] {
    way.flatMap { piece in
      stretches[piece.stretch].track.tests.filter { piece.steps.contains($0.step) }
    }
  }
}
