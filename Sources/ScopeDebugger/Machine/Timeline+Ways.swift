/// One step of a loss curve.
public struct CurvePoint: Hashable, Sendable {
  public let step: Int
  /// Of the step's batch, before its update.
  public let loss: Float
  /// The share of the step's batch that was classified right; `nil` without classes.
  public let accuracy: Float?
  /// What an evaluation on the test part found at this step; `nil` where there was none.
  public let test: TestFigures?
}

/// What an evaluation says in two numbers.
public struct TestFigures: Hashable, Sendable {
  public let loss: Float
  /// The share of the samples that were classified right.
  public let accuracy: Float
}

extension Timeline {
  /// The step with a number on the way that leads here and on; `nil` when it was not begun.
  func step(_ number: Int) -> Int? {
    var index: Int? = current
    while let place = index, entries[place].step != number {
      index = entries[place].step > number ? entries[place].parent : entries[place].next
    }
    return index
  }

  /// The steps on the way here, oldest first; this one is the last.
  var past: [Int] {
    var path: [Int] = []
    var index: Int? = current
    while let place = index {
      path.append(place)
      index = entries[place].parent
    }
    return path.reversed()
  }

  /// The steps that were done after this one.
  var future: [Int] { way(from: entry.next) }

  private func way(from start: Int?) -> [Int] {
    var path: [Int] = []
    var index = start
    while let place = index {
      path.append(place)
      index = entries[place].next
    }
    return path
  }

  /// The ways that lead neither here nor on from here, each with the step that it left from.
  var branches: [[Int]] {
    let line = Set(past + future)
    let starts = entries.indices.filter { index in
      guard !line.contains(index) else { return false }
      guard let parent = entries[index].parent else { return true }
      return line.contains(parent) || entries[parent].next != index
    }
    return starts.map { start in
      (entries[start].parent.map { [$0] } ?? []) + way(from: start)
    }
  }

  /// The curve along steps, as far as their losses are known.
  func curve(_ steps: [Int]) -> [CurvePoint] {
    steps.compactMap { index in
      let entry = entries[index]
      return entry.loss.map {
        CurvePoint(step: entry.step, loss: $0, accuracy: entry.accuracy, test: entry.test)
      }
    }
  }
}
