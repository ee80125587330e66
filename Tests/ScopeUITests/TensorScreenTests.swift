import CNNModel
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// The explorer on a file of tensors instead of a network.
@Suite("Screens of a list of tensors", .baselineLevel)
struct TensorScreenTests {
  private func tensors() throws -> Player {
    let arrays = [("conv1.weight", [6, 1, 5, 5] as Shape), ("conv1.bias", [6])].map {
      NamedArray(
        $0, NumericArray(Tensor(shape: $1, elements: .init(repeating: 1, count: $1.count))))
    }
    return Player(
      Session(tensors: try WeightList("net.npz", arrays: arrays)),
      size: Size(columns: 80, rows: 24), capabilities: .monochrome)
  }

  @Test(
    "Every command is done, or refused with one sentence",
    arguments: Explorer.commands.commands.map(\.name), ["", " 1", " conv1", " next", " tour"])
  func everyCommand(_ name: String, _ arguments: String) throws {
    let command = try Explorer.commands.command(named: name)
    guard command.completion(ofArgument: 0) != .file, name != "export" || arguments.isEmpty else {
      return
    }
    var player = try tensors()
    var failure: UserError?
    do throws(UserError) { try player.perform(.command(name + arguments)) } catch {
      failure = error
    }
    if !command.traits.contains(.worksWithoutNetwork) {
      #expect(failure?.description == "\(name) needs a network; net.npz holds tensors")
    }
    #expect(failure?.description.contains("\n") != true)
    #expect(!player.explorer.draw().canvas.text.isEmpty)
  }

  @Test("Every key leaves a screen")
  func everyKey() throws {
    for key in Set(Explorer.commands.commands.flatMap { $0.bindings.map(\.key) }) {
      var player = try tensors()
      try player.play(try Script("keys \"\(key)\"", file: key))
      #expect(!player.explorer.draw().canvas.text.isEmpty, "\(key)")
    }
  }

  @Test("The view that shows what is opened is the only one")
  func initialView() throws {
    #expect(try tensors().explorer.views.all.map(\.title) == ["weights"])
    #expect(try player().explorer.views.all.map(\.title) == ["maps"])
  }

  @Test("A key that needs a network says so")
  func refusedKey() throws {
    var player = try tensors()
    let screen = try player.screen(after: "keys \"s\"").text
    #expect(screen.contains("step needs a network; net.npz holds tensors"))
  }

  @Test("Help offers what works")
  func help() throws {
    var player = try tensors()
    let screen = try player.screen(after: "resize 100x200", "keys \"?\"").text
    #expect(screen.contains("tensor [next|back") && screen.contains("open CELL | NETWORK"))
    #expect(!screen.contains("train [N]") && !screen.contains("The selected layer"))
  }

  @Test("A network takes the place of the tensors, which can be shown again")
  func networkAfterTensors() throws {
    var player = try tensors()
    let maps = try player.screen(after: "open digits8", "keys \"s\"").text
    #expect(maps.contains("MAPS") && maps.contains("digits8"))
    #expect(player.explorer.views.all.map(\.title) == ["maps"])
    #expect(try player.screen(after: "weights").text.contains("2 TENSORS"))
    #expect(try player.screen(after: "keys \"q\"").text.contains("MAPS"))
  }

  @Test("The tour leads back to the tensors")
  func tour() throws {
    var player = try tensors()
    #expect(try player.screen(after: "tour").text.contains("1/19"))
    let screen = try player.screen(after: "leave-lesson").text
    #expect(screen.contains("2 TENSORS") && screen.contains("back from the lesson"))
  }

  @Test("What was copied opens the file again")
  func copies() throws {
    var player = try tensors()
    #expect(try player.screen(after: "copy").text.contains("copied: cnnscope net.npz"))
  }
}
