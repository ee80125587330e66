import ScopeDebugger
import TerminalKit

/// The number that is looked at, as large as the screen allows: for an audience.
struct ProjectorView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "projector", keys: [KeyBinding("P")],
      help: "enlarge input, kernel, output and formula for an audience",
      refusal: { explorer in
        let isOpen = explorer.views.contains(ProjectorView.self)
        return isOpen ? nil : explorer.views.all.lazy.compactMap(\.traits.enlargingRefusal).last
      },
      action: { explorer in
        if explorer.views.contains(ProjectorView.self) {
          explorer.views.close(ProjectorView.self)
        } else {
          explorer.views.push(ProjectorView())
        }
      })
  ].inGroup(.viewing)

  static let keys: [ViewKey<ProjectorView>] = [
    ViewKey("<Up>", "up", "cell"), ViewKey("<Down>", "down", "cell"),
    ViewKey("<Left>", "left", "cell"), ViewKey("<Right>", "right", "cell"),
    .everywhere("s"), .everywhere("S"),
    ViewKey("[", "channel back", "map"), ViewKey("]", "channel next", "map"),
    ViewKey("P", "projector", "back to all"),
  ]

  var title: String { "projector" }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    ProjectorPane(scene).draw(&canvas, rect)
  }

  func reproduction(_ shared: SharedState) -> [String] { ["projector"] }
}
