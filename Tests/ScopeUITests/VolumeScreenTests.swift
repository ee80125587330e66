import CNNModel
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("Screens of volumes", .baselineLevel)
struct VolumeScreenTests {
  /// Tells what a player shows on a convolution over three axes.
  private func withVolume(_ body: (inout Player) throws -> Void) throws {
    try withFolder { folder in
      let (network, input) = ("\(folder)/volume.cnn", "\(folder)/volume.npy")
      let text = "input 1x6x7x8\nconv 3 3x3x3\nrelu\nmaxpool 2\nflatten\nlinear 4\n"
      try FileContent.write(Array(text.utf8), to: network)
      let numbers = (0..<336).map { Float($0 * 37 % 101) / 50 - 1 }
      let volume = NumericArray(Tensor(shape: [1, 6, 7, 8], elements: numbers))
      try FileContent.write(NpyFile.encode(volume), to: input)
      var player = try ScopeUITests.player(network, input)
      try body(&player)
    }
  }

  @Test("Going to a cell shows its slice, and back leads to the slice before")
  func slices() throws {
    try withVolume { player in
      let text = try player.screen(after: "finish", "go conv1[2,3,1,4]").text
      #expect(text.contains("slice 3"))
      #expect(try player.screen(after: #"keys "(""#).text.contains("slice 2"))
      #expect(try player.screen(after: "slice 0").text.contains("slice 0"))
      #expect(try player.screen(after: "go flatten1").text.contains("slice") == false)
    }
  }

  @Test("A slice that is not there is one sentence")
  func refusals() throws {
    try withVolume { volume in
      let line = [#"type ":slice 9""#, #"keys "<Enter>""#]
      let text = try volume.screen(after: "finish", "go conv1", line[0], line[1]).text
      #expect(text.contains("there are the slices 0 to 3, not \"9\""))
    }
    var flat = try ScopeUITests.player()
    let other = try flat.screen(
      after: "finish", "go conv1", #"type ":slice""#, #"keys "<Enter>""#
    ).text
    #expect(other.contains("there are no slices"))
  }
}
