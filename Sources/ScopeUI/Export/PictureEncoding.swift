import ModelFiles
import Pictures
import ScopeDebugger
import TerminalKit

extension Drawing {
  /// The bytes of a file: Scalable Vector Graphics for a drawing, else PNG.
  ///
  /// - Throws: ``UserError`` where there would be too many pixels, or text and no font.
  package func encoded(
    _ path: String, as writing: FileContent.Writing, magnify: Int = 1
  ) throws(UserError) -> [UInt8] {
    if writing == .drawing { return Array(svg(magnify: magnify).utf8) }
    do throws(PictureError) { return try pixels(magnify: magnify).png(path) } catch {
      throw UserError(error)
    }
  }
}

extension MapSheet {
  /// The bytes of a file: Scalable Vector Graphics for a drawing, else PNG.
  ///
  /// - Throws: ``UserError`` where the picture would be too large, or has text and there is no font.
  package func encoded(
    _ path: String, as writing: FileContent.Writing, magnify: Int = 1, isLabeled: Bool,
    _ appearance: Appearance = .init()
  ) throws(UserError) -> [UInt8] {
    let most = 2_000_000
    if writing == .drawing, cellCount > most {
      throw UserError(
        "the maps have \(cellCount) numbers, and .svg takes a rectangle for each, at most "
          + "\(most / 1_000_000) million; write .png")
    }
    let drawing = drawing(appearance, isLabeled: isLabeled)
    return try drawing.encoded(path, as: writing, magnify: magnify)
  }
}

extension CanvasPicture {
  /// The bytes of a PNG file.
  ///
  /// - Throws: ``UserError`` where there would be too many pixels, or there is no font.
  package func png(_ path: String, magnify: Int = 1) throws(UserError) -> [UInt8] {
    do throws(PictureError) { return try pixels(magnify: magnify).png(path) } catch {
      throw UserError(error)
    }
  }
}

extension PixelSheet {
  fileprivate func png(_ path: String) throws(PictureError) -> [UInt8] {
    do throws(FileError) {
      return try PNGPicture(rows: rows, columns: columns, pixels: numbers).encoded(path: path)
    } catch {
      throw PictureError("\(error)")
    }
  }
}
