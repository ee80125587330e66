import ModelFiles
import ScopeDebugger
import TerminalKit

/// The explorer's export command, which can also write the screen and what a view shows.
enum ExportCommand {
  static let command: Command<Explorer> = Command(
    "export", ExportText(), traits: .worksWithoutNetwork,
    help: "write a tensor (.npy), all (.npz), the curve (.csv), the network (.cnn, .onnx, "
      + "pytorch, keras), the screen (.txt .ansi .svg .png), activations or gradients of "
      + "a layer for a data set",
    answer: { explorer, wanted throws(UserError) in Reply(try export(wanted, explorer)) }
  ).inGroup(.files)

  private static func export(
    _ export: Export, _ explorer: Explorer
  ) throws(UserError) -> String {
    if export.content == .screen { return try exportScreen(export, explorer) }
    if export.content == .sheet { return try exportSheet(export, explorer) }
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
    let pixels = sheet.pixels(explorer.shared.preferences.appearance, isLabeled: true)
    return try export.write(try png(pixels, export.path), "the maps of \(name)")
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
