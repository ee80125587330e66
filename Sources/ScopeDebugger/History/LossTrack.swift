/// The losses of steps in a row. Where there are very many, only those of every second, fourth, …
/// step are kept, so that the memory is bounded.
package struct LossTrack: Sendable {
  /// What is kept of a step.
  private struct Figures: Sendable {
    var loss: Float
    /// NaN without classes, less than 0 where the step was not done.
    var accuracy: Float

    static let unknown = Figures(loss: 0, accuracy: -1)
    var isKnown: Bool { !(accuracy < 0) }
  }

  /// How many steps are kept at most before every second one is left out.
  package static let limit = 1 << 15
  /// How many tests are kept at most, likewise.
  private static let testLimit = 1 << 11

  /// Steps that are multiples of it are kept.
  private(set) var stride = 1
  /// The first step that is kept.
  private var first = 0
  private var kept: [Figures] = []
  /// The step that was recorded last, whether or not it is kept.
  private var latest: (step: Int, figures: Figures)?
  /// What the tests found, by step, oldest first.
  private(set) var tests: [(step: Int, figures: TestFigures)] = []

  package init() {}

  package var byteCount: Int {
    kept.capacity * MemoryLayout<Figures>.stride + tests.capacity * 24
  }

  /// Whether the step's loss is known, or was and is left out by now.
  package func knows(_ step: Int) -> Bool {
    if latest?.step == step || figures(step) != nil { return true }
    return step % stride != 0 && step < first + kept.count * stride
  }

  package mutating func record(_ step: Int, loss: Float, accuracy: Float?) {
    let figures = Figures(loss: loss, accuracy: accuracy ?? .nan)
    latest = (step, figures)
    if kept.isEmpty { first = (step + stride - 1) / stride * stride }
    guard step % stride == 0, step >= first else { return }
    let index = (step - first) / stride
    while kept.count <= index { kept.append(.unknown) }
    kept[index] = figures
    if kept.count >= Self.limit { thin() }
  }

  package mutating func record(_ step: Int, test: TestFigures) {
    let index = tests.firstIndex { $0.step >= step } ?? tests.count
    if index < tests.count, tests[index].step == step {
      tests[index].figures = test
    } else {
      tests.insert((step, test), at: index)
    }
    guard tests.count > Self.testLimit else { return }
    tests = tests.indices.filter { $0 % 2 == 1 }.map { tests[$0] }
  }

  private mutating func thin() {
    let steps = kept.indices.map { first + $0 * stride }
    stride *= 2
    let staying = steps.indices.filter { steps[$0] % stride == 0 }
    first = staying.first.map { steps[$0] } ?? first
    kept = staying.map { kept[$0] }
  }

  private func figures(_ step: Int) -> Figures? {
    guard step >= first, (step - first) % stride == 0 else { return nil }
    let index = (step - first) / stride
    return index < kept.count && kept[index].isKnown ? kept[index] : nil
  }

  /// The points of the steps in a range that are known, oldest first.
  package func points(_ steps: ClosedRange<Int>) -> [CurvePoint] {
    var points: [CurvePoint] = []
    let from = steps.lowerBound <= first ? 0 : (steps.lowerBound - first + stride - 1) / stride
    let to = steps.upperBound < first ? 0 : min(kept.count, (steps.upperBound - first) / stride + 1)
    var test = tests.firstIndex { $0.step >= steps.lowerBound } ?? tests.count
    if from < to { points.reserveCapacity(to - from + 1) }
    for index in from..<max(from, to) where kept[index].isKnown {
      points.append(point(first + index * stride, kept[index], &test))
    }
    if let latest, steps.contains(latest.step), points.last.map({ $0.step < latest.step }) ?? true {
      points.append(point(latest.step, latest.figures, &test))
    }
    return points
  }

  /// - Parameter test: the first test that is not before the step; moves on.
  private func point(_ step: Int, _ figures: Figures, _ test: inout Int) -> CurvePoint {
    while test < tests.count, tests[test].step < step { test += 1 }
    let found = test < tests.count && tests[test].step == step ? tests[test].figures : nil
    return CurvePoint(
      step: step, loss: figures.loss, accuracy: figures.accuracy.isNaN ? nil : figures.accuracy,
      test: found)
  }
}
