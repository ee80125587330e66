import CNNModel

extension SessionCommands {
  /// The lab, as far as it was opened.
  static let laboratory: [Command<Session>] = [
    Command(
      "lab", LabEditText().optional, traits: .worksWithoutNetwork,
      help: "one convolution on a small image: lab stride 2, lab set kernel[0,1] 5, lab reset",
      answer: { session, edit throws(UserError) in
        try session.performLab(edit)
        return Reply(session.lab?.report ?? [])
      }
    ).detailed([
      "names: " + LabSettingName.allCases.map(\.rawValue).joined(separator: ", "),
      "lab at 2,3 goes to a cell; lab set input[1,2] 5, lab set kernel[0,1] 5 and lab set "
        + "gradient[0,1] 5 set one; lab bias none, lab reset",
    ])
  ].inGroup(.lab)
}

extension Session {
  /// Opens the lab on a piece of the image, if it was not yet.
  package mutating func openLab() throws(UserError) {
    guard lab == nil else { return }
    switch subject {
    case .network(let loop):
      let input = loop.debugger.setup.input
      lab = try LabState(input.fractions, named: input.name)
    case .tensors(_, let start):
      lab = try LabState(try LabState.original(named: start.input), named: start.input)
    }
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
