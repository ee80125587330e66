import CNNEngine
import Synchronization

/// What was compared of two subjects: computed when it is asked for, and kept as long as both stay at
/// the moment that it is of.
final class PairComparisons: Sendable {
  /// Where both subjects are.
  private struct Moments: Equatable {
    let first: Moment
    let second: Moment
    let samples: [Int]

    init(_ pair: SubjectPair) {
      (first, second) = (pair.first.moment, pair.second.moment)
      samples = [pair.first.sample, pair.second.sample]
    }
  }

  private struct Kept {
    var moments: Moments
    var rows: [TensorReference.Kind: [SubjectPair.Row]] = [:]
    var ladders: (first: GradientLadder, second: GradientLadder)?
  }

  private let kept = Mutex<Kept?>(nil)
  private let counter = Atomic(0)

  /// How many times the layers were compared so far.
  var count: Int { counter.load(ordering: .relaxed) }

  /// The distances of a kind of tensor, a row for every layer.
  func rows(_ kind: TensorReference.Kind, of pair: SubjectPair) -> [SubjectPair.Row] {
    if let rows = at(pair, { $0.rows[kind] }) { return rows }
    counter.add(1, ordering: .relaxed)
    let rows = pair.comparedRows(kind)
    keep(pair) { $0.rows[kind] = rows }
    return rows
  }

  /// The gradient ladders of both.
  func ladders(of pair: SubjectPair) -> (first: GradientLadder, second: GradientLadder) {
    if let ladders = at(pair, \.ladders) { return ladders }
    let ladders = (pair.first.inspector.ladder, pair.second.inspector.ladder)
    keep(pair) { $0.ladders = ladders }
    return ladders
  }

  private func at<Answer: Sendable>(
    _ pair: SubjectPair, _ answer: (Kept) -> Answer?
  ) -> Answer? {
    let moments = Moments(pair)
    return kept.withLock { kept in
      kept.flatMap { $0.moments == moments ? answer($0) : nil }
    }
  }

  private func keep(_ pair: SubjectPair, _ change: (inout Kept) -> Void) {
    let moments = Moments(pair)
    kept.withLock { kept in
      if kept?.moments != moments { kept = Kept(moments: moments) }
      if var changed = kept {
        change(&changed)
        kept = changed
      }
    }
  }
}
