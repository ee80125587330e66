import CNNEngine
package import CNNModel
import Comparison
import NumberText

/// What the last edit did: the step as it would be without it, and how much every layer changed.
package struct EditTrace: Sendable {
  /// The step without the edit, as far as the loss where it has one.
  package private(set) var before: Debugger
  /// By node, how far its output is from the old one, over the batch; see ``RelativeDistance``. `nil`
  /// where it was not computed.
  package private(set) var changes: [Double?]
  /// The settings of the step that the edit is in.
  private var setup: StepSetup?
  private var step = 0

  init(before debugger: Debugger) {
    before = debugger
    if before.next == nil { _ = before.stepForward() }
    Editing.runToLoss(&before, keepingSnapshots: false)
    changes = before.network.nodes.map { _ in nil }
  }

  /// Compares what was computed since; what is known stays.
  ///
  /// - Parameter reuses: whether what the step reuses is from the step without the edit, and so
  ///   the same.
  mutating func follow(_ debugger: Debugger, reuses: Bool = false) {
    if setup == nil { (setup, step) = (debugger.setup, debugger.step) }
    guard isOf(debugger) else { return }
    let reused = reuses ? debugger.execution.reused : []
    for case .forward(let node) in debugger.phases.prefix(debugger.phase)
    where reused.contains(node) && changes[node] == nil {
      changes[node] = 0
    }
    for node in changes.indices where changes[node] == nil {
      guard let old = before.execution.output(ValueReference(node)),
        let new = debugger.execution.output(ValueReference(node))
      else { continue }
      changes[node] = Self.change(old, new)
    }
  }

  /// Whether it tells of the step that a debugger is at.
  package func isOf(_ debugger: Debugger) -> Bool {
    debugger.step == step && debugger.setup == setup
  }

  private static func change(_ old: Tensor, _ new: Tensor) -> Double? {
    guard old != new else { return 0 }
    return RelativeDistance.between(old, new)
  }

  /// What is shown of a tensor after an edit.
  package enum Version: String, Hashable, Sendable, CaseIterable {
    case new, old, difference

    package var next: Version {
      let all = Self.allCases
      return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// `the values before the edit`
    package var words: String {
      switch self {
      case .new: "the values after the edit"
      case .old: "the values before the edit"
      case .difference: "new - old"
      }
    }
  }

  /// A tensor before the edit, or new − old; `nil` where it was not computed without the edit.
  package func tensor(_ reference: TensorReference, _ version: Version, new: Tensor) -> Tensor? {
    guard let old = before.tensors.value(of: reference), old.shape == new.shape else { return nil }
    return switch version {
    case .new: new
    case .old: old
    case .difference:
      Tensor(shape: new.shape, elements: zip(new.elements, old.elements).map { $0 - $1 })
    }
  }

  /// The probabilities of the classes before the edit.
  package var oldProbabilities: [Float]? { before.probabilities }

  /// The loss and the most likely class, old and new, where they are known.
  func lines(_ debugger: Debugger) -> [String] {
    var lines: [String] = []
    if let old = before.execution.loss, let new = debugger.execution.loss {
      lines.append("loss \(Decimals.text(old, 4)) → \(Decimals.text(new, 4))")
    }
    if let old = before.probabilities, let new = debugger.probabilities {
      let names = debugger.network.classNames
      lines.append("says \(names.title(of: Self.best(old))) → \(names.title(of: Self.best(new)))")
    }
    return lines
  }

  /// A relative change as it is shown: `Δ12%`, `Δ0.03%`, `=` for none.
  package static func text(of change: Double) -> String {
    guard change != 0 else { return "=" }
    guard change.isFinite else { return "Δ∞" }
    return "Δ\(Decimals.text(Float(change * 100), 2))%"
  }

  private static func best(_ probabilities: [Float]) -> Int {
    probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
  }
}

extension EditTrace {
  /// Compares what a session computed since its last edit.
  static func follow(_ session: inout Session) {
    guard var trace = session.edited, session.hasNetwork else { return }
    session.edited = nil
    trace.follow(session.debugger)
    session.edited = trace
  }
}

extension Session {
  /// What the last edit did, where it is in the step that is looked at.
  package var editTrace: EditTrace? {
    edited.flatMap { hasNetwork && $0.isOf(debugger) ? $0 : nil }
  }
}
