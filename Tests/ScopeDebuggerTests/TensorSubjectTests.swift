import CNNModel
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

/// A session on a file of tensors instead of a network.
@Suite("A list of tensors", .baselineLevel)
struct TensorSubjectTests {
  private func session() throws -> Session {
    let weight = NumericArray(
      Tensor(shape: [6, 1, 5, 5], elements: .init(repeating: 1, count: 150)))
    return Session(
      tensors: try WeightList("net.npz", arrays: [NamedArray("conv1.weight", weight)]),
      start: NetworkStart(input: "digits:7", seed: 3))
  }

  @Test(
    "Every command is done, or refused with one sentence",
    arguments: Session.commands.commands.map(\.name),
    ["", " 1", " conv1", " none", " lenet5", " next", " loss > 5"])
  func everyCommand(_ name: String, _ arguments: String) throws {
    let command = try Session.commands.command(named: name)
    guard command.completion(ofArgument: 0) != .file || arguments.isEmpty else { return }
    var repl = Repl(try session())
    let outcome = repl.perform(name + arguments)
    if !command.traits.contains(.worksWithoutNetwork) {
      #expect(outcome == .failed("\(name) needs a network; net.npz holds tensors"))
    } else if case .failed(let sentence) = outcome {
      #expect(!sentence.isEmpty && !sentence.contains("\n"))
    }
  }

  @Test(
    "Values of a network are refused with one sentence",
    arguments: [
      ("print loss", "loss needs a network; net.npz holds tensors"),
      ("expect conv1.shape = 6x28x28", "conv1.shape needs a network; net.npz holds tensors"),
      ("net", "net needs a network; net.npz holds tensors"),
    ])
  func values(_ line: String, _ sentence: String) throws {
    var repl = Repl(try session())
    #expect(repl.perform(line) == .failed(sentence))
  }

  @Test("Help lists the commands that work")
  func help() throws {
    var repl = Repl(try session())
    guard case .answered(let lines) = repl.perform("help") else {
      Issue.record("help is refused")
      return
    }
    #expect(lines.contains { $0.contains("tensors [TEXT]") })
    #expect(!lines.contains { $0.contains("train [N]") })
  }

  @Test(
    "A network can be opened, and the tensors stay open beside it",
    arguments: ["open digits8", "net input 1x8x8; flatten; linear 10", "recipe inside"])
  func networkAfterTensors(_ line: String) throws {
    var repl = Repl(try session())
    guard case .answered = repl.perform(line) else {
      Issue.record("\(line) is refused")
      return
    }
    #expect(repl.session.hasNetwork)
    #expect(repl.session.generation == 1)
    #expect(repl.session.debugger.setup.seed == 3)
    #expect(repl.perform("step") != .failed(""))
    #expect(repl.perform("tensors") == .answered(["conv1.weight  float32  6×1×5×5"]))
  }

  @Test("The first network takes the image of the command line")
  func startingImage() throws {
    var repl = Repl(try session())
    _ = repl.perform("open digits8")
    #expect(repl.session.debugger.setup.input.name == "digits:7")
  }

  @Test("Opening tensors beside a network keeps its training")
  func tensorsAfterNetwork() throws {
    var session = try Session(network: "digits8", input: "digits:42")
    session.run(.steps(2))
    while session.isRunning { _ = session.work() }
    let checksum = session.debugger.checksum
    session.show(try #require(try self.session().weightList))
    #expect(session.hasNetwork)
    #expect(session.debugger.checksum == checksum)
    #expect(session.weightList?.path == "net.npz")
  }
}
