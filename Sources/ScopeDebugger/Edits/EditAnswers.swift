import CNNModel

/// What the commands of editing do in a session, and what they answer.
enum EditAnswers {
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
    trace.follow(session.debugger)
    session.edited = trace
    return ([edit.title + edit.remark] + trace.lines(session.debugger)).joined(separator: "; ")
  }

  /// Lets held values be computed again.
  ///
  /// - Throws: ``UserError`` where none is held there.
  static func release(
    _ place: EditPlace?, _ session: inout Session
  ) throws(UserError) -> String {
    let isMeant = try meant(place, session.debugger)
    session.loop.stop()
    Editing.change(&session.debugger) { $0.remove(where: isMeant) }
    return "\(place?.name ?? "everything") is computed again"
  }

  /// Holds values in all steps from here on.
  ///
  /// - Throws: ``UserError`` where none is held there.
  static func pin(
    _ place: EditPlace?, _ session: inout Session
  ) throws(UserError) -> String {
    let isMeant = try meant(place, session.debugger)
    session.loop.stop()
    Editing.change(&session.debugger) { $0.pin(where: isMeant) }
    return "\(place?.name ?? "what is held") is held until it is released"
  }

  /// Which of the edits are held values of a place, or of any.
  private static func meant(
    _ place: EditPlace?, _ debugger: Debugger
  ) throws(UserError) -> @Sendable (Edit) -> Bool {
    let held = debugger.setup.edits.active(.activation, at: debugger.step)
    let isMeant: @Sendable (Edit) -> Bool = { edit in
      edit.place.kind == .activation
        && (place.map { $0.overlaps(edit.place) } ?? true)
    }
    guard held.contains(where: isMeant) else {
      let what = place.map { "\($0.name) is not held" } ?? "no value is held"
      throw UserError("\(what); set-value and ablate hold values of a layer")
    }
    return isMeant
  }

  /// What was changed, line by line.
  static func lines(_ debugger: Debugger) -> [String] {
    let edits = debugger.setup.edits.all
    guard !edits.isEmpty else { return ["no number was changed by hand"] }
    return edits.map { edit in
      let sample = edit.place.sample.map { " in sample \($0)" } ?? ""
      let isOn = edit.isActive(at: debugger.step) || edit.place.kind == .state
      return "step \(edit.step), phase \(edit.phase): \(edit.title)\(sample)"
        + (edit.isPinned ? ", pinned" : "") + (isOn ? "" : ", over")
    }
  }
}

extension Edit {
  fileprivate var remark: String {
    place.kind == .activation ? " is held until the step is over" : ""
  }
}
