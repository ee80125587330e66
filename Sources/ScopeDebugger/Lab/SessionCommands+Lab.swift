import CNNModel

extension SessionCommands {
  /// The lab, as far as it was opened.
  static let laboratory: [Command<Session>] = [
    Command(
      "lab", LabEditText().optional,
      help: "one convolution on a small image: lab stride 2, lab set kernel[0,1] 5, lab reset",
      answer: { session, edit throws(UserError) in
        try session.performLab(edit)
        return Reply(session.lab?.report ?? [])
      })
  ].inGroup(.lab)
}

extension Session {
  /// Opens the lab on a piece of the session's image, if it was not yet.
  public mutating func openLab() throws(UserError) {
    guard lab == nil else { return }
    let subject = debugger.setup.subject
    lab = try LabState(subject.fractions, named: subject.name)
  }

  /// Opens the lab and changes something in it.
  package mutating func performLab(_ edit: LabEdit?) throws(UserError) {
    if edit == .reset { lab = nil }
    try openLab()
    guard var lab, let edit else { return }
    try lab.apply(edit)
    self.lab = lab
  }
}
