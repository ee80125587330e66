import ModelFiles
import ScopeDebugger
import TerminalKit

/// The explorer's way to files: it has a screen, and views that know what they show.
extension Explorer {
  static let exporting: Command<Explorer> = Command(
    "export", ExportText(),
    help: "write a tensor (.npy), all (.npz), the curve (.csv), the network (.cnn, pytorch, "
      + "keras), the screen (.txt .ansi .svg .png)",
    answer: { explorer, export throws(UserError) in Reply(try explorer.export(export)) }
  ).inGroup(.files)

  private func export(_ export: Export) throws(UserError) -> String {
    if export.content == .screen { return try exportScreen(export) }
    let scene = scene
    for view in views.all.reversed() {
      if let sentence = try view.export(export, scene) { return sentence }
    }
    return ""
  }

  private func exportScreen(_ export: Export) throws(UserError) -> String {
    let what = "the screen, \(size.columns)×\(size.rows)"
    let picture = CanvasPicture(draw().canvas, capabilities, shared.preferences.appearance)
    if export.path.hasSuffix(".svg") { return try export.write(Array(picture.svg.utf8), what) }
    if export.path.hasSuffix(".ansi") { return try export.write(Array(picture.ansi.utf8), what) }
    guard export.path.hasSuffix(".png") else {
      return try export.write(Array(picture.text.utf8), what)
    }
    return try export.write(try Self.png(picture.pixels, export.path), what)
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
