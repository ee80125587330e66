import CNNModel
import NumberText

/// The way of a change from a number back to the edit: from each number to the one that most of its
/// change comes from.
package struct ChangeChain: Sendable {
  /// The numbers on the way, the first one first.
  package let links: [NumberChange]
  /// The last one, which was edited; `nil` where the way ends before.
  package let end: EditedNumber?

  /// - Parameter before: the step without the edit.
  /// - Throws: ``UserError`` where the number has no computation, now or before the edit.
  package init(
    from number: NumberReference, _ debugger: Debugger, before: Debugger
  ) throws(UserError) {
    var (number, links) = (number, [NumberChange]())
    var end = EditedNumber(number, debugger, before: before)
    // A layer's number may be read from another of the same layer, as in a recurrent one.
    var known: Set<NumberReference> = []
    while end == nil, known.insert(number).inserted {
      let change = try NumberChange(of: number, debugger, before: before)
      links.append(change)
      guard let next = change.parts.lazy.compactMap(\.cause).first?.number else { break }
      number = next
      end = EditedNumber(number, debugger, before: before)
    }
    (self.links, self.end) = (links, end)
  }

  /// A line for each number, and the edit.
  package var lines: [String] {
    var rows = links.map { link in
      Self.row(link.name, link.old, link.new) + [Self.remark(on: link)]
    }
    if let end { rows.append(Self.row(end.name, end.old, end.new) + ["changed by hand"]) }
    let table = SummaryTable.aligned(
      [["  number", "old", "new", "Δ", "most of it comes from"]] + rows)
    let last = end.map { "changed by hand: \($0.edit.title)" }
    return table + [last ?? "nothing that the last number is computed from changed"]
  }

  private static func row(_ name: String, _ old: Float, _ new: Float) -> [String] {
    [
      "  \(name)", Decimals.text(old, 4), Decimals.text(new, 4),
      Decimals.text(Double(new) - Double(old), 4),
    ]
  }

  private static func remark(on link: NumberChange) -> String {
    guard let part = link.parts.first(where: { $0.cause != nil }) else { return "" }
    return "\(part.title): \(Decimals.text(part.difference, 4))"
  }
}

/// A number that was changed by hand since the step without the edit.
package struct EditedNumber: Sendable {
  package let name: String
  package let old: Float
  package let new: Float
  package let edit: Edit

  /// - Returns: `nil` for one that follows from others.
  package init?(_ number: NumberReference, _ debugger: Debugger, before: Debugger) {
    guard case .cell(let reference, let position) = number,
      let former = before.tensors.used(reference), let tensor = debugger.tensors.used(reference)
    else { return nil }
    let made = debugger.setup.edits.entries(since: before.setup.edits)
    let edits = made.compactMap { if case .edit(let edit) = $0 { edit } else { nil } }
    let offset = tensor.shape.offset(of: position)
    guard let edit = edits.last(where: { $0.target == reference && $0.offsets.contains(offset) })
    else { return nil }
    (name, self.edit) = (debugger.names.name(of: number), edit)
    (old, new) = (former[position], tensor[position])
  }

  /// `conv1.bias[0]: 0.5 → 0.25, Δ -0.25`
  package var heading: String { NumberChange.heading(name, old: old, new: new) }
}

/// `CELL [follow]`
package struct ChangedText: TextParameter {
  package struct Value: Hashable, Sendable {
    package let number: NumberReference
    /// Whether the way back to the edit is asked for.
    package let follows: Bool
  }

  package init() {}

  package var usage: String { "CELL [follow]" }
  package var expectation: String { "a cell, and perhaps follow" }
  package var example: String { "conv2[3,4,5]" }
  package var completion: Completion { .number(.any) }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    var words = text.split(separator: " ").map(String.init)
    let follows = words.count > 1 && words.last == "follow"
    if follows { words.removeLast() }
    let number = try session.debugger.tensors.number(named: words.joined(separator: " "))
    return Value(number: number, follows: follows)
  }
}

extension EditAnswers {
  /// How the last edit changed a number, or the way back to the edit.
  ///
  /// - Throws: ``UserError`` where there was no edit in this step.
  package static func change(
    _ asked: ChangedText.Value, _ session: Session
  ) throws(UserError) -> [String] {
    let before = try trace(session).before
    guard asked.follows else {
      return try NumberChange(of: asked.number, session.debugger, before: before).lines()
    }
    return try ChangeChain(from: asked.number, session.debugger, before: before).lines
  }

  /// What the last edit did.
  ///
  /// - Throws: ``UserError`` where there was no edit in this step.
  package static func trace(_ session: Session) throws(UserError) -> EditTrace {
    guard let trace = session.editTrace else {
      throw UserError(
        "no number was changed by hand in this step; set-value, ablate and draw do that")
    }
    return trace
  }
}
