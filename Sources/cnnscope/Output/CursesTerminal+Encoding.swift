import CursesDriver
import ModelFiles

extension CursesTerminal {
  /// Pictures for terminals with graphics, as PNG.
  static let png: PNGEncoding = { rows, columns, pixels in
    try? PNGPicture(rows: rows, columns: columns, pixels: pixels).encoded(path: "the screen")
  }
}
