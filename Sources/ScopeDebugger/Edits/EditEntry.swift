import CNNModel

/// Something that was done to numbers by hand: what going back undoes, and a line of a script repeats.
package enum EditEntry: Hashable, Sendable {
  case edit(Edit)
  /// Held values of a place, or all, are held in the steps behind, too.
  case pin(EditPlace?, Point)
  /// Held values of a place, or all, are computed again.
  case release(EditPlace?, Point)

  /// When a pin or a release was made.
  package struct Point: Hashable, Sendable {
    /// The step in which the values were held.
    let held: Int
    /// The step that is changed first.
    let step: Int
    /// How many phases of it were done.
    let phase: Int

    /// At the phase where a step is, or at the beginning of the next where it is over.
    init(_ debugger: Debugger) {
      let isOver = debugger.next == nil
      (held, step) = (debugger.step, debugger.step + (isOver ? 1 : 0))
      phase = isOver ? 0 : debugger.phase
    }
  }

  /// The step that is changed first.
  package var step: Int {
    switch self {
    case .edit(let edit): edit.step
    case .pin(_, let point), .release(_, let point): point.step
    }
  }

  /// How many phases of that step were done: where going back takes it out.
  package var phase: Int {
    switch self {
    case .edit(let edit): edit.phase
    case .pin(_, let point), .release(_, let point): point.phase
    }
  }

  /// `conv2[3] = 0`, `pin conv2[3]`, `release all`
  package var title: String {
    switch self {
    case .edit(let edit): edit.title
    case .pin(let place, _): "pin \(place?.name ?? "all")"
    case .release(let place, _): "release \(place?.name ?? "all")"
    }
  }

  /// The lines that do it.
  var commands: [String] {
    switch self {
    case .edit(let edit):
      (edit.place.sample.map { ["sample \($0)"] } ?? []) + [edit.command]
    case .pin(let place, _), .release(let place, _):
      (place?.sample.map { ["sample \($0)"] } ?? []) + [title]
    }
  }

  /// The cells that were changed; `nil` where they only stay changed or are computed again.
  var place: EditPlace? {
    if case .edit(let edit) = self { edit.place } else { nil }
  }

  /// What it makes of the edits before it.
  func apply(to edits: inout [Edit]) {
    switch self {
    case .edit(let edit): edits.append(edit)
    case .pin(let place, let point):
      for index in edits.indices where edits[index].isHeld(at: place, in: point.held) {
        edits[index].isPinned = true
      }
    case .release(let place, let point):
      edits.removeAll { $0.isHeld(at: place, in: point.held) }
    }
  }
}

extension Edit {
  /// Whether it holds values in a step that a place has a cell of; `nil` is any place.
  func isHeld(at place: EditPlace?, in step: Int) -> Bool {
    self.place.kind == .activation && isActive(at: step)
      && (place.map { $0.overlaps(self.place) } ?? true)
  }
}
