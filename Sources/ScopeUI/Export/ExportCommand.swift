import Pictures
import ScopeDebugger
import TerminalKit

/// The explorer's export command, which can also write the screen and what a view shows.
enum ExportCommand {
  static let command: Command<Explorer> = Command(
    "export", ExportText(), traits: [.worksWithoutNetwork, .writesFile],
    help: Export.help,
    answer: { explorer, wanted throws(UserError) in Reply(try export(wanted, explorer)) }
  ).inGroup(.files)

  private static func export(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    switch export.content {
    case .screen: return try exportScreen(export, explorer)
    case .sheet: return try exportSheet(export, explorer)
    case .curve where export.isPicture: return try exportCurve(export, explorer)
    default: break
    }
    let scene = explorer.scene
    for view in explorer.views.all.reversed() {
      if let sentence = try view.export(export, scene) { return sentence }
    }
    throw explorer.session.needsNetwork("export \(export.content.rawValue)")
  }

  private static func exportScreen(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    let what = "the screen, \(explorer.size.columns)×\(explorer.size.rows)"
    let picture = CanvasPicture(
      explorer.draw().canvas, explorer.capabilities, export.appearance(explorer))
    switch export.path {
    case let path where path.hasSuffix(".svg"):
      return try export.write(Array(picture.svg(magnify: export.magnify).utf8), what)
    case let path where path.hasSuffix(".png"):
      return try export.write(try picture.png(path, magnify: export.magnify), what)
    case let path where path.hasSuffix(".ansi"):
      return try export.write(Array(picture.ansi.utf8), what)
    default: return try export.write(Array(picture.text.utf8), what)
    }
  }

  /// All maps of the tensor that is selected, with their names and the scale.
  private static func exportSheet(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    guard explorer.session.hasNetwork else {
      throw explorer.session.needsNetwork("export sheet")
    }
    let (debugger, reference) = (explorer.session.debugger, explorer.shared.selection.reference)
    let tensor = try debugger.tensors.required(reference)
    let name = debugger.names.name(of: reference)
    let sheet = MapSheet(
      debugger.tensors.maps(tensor, of: reference),
      title: "\(debugger.network.title) \(name) \(debugger.tensors.shape(of: reference))")
    let bytes = try sheet.encoded(
      export.path, as: export.writing, magnify: export.magnify, isLabeled: true,
      export.appearance(explorer))
    return try export.write(bytes, "the maps of \(name)")
  }

  /// The curves of the training, as the view of the curve shows them.
  private static func exportCurve(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    guard explorer.session.hasNetwork else {
      throw explorer.session.needsNetwork("export curve")
    }
    let picture = try CurvePicture(explorer.session.debugger, explorer.shared.curve)
    let drawing = picture.drawing(export.appearance(explorer))
    return try export.write(
      try drawing.encoded(export.path, as: export.writing, magnify: export.magnify),
      "the curve of \(picture.range)")
  }
}

extension Export {
  /// The colors of a picture: those of the screen, on the background that was asked for.
  fileprivate func appearance(_ explorer: Explorer) -> Appearance {
    var appearance = explorer.shared.preferences.appearance
    if let background { appearance.background = background == .light ? .light : .dark }
    return appearance
  }
}
