import CNNModel

/// What the commands of editing do in a session, and what they answer.
package enum EditAnswers {
  static func edit(
    _ text: EditText.Words, _ session: inout Session
  ) throws(UserError) -> String {
    try edit(text.place, text.numbers, &session)
  }

  static func ablate(
    _ place: EditPlace, _ session: inout Session
  ) throws(UserError) -> String {
    try edit(place, EditNumbers(all: 0), &session)
  }

  private static func edit(
    _ place: EditPlace, _ numbers: EditNumbers, _ session: inout Session
  ) throws(UserError) -> String {
    session.loop.stop()
    session.loop.forgetEvaluation()
    var trace = EditTrace(before: session.debugger)
    let edit = try Editing.edit(
      place, { old throws(UserError) in try numbers(place, old) }, in: &session.debugger)
    trace.follow(session.debugger, reuses: true)
    session.edited = trace
    return ([edit.title + edit.remark] + trace.lines(session.debugger)).joined(separator: "; ")
  }

  /// Lets held values be computed again.
  ///
  /// - Throws: ``UserError`` where none is held there.
  static func release(
    _ place: EditPlace?, _ session: inout Session
  ) throws(UserError) -> String {
    try checkIsHeld(place, session.debugger)
    session.loop.stop()
    Editing.add(.release(place, EditEntry.Point(session.debugger)), to: &session.debugger)
    return "\(place?.name ?? "everything") is computed again"
  }

  /// Holds values in all steps from here on.
  ///
  /// - Throws: ``UserError`` where none is held there.
  static func pin(
    _ place: EditPlace?, _ session: inout Session
  ) throws(UserError) -> String {
    try checkIsHeld(place, session.debugger)
    session.loop.stop()
    Editing.add(.pin(place, EditEntry.Point(session.debugger)), to: &session.debugger)
    return "\(place?.name ?? "what is held") is held until it is released"
  }

  /// - Throws: ``UserError`` where no value of a place, or none at all, is held.
  private static func checkIsHeld(
    _ place: EditPlace?, _ debugger: Debugger
  ) throws(UserError) {
    let edits = debugger.setup.edits.all
    guard edits.contains(where: { $0.isHeld(at: place, in: debugger.step) }) else {
      let what = place.map { "\($0.name) is not held" } ?? "no value is held"
      throw UserError("\(what); set-value and ablate hold values of a layer")
    }
  }

  /// What can be released or pinned: the places whose values are held, and all of them.
  package static func held(_ debugger: Debugger) -> [String] {
    let places = debugger.setup.edits.all.filter { $0.isHeld(at: nil, in: debugger.step) }
      .map(\.place.name)
    return places.isEmpty ? [] : ["all"] + Set(places).sorted()
  }

  /// What was done, line by line.
  static func lines(_ debugger: Debugger) -> [String] {
    let edits = debugger.setup.edits
    guard !edits.entries.isEmpty else { return ["no number was changed by hand"] }
    return edits.entries.map { entry in
      "step \(entry.step), phase \(entry.phase): \(entry.title)"
        + (remarks(on: entry, edits, debugger).map { ", \($0)" } ?? "")
    }
  }

  /// What became of an edit: `pinned`, `released`, `over`.
  private static func remarks(
    on entry: EditEntry, _ edits: EditList, _ debugger: Debugger
  ) -> String? {
    guard case .edit(let edit) = entry else { return nil }
    let sample = edit.place.sample.map { "in sample \($0)" }
    let left = edits.all.last { $0.isSame(as: edit) }
    let isOn = left?.isActive(at: debugger.step) ?? false || edit.place.kind == .state
    let state = left == nil ? "released" : isOn ? nil : "over"
    let pinned = left?.isPinned ?? false ? "pinned" : nil
    let remarks = [sample, pinned, state].compactMap(\.self)
    return remarks.isEmpty ? nil : remarks.joined(separator: ", ")
  }
}

extension Edit {
  fileprivate var remark: String {
    place.kind == .activation ? " is held until the step is over" : ""
  }
}
