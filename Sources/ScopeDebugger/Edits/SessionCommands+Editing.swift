import CNNModel

/// The commands that change numbers by hand.
extension SessionCommands {
  static let editing: [Command<Session>] = [
    Command(
      "set-value", EditText(),
      help: "change an input, weight, statistic or value: a number, *2, +0.1, a matrix, a kernel",
      answer: { session, text throws(UserError) in Reply(try EditAnswers.edit(text, &session)) }
    ).detailed([
      "set-value conv1.weight[0,0,1,1] 0.5 sets a weight; *2 multiplies, +0.1 adds, +-0.1 subtracts",
      "set-value conv1.weight[0,0] 1 0 -1 / 2 0 -2 / 1 0 -1 sets a kernel; so does a classic one by "
        + "its name: sobel-x",
      "set-value conv2[3] 0 holds a channel of the sample until the step is over; --all: of all "
        + "samples; no gradient goes back through what is held",
    ]),
    Command(
      "ablate", AblationText(),
      help: "hold channels or units of a layer at 0: ablate conv2[3,7]; --all: in all samples",
      answer: { session, text throws(UserError) in Reply(try EditAnswers.ablate(text, &session)) }),
    Command(
      "release", EditedText(),
      help: "let held values be computed again: a place, or all of them",
      answer: { session, text throws(UserError) in Reply(try EditAnswers.release(text, &session)) }),
    Command(
      "pin", EditedText(),
      help: "hold values in all steps from here on, not in this one alone: a place, or all",
      answer: { session, text throws(UserError) in Reply(try EditAnswers.pin(text, &session)) }),
    Command(
      "changed", ChangedText(),
      help: "how the last edit changed a number: its parts, which add up; follow: back to the edit",
      answer: { session, asked throws(UserError) in
        Reply(try EditAnswers.change(asked, session))
      }),
    Command(
      "edits", help: "the numbers that were changed by hand",
      answer: { session in Reply(EditAnswers.lines(session.debugger)) }),
  ].inGroup(.explaining)
}

/// `PLACE NUMBER… [--all]`
struct EditText: TextParameter {
  typealias Value = Words

  struct Words: Sendable {
    let place: EditPlace
    let numbers: EditNumbers
  }

  var usage: String { "PLACE NUMBER… [--all]" }
  var expectation: String { "a place and a number" }
  var example: String { "conv1.weight[0,0,1,1] 0.5" }
  var completion: Completion { .settable }

  func value(of text: String, in session: Session) throws(UserError) -> Words? {
    var (name, words) = PlaceWords.split(text)
    let isOfAll = words.contains("--all")
    words.removeAll { $0 == "--all" }
    let place = try EditPlace(name, of: session.debugger, isOfAllSamples: isOfAll)
    return Words(place: place, numbers: try EditNumbers(words, for: place))
  }
}

/// `LAYER[N,…] [--all]`
struct AblationText: TextParameter {
  typealias Value = EditPlace

  var usage: String { "LAYER[N,…] [--all]" }
  var expectation: String { "a layer with the numbers of channels or units" }
  var example: String { "conv2[3,7]" }
  var completion: Completion { .channel }

  func value(of text: String, in session: Session) throws(UserError) -> EditPlace? {
    let (name, words) = PlaceWords.split(text)
    guard words.isEmpty || words == ["--all"] else { return nil }
    let bracket = name.firstIndex(of: "[") ?? name.endIndex
    let debugger = session.debugger
    let node = try debugger.names.node(named: String(name[..<bracket]))
    let target = TensorReference(node, .activation)
    let shape = debugger.tensors.shape(of: target)
    guard shape.rank > 0 else {
      throw UserError("\(debugger.names.name(of: target)) is one number, without channels")
    }
    let axes = ImageAxes(debugger.network).spatial[node]
    let axis = axes == [1, 2] && debugger.network.hasBatch(target) ? shape.rank - 1 : 0
    let chosen = name[bracket...].dropFirst().dropLast()
      .split(separator: ",", omittingEmptySubsequences: false).map { Int($0.filter { $0 != " " }) }
    guard name.hasSuffix("]"), !chosen.isEmpty,
      chosen.allSatisfy({ $0.map { (0..<shape[axis]).contains($0) } ?? false }),
      Set(chosen).count == chosen.count
    else {
      throw UserError(
        "\(debugger.names.name(of: target)) has the channels or units 0 to \(shape[axis] - 1), as in "
          + "ablate \(debugger.names.name(of: target))[0], not \(String(name[bracket...]).quoted)")
    }
    let indices = [[Int]?](repeating: nil, count: axis) + [chosen.compactMap(\.self)]
    return try EditPlace(target, indices, of: debugger, isOfAllSamples: words == ["--all"])
  }
}

/// `[PLACE|all]`
struct EditedText: TextParameter {
  /// `nil` for all.
  typealias Value = EditPlace?

  var usage: String { "PLACE|all" }
  var expectation: String { "a place that is held, or all" }
  var example: String { "all" }
  var completion: Completion { .held }

  func value(of text: String, in session: Session) throws(UserError) -> EditPlace?? {
    text == "all" ? .some(nil) : .some(try EditPlace(text, of: session.debugger))
  }
}

/// A place and what stands behind it; blanks within brackets belong to the place.
enum PlaceWords {
  static func split(_ text: String) -> (place: String, words: [String]) {
    let blank = text.firstIndex(of: " ") ?? text.endIndex
    var end = blank
    if let bracket = text[..<blank].firstIndex(of: "["),
      let close = text[bracket...].firstIndex(of: "]")
    {
      end = text.index(after: close)
    }
    return (String(text[..<end]), text[end...].split(separator: " ").map(String.init))
  }
}
