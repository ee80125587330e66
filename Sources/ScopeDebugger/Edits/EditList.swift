import CNNEngine
import CNNModel

/// What was done to numbers by hand before a step, oldest first, and the edits that it leaves.
package struct EditList: Hashable, Sendable {
  package private(set) var entries: [EditEntry] = []
  /// The edits that were not released.
  package private(set) var all: [Edit] = []

  package init() {}

  mutating func append(_ entry: EditEntry) {
    entries.append(entry)
    entry.apply(to: &all)
  }

  /// Takes the last entry out, as if it had never been made.
  mutating func undoLast() { set(Array(entries.dropLast())) }

  /// Another image has other numbers.
  mutating func forgetInputs() { set(entries.filter { $0.place?.kind != .input }) }

  /// Leaves out the edits that a test is true of, as if they had never been made.
  mutating func leaveOut(where isMeant: (Edit) -> Bool) {
    set(
      entries.filter { entry in
        if case .edit(let edit) = entry { !isMeant(edit) } else { true }
      })
  }

  private mutating func set(_ entries: [EditEntry]) {
    self.entries = entries
    all = []
    for entry in entries { entry.apply(to: &all) }
  }

  /// What stays of them at step 0 of another form of the network, whose parameters have them already:
  /// those of the input.
  var begunAnew: EditList {
    var begun = EditList()
    for edit in all where edit.place.kind == .input && edit.isPinned {
      begun.append(.edit(edit.atBeginning))
    }
    return begun
  }

  /// Whether a step with this number is another than without them.
  func changes(_ step: Int) -> Bool { all.contains { $0.isActive(at: step) } }

  /// Those of a kind that a step with this number has.
  package func active(_ kind: EditPlace.Kind, at step: Int) -> [Edit] {
    all.filter { $0.place.kind == kind && $0.isActive(at: step) }
  }

  /// The nodes with numbers that were changed in a step.
  package func nodes(at step: Int) -> Set<Int> {
    Set(all.filter { $0.isActive(at: step) }.map(\.target.node))
  }

  /// The cells that are held in a step, by node.
  package func held(at step: Int) -> [Int: HeldCells] {
    Self.held(active(.activation, at: step))
  }

  /// The cells that are held in a step and in those after it, by node.
  func pinned(at step: Int) -> [Int: HeldCells] {
    Self.held(active(.activation, at: step).filter(\.isPinned))
  }

  /// The places of ``pinned(at:)``, as they are typed.
  func pinnedNames(at step: Int) -> [String] {
    active(.activation, at: step).filter(\.isPinned).map(\.place.name)
  }

  private static func held(_ edits: [Edit]) -> [Int: HeldCells] {
    edits.reduce(into: [:]) { held, edit in
      for (offset, number) in zip(edit.offsets, edit.numbers) {
        held[edit.target.node, default: HeldCells()].hold(offset, at: number)
      }
    }
  }

  /// The state that a step begins with, of the one that the step before ended with.
  func applied(to state: ModelState, at step: Int, of network: Network) -> ModelState {
    var changed = state
    for edit in active(.state, at: step) { changed.apply(edit, in: network) }
    return changed
  }

  /// The batch of a step; its target stays.
  func applied(to batch: Batch, at step: Int, of network: Network) -> Batch {
    let edits = active(.input, at: step)
    guard !edits.isEmpty else { return batch }
    var changed = batch
    for edit in edits {
      guard let index = network.sources.firstIndex(of: edit.target.node) else { continue }
      changed.inputs[index].set(edit)
    }
    return changed
  }

  /// What was done since others.
  func entries(since others: EditList) -> [EditEntry] {
    entries.filter { !others.entries.contains($0) }
  }
}

extension ModelState {
  /// - Precondition: it is an edit of a parameter or a statistic.
  fileprivate mutating func apply(_ edit: Edit, in network: Network) {
    let node = edit.target.node
    switch edit.target.kind {
    case .parameter(let index):
      parameters[node][index].set(edit)
      spread(ParameterReference(node, index), in: network)
    case .statistic(let index): statistics[node][index].set(edit)
    case .activation, .gradient, .parameterGradient: break
    }
  }
}

extension Tensor {
  fileprivate mutating func set(_ edit: Edit) {
    for (offset, number) in zip(edit.offsets, edit.numbers) { elements[offset] = number }
  }
}
