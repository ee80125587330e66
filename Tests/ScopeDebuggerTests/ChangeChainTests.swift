import CNNModel
import ScopeDebugger
import TestSupport
import Testing

@Suite("The way of a change back to the edit", .baselineLevel)
struct ChangeChainTests {
  private func session(_ network: String, _ lines: String...) throws -> Session {
    var session = try Session(network: network, input: "digits:42", seed: 5)
    try perform(lines, on: &session)
    return session
  }

  private func chain(from number: NumberReference, _ session: Session) throws -> ChangeChain {
    let before = try #require(session.editTrace).before
    return try ChangeChain(from: number, session.debugger, before: before)
  }

  private func output(_ unit: Int, _ session: Session) -> NumberReference {
    .cell(TensorReference(session.network.output.node, .activation), [0, unit])
  }

  @Test(
    "From every class's score it ends at the edit: pixels, a weight, a channel that is held",
    arguments: ["lenet5", "lenet5-relu", "digits8"],
    ["draw 3 3 1 5", "set-value conv1.weight[0,0,1,1] +0.5", "ablate conv1[0]"])
  func end(network: String, edit: String) throws {
    let session = try session(network, "finish", edit)
    for unit in 0..<10 {
      let chain = try chain(from: output(unit, session), session)
      let end = try #require(chain.end, "\(network) \(edit): \(chain.lines)")
      #expect(end.edit == session.debugger.setup.edits.all.last)
      #expect(end.old != end.new)
      #expect(chain.links.allSatisfy { $0.old != $0.new })
      for (link, next) in zip(chain.links, chain.links.dropFirst()) {
        #expect(link.parts.first?.cause?.number == next.number)
      }
    }
  }

  @Test("A loss is followed, too")
  func loss() throws {
    let session = try session("digits8", "finish", "draw 3 3 1 5")
    let chain = try chain(from: .loss, session)
    #expect(chain.end?.name.hasPrefix("input[0,") == true, "\(chain.lines)")
  }

  @Test("In what is no sum, each number is put back alone")
  func alone() throws {
    let text = "input 1x1x3\nflatten\nsm: softmax"
    var session = try Session(
      try Network(text: text, title: "net"), input: "digits:42")
    try perform("finish", "set-value input[0,0,1] 2", on: &session)
    let before = try #require(session.editTrace).before
    let number = NumberReference.cell(
      TensorReference(session.network.output.node, .activation), [0, 1])
    let change = try NumberChange(of: number, session.debugger, before: before)
    let old = Double(change.old)
    #expect(!change.isSum && change.addsUp, "\(change.lines())")
    #expect(change.parts.count == 1)
    #expect(abs(change.parts[0].difference - (Double(change.new) - old)) < 1e-6)
  }

  @Test("The way is a table with the edit at its end")
  func text() throws {
    var session = try session("digits8", "finish", "draw 3 3 1 5")
    let name = session.network.nodes[session.network.output.node].name
    let lines = try Session.commands.perform("changed \(name)[4] follow", &session).lines
    #expect(lines.first?.split(separator: " ").first == "number")
    #expect(lines.dropFirst().first?.hasPrefix("  \(name)[4] ") == true)
    #expect(lines.dropLast().last?.hasPrefix("  input[0,") == true)
    let edit = try #require(session.debugger.setup.edits.all.last)
    #expect(lines.last == "changed by hand: \(edit.title)", "\(lines)")
  }
}
