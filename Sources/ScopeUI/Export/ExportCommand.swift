import ModelFiles
import ScopeDebugger
import TerminalKit

/// The explorer's export command, which can also write the screen and what a view shows.
enum ExportCommand {
  static let command: Command<Explorer> = Command(
    "export", ExportText(), traits: .worksWithoutNetwork,
    help: "write a tensor (.npy), all (.npz), the curve (.csv), the network (.cnn, pytorch, "
      + "keras), the screen (.txt .ansi .svg .png)",
    answer: { explorer, wanted throws(UserError) in Reply(try export(wanted, explorer)) }
  ).inGroup(.files)

  private static func export(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    if export.content == .screen { return try exportScreen(export, explorer) }
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
      explorer.draw().canvas, explorer.capabilities, explorer.shared.preferences.appearance)
    if export.path.hasSuffix(".svg") { return try export.write(Array(picture.svg.utf8), what) }
    if export.path.hasSuffix(".ansi") { return try export.write(Array(picture.ansi.utf8), what) }
    guard export.path.hasSuffix(".png") else {
      return try export.write(Array(picture.text.utf8), what)
    }
    return try export.write(try png(picture.pixels, export.path), what)
  }

  /// The bytes of a PNG file.
  private static func png(
    _ pixels: (rows: Int, columns: Int, numbers: [UInt8]), _ path: String
  ) throws(UserError) -> [UInt8] {
    do throws(FileError) {
      return try PNGPicture(
        rows: pixels.rows, columns: pixels.columns, pixels: pixels.numbers
      ).encoded(path: path)
    } catch {
      throw UserError(error)
    }
  }
}
