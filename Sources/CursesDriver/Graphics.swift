internal import TerminalKit

/// Encodes pixels (red, green and blue of each, row by row) as a PNG file; nil where it cannot.
package typealias PNGEncoding =
  @Sendable (_ rows: Int, _ columns: Int, _ pixels: [UInt8]) -> [UInt8]?

/// The pictures on a terminal, by the graphics protocol of kitty.
///
/// A picture is sent as PNG in chunks, shown below the text (z = −1) over its cells, and deleted by
/// its id when it goes. The terminal is told not to answer (`q=2`).
struct Graphics {
  private let encode: PNGEncoding
  /// The pictures on the screen with their ids.
  private var shown: [(picture: CellPicture, id: Int)] = []
  private var lastID = 0

  /// The most letters of base 64 in a chunk.
  private static let chunk = 4096
  /// The pixels that a column of the screen is drawn with at least.
  private static let pixelsOfColumn = 8

  init(_ encode: @escaping PNGEncoding) { self.encode = encode }

  /// The question whether the terminal has this protocol: a picture of one pixel that is not kept.
  static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"

  /// What leads from the pictures on the screen to these.
  mutating func change(to pictures: [CellPicture], _ palette: Palette) -> String {
    var text = ""
    for (picture, id) in shown where !pictures.contains(picture) { text += Self.deletion(of: id) }
    shown.removeAll { !pictures.contains($0.picture) }
    for picture in pictures where !shown.contains(where: { $0.picture == picture }) {
      lastID += 1
      guard let placement = placement(of: picture, id: lastID, palette) else { continue }
      text += placement
      shown.append((picture, lastID))
    }
    return text
  }

  private static func deletion(of id: Int) -> String { "\u{1B}_Ga=d,d=I,i=\(id),q=2\u{1B}\\" }

  /// The cursor is put where it was before, for curses believes it to be there.
  private func placement(of picture: CellPicture, id: Int, _ palette: Palette) -> String? {
    let factor = max(1, picture.rect.width * Self.pixelsOfColumn / max(1, picture.columns))
    let pixels = Self.pixels(of: picture, factor, palette)
    guard let png = encode(picture.rows * factor, picture.columns * factor, pixels) else {
      return nil
    }
    let rect = picture.rect
    var keys = "a=T,f=100,q=2,i=\(id),p=1,c=\(rect.width),r=\(rect.height),z=-1,C=1,"
    var text = "\u{1B}7\u{1B}[\(rect.y + 1);\(rect.x + 1)H"
    var rest = base64(png)[...]
    repeat {
      let part = rest.prefix(Self.chunk)
      rest = rest.dropFirst(Self.chunk)
      text += "\u{1B}_G\(keys)m=\(rest.isEmpty ? 0 : 1);\(part)\u{1B}\\"
      keys = "q=2,"
    } while !rest.isEmpty
    return text + "\u{1B}8"
  }

  /// Every number as a square of pixels, so that the terminal does not blur it.
  private static func pixels(
    of picture: CellPicture, _ factor: Int, _ palette: Palette
  ) -> [UInt8] {
    let level: UInt8 = palette.appearance.background == .light ? 255 : 0
    let ground = (red: level, green: level, blue: level)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(picture.paints.count * factor * factor * 3)
    for row in 0..<picture.rows {
      var line: [UInt8] = []
      for paint in picture.paints[row * picture.columns..<(row + 1) * picture.columns] {
        let color = paint.map { palette.color(for: $0).channels } ?? ground
        for _ in 0..<factor { line += [color.red, color.green, color.blue] }
      }
      for _ in 0..<factor { pixels += line }
    }
    return pixels
  }
}
