import CNNModel

/// The commands of the fault gym.
extension SessionCommands {
  static let faults: [Command<Session>] = [
    Command(
      "fault", FaultText().optional,
      help: "plant a fault to be found; a hint; tell gives up; off takes it out",
      answer: { session, wanted throws(UserError) in Reply(try FaultAnswers.plant(wanted, &session))
      }),
    Command(
      "accuse", AccusationText(),
      help: "say which pass of which layer computes by which rule: conv2.backward stride",
      refusal: { session in
        session.debugger.setup.fault == nil ? "no fault is planted; fault plants one" : nil
      },
      answer: { session, accusation throws(UserError) in
        Reply(try FaultAnswers.accuse(accusation, &session))
      }),
    Command(
      "faults", help: "what was planted and found so far",
      answer: { session in Reply(FaultAnswers.lines(session.debugger)) }),
  ].inGroup(.lessons)
}

/// `[SEED | LAYER.PASS RULE | hint | off]`
struct FaultText: TextParameter {
  enum Value: Hashable, Sendable {
    case seed(UInt64)
    /// A seed and the checksum of what it chose, as a recorded session has them.
    case repeated(UInt64, checksum: UInt64)
    case named(FaultPlace, [String])
    case hint
    case tell
    case off
  }

  static let words = ["hint", "tell", "off"]

  var usage: String { "SEED | LAYER.PASS RULE | hint | tell | off" }
  var expectation: String { "a seed, a layer's pass with a rule, hint, tell, or off" }
  var example: String { "7" }
  var completion: Completion { .fault(Self.words) }

  func value(of text: String, in session: Session) throws(UserError) -> Value? {
    switch text {
    case "hint": return .hint
    case "tell": return .tell
    case "off": return .off
    default: break
    }
    if let seed = UInt64(text) { return .seed(seed) }
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
    if numbers.count == 2, let seed = UInt64(numbers[0]),
      let checksum = UInt64(numbers[1], radix: 16)
    {
      return .repeated(seed, checksum: checksum)
    }
    if text.first?.isNumber == true || text.first == "-" { return nil }
    let (place, words) = try session.debugger.names.placeAndWords(text)
    return .named(place, words)
  }
}

/// `LAYER.PASS RULE`
struct AccusationText: TextParameter {
  typealias Value = Accusation

  var usage: String { "LAYER.PASS RULE" }
  var expectation: String { "a layer's pass and a rule" }
  var example: String { "conv2.backward stride" }
  var completion: Completion { .fault([]) }

  func value(of text: String, in session: Session) throws(UserError) -> Accusation? {
    let (place, words) = try session.debugger.names.placeAndWords(text)
    return try Accusation(place, words, session.debugger)
  }
}

extension NetworkNames {
  /// `conv2.backward stride` as a place and the words behind it.
  fileprivate func placeAndWords(_ text: String) throws(UserError) -> (FaultPlace, [String]) {
    let words = text.split(separator: " ").map(String.init)
    return (try place(named: words.first ?? ""), Array(words.dropFirst()))
  }
}

/// What is offered where a fault is named.
package enum FaultWords {
  /// The places, or the offered rules of the place that stands before.
  package static func all(after place: String?, _ debugger: Debugger) -> [String] {
    let names = debugger.names
    guard let place else { return names.places.map { names.name(of: $0) } }
    guard let place = try? names.place(named: place) else { return [] }
    return OfferedRules.at(place, debugger).map(\.rule)
  }
}
