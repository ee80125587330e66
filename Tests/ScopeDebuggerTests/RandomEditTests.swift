import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("Random edits of the built-in networks", .baselineLevel)
struct RandomEditTests {
  private static let editsPerNetwork = 18

  /// A cell of the input, of a parameter or of a layer's output, and a number for it.
  private func edit(_ number: Int, _ network: Network) -> String {
    let random = CounterRandom(seed: 17, stream: .probe, number, 3)
    let places: [(name: String, shape: Shape)] =
      [("input", network.inputSample)]
      + network.nodes.indices.flatMap { node in
        let name = network.nodes[node].name
        let output = network.outputShapes(of: node)[0].sample
        return zip(["weight", "bias"], network.parameters(of: node)).map {
          ("\(name).\($0)", $1.shape)
        } + (network.nodes[node].isSource ? [] : [(name, output)])
      }
    let place = places[random.below(places.count, 0)]
    let position = place.shape.position(at: random.below(place.shape.count, 1))
    let value = random.uniform(2) * 2 - 1
    return "set-value \(place.name)\(position) \(value)"
  }

  @Test(
    "An edit after both passes gives the bits of passes that begin with it, forward and backward",
    arguments: NetworkLibrary.names)
  func fresh(_ name: String) throws {
    let start = try Session(network: name, input: "digits:42", seed: 5)
    var stepped = start
    try perform("finish", on: &stepped)
    try perform("finish", on: &stepped)
    for number in 0..<Self.editsPerNetwork {
      let line = edit(number, start.network)
      var (edited, fresh) = (stepped, start)
      try perform(line, on: &edited)
      try perform(line, on: &fresh)
      try perform("finish", on: &fresh)
      try perform("finish", on: &fresh)
      #expect(edited.debugger.phase == fresh.debugger.phase)
      #expect(passNumbers(edited) == passNumbers(fresh), "\(name): \(line)")
    }
  }

  @Test("Edits one after the other give the bits of passes that begin with all of them")
  func chains() throws {
    let start = try Session(network: "lenet5", input: "digits:42", seed: 5)
    var (edited, fresh) = (start, start)
    try perform("finish", on: &edited)
    for number in 40..<52 {
      let line = edit(number, start.network)
      try perform(line, on: &edited)
      try perform(line, on: &fresh)
    }
    for _ in 0..<2 { try perform("finish", on: &fresh) }
    try perform("finish", on: &edited)
    #expect(passNumbers(edited) == passNumbers(fresh))
    #expect(
      edited.debugger.setup.edits.all.map(\.numbers)
        == fresh.debugger.setup.edits.all.map(\.numbers))
  }
}

@Suite("What an edit changed, part by part", .baselineLevel)
struct NumberChangeTests {
  @Test("The changes of the parts of every class's score add up", arguments: ["lenet5", "digits8"])
  func scores(_ name: String) throws {
    var session = try Session(network: name, input: "digits:42", seed: 5)
    let nodes = session.network.nodes
    let output = session.network.output.node
    try perform("finish", "ablate conv1[0]", on: &session)
    let before = try #require(session.editTrace).before
    for unit in 0..<10 {
      let number = NumberReference.cell(TensorReference(output, .activation), [0, unit])
      let change = try NumberChange(of: number, session.debugger, before: before)
      #expect(change.addsUp, "\(nodes[output].name)[\(unit)]: \(change.lines())")
      #expect(change.new != change.old && !change.parts.isEmpty)
      #expect(change.parts.count < change.count)
      let sum = change.parts.reduce(0) { $0 + $1.difference }
      #expect(abs(sum - (Double(change.new) - Double(change.old))) < 1e-5)
    }
  }

  @Test("Without an edit there is nothing to compare with")
  func mistakes() throws {
    var repl = Repl(try Session(network: "digits8", input: "digits:42"))
    _ = repl.perform("finish")
    #expect(
      repl.perform("changed linear2[0]")
        == .failed(
          "no number was changed by hand in this step; set-value, ablate and draw do that"))
  }
}
