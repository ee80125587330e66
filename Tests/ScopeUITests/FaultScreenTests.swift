import ScopeDebugger
import ScopeUI
import TerminalKit
import TestSupport
import Testing

@Suite("The fault gym on the screen", .baselineLevel)
struct FaultScreenTests {
  private static let fault = "fault conv1.forward kernel-turned"

  @Test(
    "The microscope hides its verdict until the fault is found",
    arguments: [Capabilities.full, .monochrome, .plain])
  func microscope(_ capabilities: Capabilities) throws {
    var player = try player("digits8", with: capabilities)
    let hidden = try player.screen(after: Self.fault, "step", "open conv1[0,3,2]").text
    #expect(!hidden.contains("✓") && !hidden.contains("✗"))
    #expect(hidden.contains("fault ?"))
    let found = try player.screen(after: "accuse conv1.forward kernel-turned").text
    #expect(found.contains("right: conv1["))
    #expect(found.contains("fault known"))
    // The verdict of the microscope, whose last line the answer does not cover.
    #expect(found.contains("✗ but"), "\(found)")
  }

  @Test("The cell under the cursor and the product of matrices hide it, too")
  func otherMarks() throws {
    var player = try player("digits8")
    let cell = try player.screen(after: Self.fault, "step", "go conv1[0,3,2]").text
    #expect(cell.contains(" ? of 19 numbers"))
    let matrix = try player.screen(after: "open conv1[0,3,2]", "aspect matrix").text
    #expect(!matrix.contains("✓") && !matrix.contains("✗"))
  }

  @Test(
    "The prompt completes places, and the rules of a place",
    arguments: [
      ("accuse conv1.f", "accuse conv1.forward"), ("accuse lo", "accuse loss"),
      ("accuse conv1.forward kernel-t", "accuse conv1.forward kernel-turned"),
      ("fault hi", "fault hint"),
    ])
  func completion(_ typed: String, _ completed: String) throws {
    var player = try player("digits8")
    let screen = try player.screen(after: "keys \":\"", "type \"\(typed)\"", "keys \"<Tab>\"").text
    #expect(screen.contains(completed))
  }

  @Test("A lesson waits until the fault is found, whichever words accuse it")
  func lesson() throws {
    var player = try player()
    try player.open(lesson: "faults")
    #expect(player.explorer.lesson?.isSearching == true)
    try player.play(try Script("accuse flatten1.forward channels", file: "t"))
    #expect(player.explorer.lesson?.isSearching == true)
    try player.play(try Script("accuse linear1.forward bias-forgotten-forward", file: "t"))
    #expect(player.explorer.lesson?.page == 1)
    let attempts = player.explorer.lesson?.attempts ?? []
    #expect(attempts.map(\.isRight) == [false, true])
    #expect(attempts.map(\.typed).first == "flatten1.forward channels")
  }

  @Test("A fault that is given up is told, and the lesson goes on")
  func givingUp() throws {
    var player = try player()
    try player.open(lesson: "faults", stop: 2)
    let screen = try player.screen(after: "fault hint", "fault tell").text
    #expect(screen.contains("it is maxpool1's forward pass"))
    #expect(player.explorer.lesson?.page == 1)
    #expect(player.explorer.lesson?.attempts.map(\.isRight) == [false])
  }

  @Test("Each of the ten is proved by two numbers, and its mark tells the truth then")
  func ten() throws {
    var player = try player()
    var proved = 0
    try player.read(lesson: "faults") { snapshot in
      let text = snapshot.canvas.text
      if text.contains("fault ?") { #expect(!text.contains("✓ of"), "\(snapshot.name)") }
      guard text.contains("fault known") else { return }
      #expect(text.contains("right: ") && text.contains(" by its definition and "))
      proved += 1
    }
    #expect(proved == 10)
  }
}
