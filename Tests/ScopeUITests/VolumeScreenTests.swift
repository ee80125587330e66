import CNNModel
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Screens of volumes", .baselineLevel)
struct VolumeScreenTests {
  /// A player on a convolution over three axes.
  private func player() throws -> Player {
    let (network, input) = ("/tmp/cnnscope-volume-test.cnn", "/tmp/cnnscope-volume-test.npy")
    let text = "input 1x6x7x8\nconv 3 3x3x3\nrelu\nmaxpool 2\nflatten\nlinear 4\n"
    try FileContent.write(Array(text.utf8), to: network)
    let numbers = (0..<336).map { Float($0 * 37 % 101) / 50 - 1 }
    let volume = NumericArray(Tensor(shape: [1, 6, 7, 8], elements: numbers))
    try FileContent.write(NpyFile.encode(volume), to: input)
    return try ScopeUITests.player(network, input)
  }

  @Test(
    "Golden screens of a volume, slice by slice",
    arguments: [
      ("first", "finish\ngo conv1"), ("third", "finish\ngo conv1\nkeys \") )\""),
      ("cell", "finish\ngo conv1[2,3,1,4]"), ("microscope", "finish\ngo conv1[2,3,1,4]\ninspect"),
    ])
  func golden(_ name: String, _ script: String) throws {
    var player = try player()
    Golden.expect(try player.screen(after: script).text, "volume-\(name)")
  }

  @Test("Going to a cell shows its slice, and back leads to the slice before")
  func slices() throws {
    var player = try player()
    let text = try player.screen(after: "finish", "go conv1[2,3,1,4]").text
    #expect(text.contains("slice 3"))
    #expect(try player.screen(after: #"keys "(""#).text.contains("slice 2"))
    #expect(try player.screen(after: "slice 0").text.contains("slice 0"))
    #expect(try player.screen(after: "go flatten1").text.contains("slice") == false)
  }

  @Test("A slice that is not there is one sentence")
  func refusals() throws {
    var volume = try player()
    let text = try volume.screen(after: "finish", "go conv1", #"type ":slice 9<Enter>""#).text
    #expect(text.contains("there are the slices 0 to 3, not \"9\""))
    var flat = try ScopeUITests.player()
    let other = try flat.screen(after: "finish", "go conv1", #"type ":slice<Enter>""#).text
    #expect(other.contains("there are no slices"))
  }
}
