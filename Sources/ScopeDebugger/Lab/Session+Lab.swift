import CNNModel

extension Session {
  /// The lab, as far as it was opened.
  static let laboratory: [Command<Session>] = [
    Command(
      "lab", arguments: "[NAME VALUE]", completion: .words(labWords),
      help: "one convolution on a small image: lab stride 2, lab set kernel[0,1] 5, lab reset",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        try session.performLab(text)
        return Reply(session.lab?.report ?? [])
      })
  ]

  /// The words that follow `lab`.
  public static let labWords = LabKnob.allCases.map(\.rawValue) + ["at", "set", "bias", "reset"]

  /// Opens the lab on a piece of the session's image, if it was not yet.
  public mutating func openLab() throws(UserError) {
    guard lab == nil else { return }
    let subject = debugger.setup.subject
    lab = try LabState(subject.fractions, named: subject.name)
  }

  /// Does what follows `lab`: nothing, the name of a knob and its value, or what is set.
  public mutating func performLab(_ text: String) throws(UserError) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if words.first == "reset" { lab = nil }
    try openLab()
    guard var lab, let word = words.first, word != "reset" else { return }
    let rest = words.count > 1 ? words[1].trimmed : ""
    switch word {
    case "at": try lab.goTo(rest)
    case "set": try lab.setNumber(rest)
    case "bias": try lab.setBias(rest)
    default:
      guard let knob = LabKnob(rawValue: word) else { throw Self.unknown(word) }
      guard !rest.isEmpty else { throw UserError("lab \(word) needs a value") }
      try lab.set(knob, rest)
    }
    self.lab = lab
  }

  private static func unknown(_ word: String) -> UserError {
    let near = nearest(to: word, in: labWords).map { "did you mean \"\($0)\"?" }
    return UserError(
      "the lab has no \"\(word)\"; \(near ?? "it has " + labWords.joined(separator: ", "))")
  }
}

extension LabState {
  /// `2,3`, `[2,3]` or `[1,2,3]`: a cell of the output.
  fileprivate mutating func goTo(_ text: String) throws(UserError) {
    let numbers = Self.numbers(text)
    let shape = run.output.shape.sample
    let full = numbers.count == 2 ? [cursor.output] + numbers : numbers
    guard shape.contains(Position(full)) else {
      throw UserError("there is no output cell \(text); the output is \(shape)")
    }
    choose(output: full[0])
    go(to: Pair(full[1], full[2]))
  }

  /// `5`, `input[1,2] 5` or `kernel[0,0] -1`; a lone number goes into the image.
  fileprivate mutating func setNumber(_ text: String) throws(UserError) {
    let words = text.split(separator: " ").map(String.init)
    guard let last = words.last, let value = Float(last), value.isFinite, words.count <= 2 else {
      throw UserError("set needs a number, as in lab set input[1,2] 5")
    }
    let name = words.count == 2 ? words[0] : "input"
    let place = Self.numbers(name.drop { $0 != "[" })
    let isKernel = name.hasPrefix("kernel")
    let size = isKernel ? setting.kernel : self.size
    let cell = words.count == 2 ? Pair(place.first ?? -1, place.last ?? -1) : cursor.source
    guard name.hasPrefix("input") || isKernel, place.count == 2 || words.count == 1,
      cell == cell.within(Pair(both: size))
    else {
      throw UserError(
        "there is no cell \(name); the image is \(self.size)×\(self.size), "
          + "the kernel \(setting.kernel)×\(setting.kernel), as in kernel[0,1]")
    }
    if isKernel {
      try set(value, kernel: cell)
    } else {
      try set(value, image: [0, cursor.input, cell.rows, cell.columns])
    }
  }

  fileprivate mutating func setBias(_ text: String) throws(UserError) {
    if text == "none" { return try change { $0.hasBias = false } }
    guard let value = Float(text), value.isFinite else {
      throw UserError("bias needs a number or none, not \"\(text)\"")
    }
    try change { $0.hasBias = true }
    try set(bias: value)
  }

  private static func numbers(_ text: some StringProtocol) -> [Int] {
    text.split { !($0.isNumber || $0 == "-") }.compactMap { Int($0) }
  }
}
