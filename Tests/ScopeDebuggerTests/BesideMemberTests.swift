import CNNEngine
import CNNModel
import Comparison
import ScopeDebugger
import TestSupport
import Testing

/// What is seen of either of two subjects, against sessions of their own.
@Suite("Side by side: A, B, and the step without the last edit", .baselineLevel)
struct BesideMemberTests {
  private struct Failure: Error { let sentence: String }

  @discardableResult
  private func answer(_ line: String, _ repl: inout Repl) throws -> [String] {
    switch repl.perform(line) {
    case .answered(let lines): return lines
    case .failed(let sentence): throw Failure(sentence: sentence)
    case .quit: return []
    }
  }

  private func repl(
    _ network: String, _ input: String = "digits:42", _ lines: String...
  ) throws -> Repl {
    var repl = Repl(try Session(network: network, input: input))
    for line in lines { try answer(line, &repl) }
    return repl
  }

  private func pair(_ repl: Repl) throws -> SubjectPair { try #require(repl.session.pair) }

  /// The distances of two sessions' tensors, node by node.
  private func distances(
    _ one: Repl, _ other: Repl, _ kind: TensorReference.Kind
  ) throws -> [Double?] {
    try one.session.network.nodes.indices.map { node in
      let reference = TensorReference(node, kind)
      let a = try #require(one.session.debugger.tensors.value(of: reference))
      let b = try #require(other.session.debugger.tensors.value(of: reference))
      return RelativeDistance.between(a, b)
    }
  }

  @Test(
    "The step without the last edit beside the step with it: distances of two sessions",
    arguments: [
      "set-value conv1.weight[0,0,1,1] 0.5", "ablate conv1[0]", "set-value input[0,3,3] 0.3",
      "set-value relu1[0,2,2] 3",
    ])
  func edit(_ line: String) throws {
    let beside = try repl("digits8", "digits:42", "finish", line, "beside edit", "finish")
    let edited = try repl("digits8", "digits:42", "finish", line, "finish")
    let plain = try repl("digits8", "digits:42", "finish", "finish")
    for kind in [TensorReference.Kind.activation, .gradient] {
      let found = try pair(beside).rows(kind).map(\.distance)
      #expect(try found == distances(edited, plain, kind))
      #expect(found.contains { $0 ?? 0 > 0 })
    }
  }

  @Test("Only the last edit is left out, and taking it back leaves no distance")
  func lastEdit() throws {
    let lines = ["set-value conv1.weight[0,0,1,1] 0.5", "set-value conv1.bias[0] 2"]
    var beside = try repl("digits8", "digits:42", "finish", lines[0], lines[1], "beside edit")
    let plain = try repl("digits8", "digits:42", "finish", lines[0])
    let second = try pair(beside).second
    #expect(second.execution.loss == plain.session.debugger.execution.loss)
    #expect(try pair(beside).title == "without conv1.bias[0] = 2")
    try answer("back 1", &beside)
    #expect(try pair(beside).rows(.activation).allSatisfy { $0.distance == 0 })
  }

  @Test("An edit is one of A's network: another network beside it keeps its own numbers")
  func otherNetwork() throws {
    let edited = try repl(
      "lenet5", "digits:42", "beside digits8", "set-value linear3[2] 4", "finish")
    let alone = try repl("digits8", "digits:42", "finish")
    #expect(
      try pair(edited).second.execution.loss == alone.session.debugger.execution.loss)
  }

  @Test("Cells of B are explained as in a session of its own")
  func explained() throws {
    var beside = try repl("digits8", "digits:42", "beside digits:7", "finish", "subject B")
    var alone = try repl("digits8", "digits:7", "finish")
    for line in ["explain conv1[0,3,3]", "explain loss"] {
      let lines = try answer(line, &beside)
      #expect(lines.first?.hasPrefix("of B, digits:7") == true, "\(lines)")
      #expect(try Array(lines.dropFirst()) == answer(line, &alone))
    }
    #expect(try answer("subject", &beside)[0].hasPrefix("cells are those of A digits8"))
    var first = try repl("digits8", "digits:42", "finish")
    #expect(
      try answer("explain conv1[0,3,3]", &beside) == answer("explain conv1[0,3,3]", &first))
  }

  @Test("The number of B that belongs to one of A, and back")
  func counterparts() throws {
    let beside = try repl(
      "digits8", "digits:42", "data digits", "batch 4", "beside sample 3", "finish")
    let pair = try pair(beside)
    let number = try pair.first.tensors.number(named: "conv1[0,3,3]")
    let other = try pair.counterpart(of: number, in: .first)
    #expect(other == .cell(TensorReference(1, .activation), [3, 0, 3, 3]))
    #expect(try pair.counterpart(of: other, in: .second) == number)
    let unlike = try self.pair(try repl("lenet5", "digits:42", "beside digits8", "finish"))
    let cell = try unlike.first.tensors.number(named: "conv1[0,3,3]")
    #expect(throws: UserError.self) { try unlike.counterpart(of: cell, in: .first) }
  }

  @Test("The ladder of both is that of two sessions; unlike layers say why")
  func ladder() throws {
    var beside = try repl("digits8", "digits:42", "beside digits:7", "run 1")
    let sessions = [
      try repl("digits8", "digits:42", "run 1"),
      try repl("digits8", "digits:7", "finish", "finish"),
    ].map(\.session.debugger.inspector.ladder)
    let found = try pair(beside).ladder
    #expect(found.map(\.first) == sessions[0].rungs)
    #expect(found.map(\.second?.gradient) == sessions[1].rungs.map { .some($0.gradient) })
    #expect(found.map(\.second?.activation) == sessions[1].rungs.map { .some($0.activation) })
    #expect(found.allSatisfy { $0.unlikeness == nil })
    #expect(try answer("ladder", &beside).count == 2 + 2 * found.count)
    let unlike = try pair(try repl("lenet5", "digits:42", "beside digits8", "finish")).ladder
    #expect(unlike[1].unlikeness == "6×28×28 in A, 1×6×6 in B" && unlike[1].second != nil)
    #expect(unlike[2].unlikeness?.hasPrefix("no partner: B has no layer called") == true)
    #expect(unlike[2].second == nil)
    var layers = try repl("digits8", "digits:42", "beside conv1 relu1", "finish")
    var alone = try repl("digits8", "digits:42", "finish")
    #expect(try answer("ladder", &layers) == answer("ladder", &alone))
  }

  @Test("What was compared is not compared again as long as both stay where they are")
  func comparedOnce() throws {
    var beside = try repl("digits8", "digits:42", "beside fresh", "finish")
    let count = try pair(beside).comparisonCount
    for _ in 0..<3 {
      _ = try pair(beside).rows(.activation, sorted: true)
      _ = try pair(beside).distance(TensorReference(1, .activation))
      _ = try pair(beside).order(.activation, sorted: true)
    }
    #expect(try pair(beside).comparisonCount == count + 1)
    #expect(try pair(beside).rows(.gradient)[0].distance == nil)
    #expect(try pair(beside).comparisonCount == count + 2)
    try answer("finish", &beside)
    #expect(try pair(beside).rows(.gradient).allSatisfy { $0.distance != nil })
    #expect(try pair(beside).comparisonCount == count + 3)
    try answer("set-value conv1.bias[0] 2", &beside)
    _ = try pair(beside).rows(.activation)
    #expect(try pair(beside).comparisonCount == count + 4)
  }
}
