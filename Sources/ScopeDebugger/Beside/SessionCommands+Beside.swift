import CNNModel
import NumberText

/// Two subjects side by side.
extension SessionCommands {
  static let besides: [Command<Session>] = [
    Command(
      "beside", BesideParameter().optional,
      help: "put a second network, other weights, another input, sample or training step beside "
        + "this one, the step without the last edit, or two layers of it; both are stepped "
        + "together; off closes it",
      answer: { session, choice throws(UserError) in
        guard let choice else { return Reply(try SubjectPair.required(session).summary) }
        try BesideOpening.put(choice, in: &session)
        return Reply(session.pair?.opened ?? ["nothing is beside any more"])
      }),
    Command(
      "distances", DistanceParameter().optional,
      help: "how far each layer of both is apart, |A − B| / max(|A|, |B|): activation, gradient or "
        + "weights, in order or sorted",
      refusal: withoutPair,
      answer: { session, wanted throws(UserError) in
        let wanted = wanted ?? .init(kind: .activation, isSorted: false)
        return Reply(try SubjectPair.required(session).table(wanted.kind, sorted: wanted.isSorted))
      }),
    Command(
      "both", CellName(),
      help: "a cell of both: the sums, and their difference term by term",
      refusal: withoutPair,
      answer: { session, number throws(UserError) in
        Reply(try SubjectPair.required(session).lines(of: number))
      }),
    Command(
      "subject", Choice(PairMember.self).optional,
      help: "which of the two side by side the microscope, explain, scatter and slope look at: "
        + "A or B; again the other",
      refusal: withoutPair,
      answer: { session, wanted throws(UserError) in
        let member = wanted ?? (session.beside?.member ?? .first).other
        session.beside?.member = member
        let places = try SubjectPair.required(session).places
        return Reply("cells are those of " + (member == .first ? places.first : places.second))
      }),
  ].inGroup(.explaining)

  private static let withoutPair: @Sendable (Session) -> String? = {
    $0.beside == nil ? noPair : nil
  }

  fileprivate static let noPair =
    "nothing is beside the network; beside step 0, beside fresh, beside NETWORK, beside WEIGHTS or "
    + "beside INPUT puts something there"
}

extension SubjectPair {
  /// The pair of a session.
  ///
  /// - Throws: ``UserError`` where nothing is beside the network.
  package static func required(_ session: Session) throws(UserError) -> SubjectPair {
    guard let pair = session.pair else { throw UserError(SessionCommands.noPair) }
    return pair
  }
}

/// `activation|gradient|weights [sorted]`
struct DistanceParameter: TextParameter {
  struct Value: Hashable, Sendable {
    var kind: TensorReference.Kind
    var isSorted: Bool
  }

  var usage: String { "activation|gradient|weights|sorted" }
  var expectation: String { "activation, gradient or weights, and sorted" }
  var example: String { "activation sorted" }
  var completion: Completion { .words(["activation", "gradient", "weights", "sorted"]) }

  func value(of text: String, in session: Session) -> Value? {
    let kinds: [Substring: TensorReference.Kind] = [
      "activation": .activation, "gradient": .gradient, "weights": .parameter(0),
    ]
    var value = Value(kind: .activation, isSorted: false)
    for word in text.split(separator: " ") {
      if word == "sorted" {
        value.isSorted = true
      } else if let kind = kinds[word] {
        value.kind = kind
      } else {
        return nil
      }
    }
    return value
  }
}

/// The sentences about a pair.
extension SubjectPair {
  /// Where both are.
  package var summary: [String] {
    [places.first, places.second] + (remark.map { [$0] } ?? [])
  }

  /// What is said when it was opened.
  package var opened: [String] {
    guard !pairing.isChosen else {
      let names = pairing.partners.keys.map { first.network.nodes[$0].name }
      return ["beside \(names.joined()): \(title)"]
    }
    let paired = pairing.partners.count
    let all = first.network.nodes.count
    let rest = unpaired.count
    let words =
      paired == all && rest == 0
      ? "all \(all) layers are paired"
      : "\(paired) of \(all) layers have a partner"
        + (rest > 0 ? ", \(rest) of B \(rest == 1 ? "has" : "have") none" : "")
    return ["beside: \(title); \(words)"] + (remark.map { [$0] } ?? [])
  }

  /// A line for every layer.
  func table(_ kind: TensorReference.Kind, sorted: Bool) -> [String] {
    let rows = rows(kind, sorted: sorted).map { row in
      [
        first.network.nodes[row.node].name,
        row.partner.map { partner in
          second.network.nodes[partner].name
            + (pairing.partners[row.node]?.evidence == .shape ? " (by shape)" : "")
        } ?? "–",
        row.distance.map { Decimals.text($0, 4) } ?? row.reason ?? "",
      ]
    }
    let rest =
      unpaired.isEmpty ? [] : ["of B without a partner: \(unpaired.joined(separator: ", "))"]
    return SummaryTable.aligned([["A", "B", "distance"]] + rows) + rest
  }
}
