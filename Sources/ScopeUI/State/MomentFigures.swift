import CNNEngine
import CNNModel
import ScopeDebugger
import Synchronization

/// Figures of all layers that screens show: computed when one is drawn, and kept as long as the
/// debugger stays at the moment that they are of, so that moving a cursor does not compute them again.
package final class MomentFigures: Sendable {
  private struct Kept {
    let moment: Moment
    /// Which of the networks that were opened one after the other.
    let generation: Int
    var ladder: GradientLadder?
    var statistics: [TensorReference.Kind: [TensorStatistics]] = [:]

    init(_ session: Session) {
      (moment, generation) = (session.debugger.moment, session.generation)
    }

    func isOf(_ session: Session) -> Bool {
      generation == session.generation && moment == session.debugger.moment
    }
  }

  private let kept = Mutex<Kept?>(nil)
  private let counter = Atomic(0)

  /// How often something was computed so far.
  package var count: Int { counter.load(ordering: .relaxed) }

  /// The gradient ladder of a session's network.
  func ladder(of session: Session) -> GradientLadder {
    figure(session, \.ladder) { session.debugger.inspector.ladder }
  }

  /// The statistics of the tensors of a kind that were computed, in the order of the layers.
  func statistics(_ kind: TensorReference.Kind, of session: Session) -> [TensorStatistics] {
    figure(session, \.statistics[kind]) { session.debugger.tensors.siblingStatistics(kind) }
  }

  private func figure<Figure: Sendable>(
    _ session: Session, _ place: WritableKeyPath<Kept, Figure?>, _ compute: () -> Figure
  ) -> Figure {
    kept.withLock { kept in
      if let kept, kept.isOf(session), let figure = kept[keyPath: place] { return figure }
      counter.add(1, ordering: .relaxed)
      let figure = compute()
      var new = kept.flatMap { $0.isOf(session) ? $0 : nil } ?? Kept(session)
      new[keyPath: place] = figure
      kept = new
      return figure
    }
  }
}
