import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

/// What large screens show besides.
@Suite("Large screens", .baselineLevel)
struct LargeScreenTests {
  private func place(of text: String, in screen: Canvas) -> Int? {
    (0..<screen.size.rows).first { screen.line($0).contains(text) }
  }

  @Test("The layers before and after stand around the selected one, in the order of the network")
  func order() throws {
    var player = try player()
    let screen = try player.screen(after: "resize 200x60", "finish", "go conv2")
    let rows = [
      "maxpool1 → 6×14×14", "conv2 activation → 16×10×10", "sigmoid2 → 16×10×10",
    ].map { place(of: $0, in: screen) }
    #expect(
      rows.compactMap(\.self).count == 3
        && rows.compactMap(\.self) == rows.compactMap(\.self).sorted())
    let begin = try player.screen(after: "go input").text
    #expect(begin.contains("[MAPS]") || begin.contains(" MAPS "))
    #expect(begin.contains("conv1 → 6×28×28"))
  }

  @Test("What was not computed yet has no strip")
  func notYet() throws {
    var player = try player()
    let screen = try player.screen(after: "resize 200x60", "step").text
    #expect(screen.contains("input → 1×32×32") && !screen.contains("sigmoid1 →"))
  }

  @Test("Before anything is computed the input's numbers stand beside the weights that come next")
  func weightsToCome() throws {
    var player = try player("digits8")
    let screen = try player.screen(after: "resize 200x60")
    for strip in ["conv1.weight → 1×1×3×3", "linear1.weight → 10×36", "linear2.weight → 10×10"] {
      let row = try #require(place(of: strip, in: screen), "\(strip)")
      let line = screen.line(row)
      #expect(line[..<(try #require(line.firstRange(of: strip)?.lowerBound))].count > 80)
    }
    let kernel = try #require(place(of: "conv1.weight", in: screen))
    let end = try #require(place(of: "linear1.weight", in: screen))
    let numbers = (kernel + 1..<end).flatMap {
      screen.line($0).dropFirst(106).split(separator: " ")
    }
    #expect(numbers.count { Double($0) != nil } == 9)
    let begun = try player.screen(after: "go input", "step", "step").text
    #expect(!begun.contains("conv1.weight → 1×1×3×3") && begun.contains("linear1.weight → 10×36"))
  }

  @Test("Below a short ladder stand the maps of the selected layer, as far as they are computed")
  func ladderMaps() throws {
    var player = try player()
    let before = try player.screen(after: "resize 200x60", "go conv1", "ladder").text
    #expect(before.contains("conv1.weight → 6×1×5×5") && !before.contains("conv1 → "))
    let after = try player.screen(after: "finish", "finish", "go conv1", "ladder").text
    let strips = [
      "conv1 → 6×28×28", "conv1.gradient → 6×28×28", "conv1.weight → ", "conv1.bias → 6",
    ]
    for strip in strips {
      #expect(after.contains(strip), "\(after)")
    }
    let small = try player.screen(after: "resize 80x24").text
    #expect(!small.contains("conv1.weight"))
  }

  @Test("Both layers that a sum reads are seen, and the layer that reads it")
  func branches() throws {
    var player = try player()
    let text = try player.screen(
      after: "net input 1x6x6; a: conv 2 3x3 pad same; b: relu from a; sum: add from a, b; c: tanh",
      "resize 200x60", "finish", "go sum"
    ).text
    for strip in ["a → 2×6×6", "b → 2×6×6", "c → 2×6×6"] {
      #expect(text.contains(strip), "\(text)")
    }
  }

  @Test("Resizing there and back keeps what is selected, and 80×24 is as it was")
  func resizing() throws {
    var player = try player()
    let before = try player.screen(after: "finish", "go conv2[3,4,5]", "zoom in")
    let large = try player.screen(after: "resize 200x60").text
    #expect(large.contains("conv2[3,4,5] = ") && large.contains("maxpool1 → 6×14×14"))
    #expect(try player.screen(after: "resize 80x24") == before)
  }

  @Test("A kernel's gradient and update are there once they were computed")
  func kernels() throws {
    var player = try player()
    let forward = try player.screen(after: "resize 120x40", "finish", "go conv1[2,10,10]").text
    #expect(forward.contains("KERNELS ─conv1.weight") && forward.contains("2←0"))
    #expect(forward.contains("no gradient") && forward.contains("no update"))
    let backward = try player.screen(after: "run", "go conv1[2,10,10]").text
    #expect(!backward.contains("no gradient") && !backward.contains("no update"))
    #expect(try player.screen(after: "go maxpool1").text.contains("maxpool1 has no parameters"))
  }

  @Test("Numbers stand in cells that are large enough, and none while one is to be predicted")
  func numbers() throws {
    var player = try player()
    let text = try player.screen(
      after: "resize 120x40",
      "net input 1x4x4; conv 1 3x3 no-bias; flatten; linear 2", "finish", "go conv1"
    ).text
    let value = try #require(text.split(separator: "conv1 activation").last)
    #expect(value.split { $0 == " " || $0.isNewline }.count { Double($0) != nil } >= 4, "\(text)")
  }

  @Test("A click on a strip selects its layer")
  func mouse() throws {
    var player = try player()
    let screen = try player.screen(after: "resize 200x60", "finish", "go conv2", "set mouse on")
    let row = try #require(place(of: "maxpool1 → 6×14×14", in: screen))
    let line = screen.line(row)
    let start = try #require(line.firstRange(of: "maxpool1")?.lowerBound)
    let column = line[..<start].count
    let text = try player.screen(after: "mouse press \(column) \(row + 2)").text
    #expect(text.contains("maxpool1 activation → 6×14×14"))
  }

  @Test(
    "Every network is drawn on large screens", arguments: ["100x40", "120x40", "200x60", "250x80"])
  func sizes(_ size: String) throws {
    for network in ["lenet5", "digits8"] {
      var player = try player(network, with: .full)
      for line in ["# begin", "step", "finish", "finish", "show gradient", "pane maps", "zoom in"] {
        _ = try player.screen(after: "resize \(size)", line)
      }
      for line in ["G", "g", "w", "w", "v", "v"] {
        _ = try player.screen(after: "pane layers", "keys \"\(line)\"")
      }
    }
  }
}
