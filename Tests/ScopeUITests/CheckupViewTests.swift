import ScopeUI
import TestSupport
import Testing

@Suite("Check-up on the screen", .baselineLevel)
struct CheckupViewTests {
  /// A network that is quickly checked.
  private static let start = """
    net input 1x8x8; flatten; linear 10
    data digits
    checkup
    """

  @Test("A view that is opened from it stands above it, and q comes back to it")
  func above() throws {
    var player = try player()
    _ = try player.screen(after: Self.start)
    let data = try player.screen(after: #"keys "g <Enter>""#).text
    #expect(data.contains("DATA SET") && !data.contains("CHECKUP"))
    #expect(try player.screen(after: #"keys "q""#).text.contains("CHECKUP"))
    #expect(!(try player.screen(after: #"keys "q""#).text.contains("CHECKUP")))
    #expect(!player.hasQuit)
  }

  @Test("It is open once, and closes where something of the network is to be seen")
  func closing() throws {
    var player = try player()
    _ = try player.screen(after: Self.start + "\ndata\ncheckup")
    #expect(!(try player.screen(after: #"keys "q""#).text.contains("CHECKUP")))
    let layer = try player.screen(after: "checkup\ngo linear1").text
    #expect(layer.contains("linear1") && !layer.contains("CHECKUP"))
  }
}
