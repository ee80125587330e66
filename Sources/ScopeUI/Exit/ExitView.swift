import ScopeDebugger
import TerminalKit

/// The question what is to become of an unsaved training, before the program is left.
struct ExitView: View {
  static let localCommands: [Command<Explorer>] = [
    inside(
      "keep", help: "save the training to a file, and leave",
      change: { _, shared in
        .askForFile(beginning: shared.session.proposedFile, submits: "save-and-leave")
      }),
    inside(
      "save-and-leave", OutputFile(example: "net.safetensors"),
      help: "save the training to a file, and leave",
      action: { _, shared, file throws(UserError) in
        shared.news.say(try shared.session.save(to: file))
        shared.effects.append(.quit)
      }),
    inside("discard", help: "leave", action: { _, shared in shared.effects.append(.quit) }),
    inside(
      "stay", help: "do not leave",
      change: { _, shared in
        shared.news.say("still here")
        return .close
      }),
  ]

  static let keys: [ViewKey<ExitView>] = [
    ViewKey("k", "keep", "save to a file"), ViewKey("d", "discard", "discard"),
    ViewKey("c <C-c> <C-g> <Esc> q", "stay", "stay"),
  ]

  var title: String { "leaving" }
  var traits: ViewTraits {
    ViewTraits(
      unknownKeySentence: "k saves the training to a file, d discards it, c stays",
      waitsForWork: true)
  }

  func placement(_ scene: Scene) -> Placement { .overlays }

  func summary(_ scene: Scene) -> [String]? {
    ["save-and-leave FILE keeps it, discard leaves without it, stay goes on"]
  }

  /// The question stands in the line of news, the answers in the footer.
  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {}
}

extension Explorer {
  /// Leaves the program, or first asks what is to become of an unsaved training.
  mutating func quit() {
    guard session.hasUnsavedTraining else { return shared.effects.append(.quit) }
    if session.isRunning { session.cancel() }
    exit.isAsked = false
    startup = StartupCommands()
    views.closeModal()
    views.push(ExitView())
    shared.news.say("unsaved training: save it to a file, discard it, or stay?", .warning)
  }
}
