import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("The lab on the screen", .baselineLevel)
struct LabScreenTests {
  @Test(
    "Golden screens",
    arguments: [
      ("lab", ""), ("lab-padding", "turn pad\nturn pad\nlab stride 2\nlab at 0,0"),
      ("lab-dilation", "lab dilation 2\nlab weights laplacian"),
      ("lab-groups", "lab channels 4\nlab groups 2"),
      ("lab-transposed", "lab transposed on\nlab stride 2\nlab size 3\nlab pad same\nlab at 2,2"),
      ("lab-dx", "lab size 5\nlab pass dx\nlab at 1,2"),
      ("lab-dx-stride", "lab size 5\nlab stride 2\nlab pass dx\nlab at 2,2\nlab dx-rotated off"),
      ("lab-dw", "lab size 5\nlab pad 1\nlab pass dw\nlab at 0,1"),
      ("lab-scatter", "lab size 5\nlab pass scatter\nlab at 1,1\npart kernel"),
      ("lab-transposed-dx", "lab transposed on\nlab stride 2\nlab size 3\nlab pass dx"),
      ("lab-120x40", "resize 120x40\nlab size 5\nlab pad same"),
      ("lab-200x60", "resize 200x60\nlab channels 4"),
      ("lab-dx-200x60", "resize 200x60\nlab size 5\nlab pass dx\nlab at 1,2"),
    ])
  func golden(_ name: String, _ lines: String) throws {
    var player = try player()
    Golden.expect(try player.screen(after: "lab", lines).text, name)
  }

  @Test(
    "Of large maps the numbers of kernel and output are seen, around the cursor",
    arguments: [Capabilities.full, .monochrome])
  func large(_ capabilities: Capabilities) throws {
    var player = try player(with: capabilities)
    let transposed = try player.screen(
      after: "lab", "lab transposed on", "lab size 10", "lab kernel 5", "lab stride 2",
      "lab set kernel[1,2] 7.5"
    ).text
    #expect(transposed.contains("[KERNELS ADDED of 23×23]"), "\(transposed)")
    #expect(transposed.contains(" 7.5"), "\(transposed)")
    let backward = try player.screen(
      after: "lab reset", "lab size 7", "lab pass dx", "lab dx-rotated off"
    ).text
    #expect(backward.contains("[dX") && backward.contains("NOT ROTATED"), "\(backward)")
  }

  @Test("A sum that goes on says how many terms it has")
  func longSum() throws {
    var player = try player()
    let text = try player.screen(after: "lab", "lab channels 4", "lab pass dx").text
    #expect(text.contains(" … 36 terms"), "\(text)")
  }

  @Test("The window slides with the arrows, in color and without")
  func window() throws {
    for capabilities in [Capabilities.full, .plain] {
      var player = try player(with: capabilities)
      let first = try player.screen(after: "keys \"L\"")
      #expect(first.text.contains("0 0[1 7 9]6 0"))
      let second = try player.screen(after: "keys \"<Right> <Down>\"")
      #expect(second.text.contains("0 1 7[9 9 6]0"))
    }
  }

  @Test("Numbers change under the cursor; an output is computed")
  func numbers() throws {
    var player = try player()
    let refused = try player.screen(after: "keys \"L +\"").text
    #expect(refused.contains("an output is computed; Tab goes to the image or the kernel"))
    try player.play(try Script("keys \"<Tab> + +\"\nexpect lab.input[0,3,3] = 11", file: "t"))
    _ = try player.screen(
      after: "keys \"<Enter>\"", "type \"4\"", "keys \"<Enter>\"", "expect lab.input[0,3,3] = 4")
    try player.play(
      try Script("lab set image[0,1] 6\nexpect lab.input[0,0,1] = 6", file: "t"))
  }

  @Test("Every number of a backward pass changes under the cursor, and is seen to change")
  func backwardNumbers() throws {
    var player = try player()
    _ = try player.screen(after: "keys \"L F\"", "lab size 4", "expect lab.gradient[0,0,0] = 1")
    let dY = try player.screen(after: "part gradient", "lab at 0,0", "keys \"g + + +\"").text
    #expect(dY.contains("dY + ZEROS"))
    try player.play(try Script("expect lab.gradient[0,0,0] = 4", file: "t"))
    _ = try player.screen(
      after: "keys \"<Tab> g <Enter>\"", "type \"7\"", "keys \"<Enter>\"",
      "expect lab.dx[0,2,2] = 34")
    let refused = try player.screen(after: "keys \"<Tab> +\"").text
    #expect(refused.contains("dX is computed; Tab goes to dY or the kernel, to change it"))
    let dW = try player.screen(after: "keys \"F <Tab> g -\"").text
    #expect(dW.contains("INPUT") && dW.contains("dB"))
    let part = try player.screen(
      after: "lab pass forward", "keys \":\"", "type \"part gradient\"", "keys \"<Enter>\""
    ).text
    #expect(part.contains("pass forward has output, image, kernel, not gradient"))
  }

  @Test("A transposed convolution shows its kernel, and the number that is edited in it")
  func transposedKernel() throws {
    var player = try player()
    let screen = try player.screen(
      after: "lab transposed on", "lab size 3", "keys \"L <Tab> <Tab> <Enter>\"", "type \"7\"",
      "keys \"<Enter>\"")
    #expect(screen.text.contains("[KERNEL]") && screen.text.contains("[ 7] 0  1"))
  }

  @Test("A refused value leaves the picture and says why")
  func refused() throws {
    var player = try player()
    let screen = try player.screen(after: "keys \"L\"", "lab kernel 7", "keys \"K\"").text
    #expect(screen.contains("a kernel of 8×8 does not fit into 1×7×7"))
    #expect(screen.contains("K kernel 7×7"))
  }

  @Test("Every setting is drawn at every size", arguments: [(80, 24), (60, 20), (40, 12), (1, 1)])
  func sizes(_ columns: Int, _ rows: Int) throws {
    var player = try player(columns: columns, rows: rows, with: .full)
    for line in ["lab", "lab size 12", "lab channels 8", "lab pad full", "lab transposed on"] {
      _ = try player.screen(after: line, "lab kernel 5")
    }
    for pass in ["dx", "dw", "scatter"] { _ = try player.screen(after: "lab pass \(pass)") }
    _ = try player.screen(after: "lab transposed off", "lab groups 8")
    for pass in ["dx", "dw", "scatter"] { _ = try player.screen(after: "lab pass \(pass)") }
    _ = try player.screen(after: "lab pass forward", "lab groups separable")
  }

  @Test("q goes back to the network")
  func leaving() throws {
    var player = try player()
    #expect(try player.screen(after: "keys \"L q\"").text.contains("LAYERS"))
  }
}
