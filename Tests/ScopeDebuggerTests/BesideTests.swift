import CNNEngine
import CNNModel
import ScopeDebugger
import TestSupport
import Testing

/// Two subjects with linked cursors.
@Suite("Side by side", .baselineLevel)
struct BesideTests {
  /// A repl after some lines; none of them fails.
  private func repl(_ network: String = "digits8", _ lines: String...) throws -> Repl {
    var repl = Repl(try Session(network: network, input: "digits:42"))
    for line in lines { _ = try answer(line, &repl) }
    return repl
  }

  private func answer(_ line: String, _ repl: inout Repl) throws -> [String] {
    switch repl.perform(line) {
    case .answered(let lines): return lines
    case .failed(let sentence): throw Sentence(sentence)
    case .quit: return []
    }
  }

  private struct Sentence: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  private func failure(_ line: String, _ repl: Repl) -> String? {
    var copy = repl
    guard case .failed(let sentence) = copy.perform(line) else { return nil }
    return sentence
  }

  private func pair(_ repl: Repl) throws -> SubjectPair { try #require(repl.session.pair) }

  private func distances(_ repl: Repl, _ kind: TensorReference.Kind = .activation) throws
    -> [Double?]
  {
    try pair(repl).rows(kind).map(\.distance)
  }

  @Test("Where nothing was changed the difference is 0 in every layer, forward and backward")
  func nothing() throws {
    let repl = try repl("digits8", "beside now", "run 1")
    #expect(try distances(repl).allSatisfy { $0 == 0 })
    #expect(try distances(repl, .gradient).allSatisfy { $0 == 0 })
    #expect(try distances(repl, .parameter(0)).allSatisfy { $0 == 0 })
  }

  @Test("A step of the history: its weights meet the step that is looked at, bit for bit")
  func step() throws {
    let first = try repl("digits8", "run 1", "back 100", "finish")
    let repl = try repl("digits8", "run 3", "step 1", "beside step 0", "finish")
    let pair = try pair(repl)
    #expect(pair.first.step == 3 && pair.second.step == 3 && pair.second.phase == pair.first.phase)
    #expect(pair.second.state.parameters == first.session.debugger.state.parameters)
    #expect(pair.second.execution.loss == first.session.debugger.execution.loss)
    let rows = pair.rows(.activation)
    #expect(rows[0].distance == 0 && rows.dropFirst().allSatisfy { $0.distance ?? 0 > 0 })
  }

  @Test(
    "Both are at the same phase after every way to move",
    arguments: [
      ["step 3"], ["finish", "back 2"], ["finish", "finish", "begin"], ["run 2"],
      ["run 3", "goto 1"], ["run 3", "goto 0", "step 4"], ["run 2", "restart"],
      ["run 2", "back 30"], ["finish", "input digits:7", "step 2"], ["break relu1", "continue"],
      ["data digits", "batch 16", "run 3", "step 5"], ["optimizer adam lr 0.01", "run 2"],
      ["run 3", "goto 1", "optimizer adam lr 0.01", "run 2"], ["mode train", "finish"],
    ], ["beside fresh", "beside now", "beside digits:9", "beside lenet5", "beside digits8"])
  func linked(_ lines: [String], _ beside: String) throws {
    var repl = try repl("digits8", beside)
    for line in lines { _ = try answer(line, &repl) }
    let pair = try pair(repl)
    #expect(!repl.session.isRunning)
    #expect(pair.second.step == pair.first.step, "\(lines) \(beside)")
    if beside == "beside lenet5" {
      #expect(pair.second.last?.pass == pair.first.last?.pass, "\(lines)")
    } else {
      #expect(pair.second.phase == pair.first.phase, "\(lines) \(beside)")
    }
  }

  @Test("The first subject computes the same bits whatever stands beside it")
  func undisturbed() throws {
    let lines = ["data digits", "batch 16", "run 3", "goto 1", "run 1", "finish"]
    var alone = try repl("digits8")
    var beside = try repl("digits8", "beside lenet5-relu")
    for line in lines {
      #expect(try answer(line, &alone) == answer(line, &beside))
    }
    #expect(alone.session.debugger.moment == beside.session.debugger.moment)
  }

  @Test(
    "Another network trains along; the same one stays equal, and an input of its own parts them")
  func live() throws {
    let repl = try repl("digits8", "beside digits8", "run 3", "goto 1", "run 1")
    #expect(try distances(repl, .parameter(0)).allSatisfy { $0 == 0 })
    #expect(try pair(repl).second.state.updates == pair(repl).first.state.updates)
    let other = try self.repl("digits8", "beside digits8 digits:7", "run 3")
    #expect(try distances(other, .parameter(0)).allSatisfy { $0 ?? 0 > 0 })
  }

  @Test("Another input meets the weights that the first subject begins each step with")
  func input() throws {
    let repl = try repl("digits8", "run 2", "beside digits:7", "step 1", "finish")
    let pair = try pair(repl)
    #expect(
      pair.second.setup.input.name == "digits:7" && pair.first.setup.input.name == "digits:42")
    #expect(try distances(repl, .parameter(0)).allSatisfy { $0 == 0 })
    #expect(try distances(repl)[0] ?? 0 > 0.1)
  }

  @Test("Two samples of a batch, each read out of the same batch")
  func samples() throws {
    let repl = try repl(
      "digits8", "data digits", "batch 8", "run 1", "step 1", "beside sample 5", "finish")
    let pair = try pair(repl)
    #expect(pair.first.sample == 0 && pair.second.sample == 5)
    let tensors = try pair.tensors(TensorReference(0, .activation))
    let batch = try #require(pair.first.tensors.value(of: TensorReference(0, .activation)))
    #expect(tensors.first == batch.samples(0..<1) && tensors.second == batch.samples(5..<6))
    #expect(failure("beside sample 8", repl) == "the batch has the samples 0 to 7, not 8")
  }

  @Test("Files of weights: a file of the moment is no distance away, one of another seed is")
  func weights() throws {
    try withFolder { folder in
      let path = "\(folder)/w.safetensors"
      let repl = try repl("digits8", "run 2", "save \(path)", "beside \(path)", "step 1", "finish")
      #expect(try distances(repl, .parameter(0)).allSatisfy { $0 == 0 })
      #expect(try distances(repl).allSatisfy { $0 == 0 })
      let other = try self.repl("digits8", "restart 9", "beside \(path)", "finish")
      #expect(try distances(other, .parameter(0)).allSatisfy { $0 ?? 0 > 0.1 })
      #expect(failure("beside \(path)", try self.repl("lenet5"))?.isEmpty == false)
    }
  }

  @Test("Unlike networks: partners by name, and why a layer has none")
  func unlike() throws {
    let repl = try repl("lenet5", "beside lenet5-relu", "finish")
    let lines = try pair(repl).rows(.activation)
    #expect(lines.allSatisfy { $0.distance != nil })
    let other = try self.repl("lenet5", "beside digits8", "finish")
    let rows = try pair(other).rows(.activation)
    #expect(
      rows[2].reason
        == "no partner: B has no layer called sigmoid1, and none of 6×28×28 is left in its place")
    #expect(
      rows[1].reason?.hasPrefix("conv1 is 6×28×28 in A and ") == true && rows[1].isOfOtherShape)
    #expect(try pair(other).unpaired.contains("relu1"))
  }

  @Test("Layers are sorted by their distance, the largest first")
  func sorted() throws {
    let repl = try repl("digits8", "run 3", "step 1", "beside step 0", "finish")
    let found = try pair(repl).rows(.activation, sorted: true).compactMap(\.distance)
    #expect(found == found.sorted(by: >) && found.count > 4)
  }

  @Test("A cell of both: the differences of the parts add up to that of the sums")
  func cell() throws {
    let repl = try repl("digits8", "run 3", "step 1", "beside step 0", "finish")
    let pair = try pair(repl)
    let number = try pair.first.tensors.number(named: "conv1[0,3,3]")
    let computation = try pair.computation(of: number)
    #expect(computation.first.agreement.isEqual && computation.second.agreement.isEqual)
    let sum = try computation.rows().reduce(0.0) { $0 + $1.difference }
    let stored = Double(computation.first.stored) - Double(computation.second.stored)
    #expect(abs(sum - stored) < 1e-6 && stored != 0)
    var copy = repl
    #expect(try answer("both conv1[0,3,3]", &copy)[0].hasPrefix("conv1[0,3,3]: A "))
  }

  @Test("Two layers of one network are compared where their shapes agree")
  func layers() throws {
    let repl = try repl("lenet5", "beside conv1 sigmoid1", "finish")
    let rows = try pair(repl).rows(.activation)
    #expect(rows.count == 1 && rows[0].node == 1 && rows[0].partner == 2)
    #expect(rows[0].distance ?? 0 > 0)
    #expect(
      failure("beside conv1", repl)
        == "beside conv1 needs the other layer, too, as in beside input conv1")
  }

  @Test(
    "Mistakes are one sentence",
    arguments: [
      (
        "beside",
        "nothing is beside the network; beside step 0, beside fresh, beside NETWORK, beside WEIGHTS or beside INPUT puts something there"
      ),
      (
        "distances",
        "nothing is beside the network; beside step 0, beside fresh, beside NETWORK, beside WEIGHTS or beside INPUT puts something there"
      ),
      ("beside step 7", "step 7 was not begun yet; the last is 0"),
      (
        "beside step x",
        "beside step needs a whole number of at least 0, as in beside step 3, not \"x\""
      ),
      (
        "beside sample 1",
        "the batch is one image, so there is no other sample; beside INPUT takes another image"
      ),
      (
        "beside edit",
        "no number was changed; set-value (or i on a cell) changes one, and beside edit then shows the step without that"
      ),
      (
        "subject B",
        "nothing is beside the network; beside step 0, beside fresh, beside NETWORK, beside WEIGHTS or beside INPUT puts something there"
      ),
      (
        "beside nothing",
        "beside takes a network, a file of weights, an input, step N, sample N, fresh, now, edit, two layers or off; \"nothing\" is none of these, and there is no such file"
      ),
    ])
  func mistakes(_ line: String, _ sentence: String) throws {
    let repl = try repl("digits8")
    #expect(failure(line, repl) == sentence)
  }

  @Test("Another network closes what is beside, and a fault that is to be found refuses it")
  func closing() throws {
    var repl = try repl("digits8", "beside fresh", "open inside")
    #expect(repl.session.pair == nil)
    _ = try answer("beside fresh", &repl)
    #expect(try answer("beside off", &repl) == ["nothing is beside any more"])
    #expect(repl.session.pair == nil)
  }

  @Test("A run that is stopped stays where it is, and goes on with the next step")
  func cancelling() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    try Session.commands.perform("beside digits8", &session)
    try Session.commands.perform("run 3", &session)
    _ = session.work()
    #expect(session.cancel() && !session.isRunning)
    try Session.commands.perform("step", &session)
    _ = session.workToTheEnd()
    let pair = try #require(session.pair)
    #expect(pair.second.phase == pair.first.phase && !session.isRunning)
  }
}
