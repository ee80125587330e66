import CNNModel

/// What the commands of editing do in a session, and what they answer.
extension Session {
  mutating func edit(_ text: EditText.Words) throws(UserError) -> String {
    let (place, numbers) = (text.place, text.numbers)
    return try edit(place, numbers)
  }

  mutating func ablate(_ place: EditPlace) throws(UserError) -> String {
    try edit(place, EditNumbers(all: 0))
  }

  private mutating func edit(
    _ place: EditPlace, _ numbers: EditNumbers
  ) throws(UserError) -> String {
    loop.stop()
    loop.forgetEvaluation()
    var trace = EditTrace(before: debugger)
    let edit = try Editing.edit(
      place, { old throws(UserError) in try numbers(place, old) }, in: &debugger)
    trace.follow(debugger)
    edited = trace
    return ([edit.title + edit.remark] + trace.lines(debugger)).joined(separator: "; ")
  }

  /// Lets held values be computed again.
  ///
  /// - Throws: ``UserError`` where none is held there.
  mutating func release(_ place: EditPlace?) throws(UserError) -> String {
    let isMeant = try meant(place)
    loop.stop()
    Editing.change(&debugger) { $0.remove(where: isMeant) }
    return "\(place?.name ?? "everything") is computed again"
  }

  /// Holds values in all steps from here on.
  ///
  /// - Throws: ``UserError`` where none is held there.
  mutating func pin(_ place: EditPlace?) throws(UserError) -> String {
    let isMeant = try meant(place)
    loop.stop()
    Editing.change(&debugger) { $0.pin(where: isMeant) }
    return "\(place?.name ?? "what is held") is held until it is released"
  }

  /// Which of the edits are held values of a place, or of any.
  private func meant(_ place: EditPlace?) throws(UserError) -> @Sendable (Edit) -> Bool {
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
  var editLines: [String] {
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
