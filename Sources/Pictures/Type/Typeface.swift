import CFreeType

/// Draws the characters of a grid of cells: a monospaced font of the system by FreeType, and another
/// where that has no such character.
final class Typeface {
  private struct Key: Hashable {
    let character: Unicode.Scalar
    let columns: Int
    let isBold: Bool
  }

  /// The size of a cell in pixels.
  let width, height: Int
  private let library: FT_Library
  private let lists: (regular: FontList, bold: FontList)
  private var faces: [FontList.Font: FontFace?] = [:]
  private var glyphs: [Key: Glyph] = [:]
  private var size = 0
  private var baseline = 0

  /// A typeface for cells of so many pixels.
  ///
  /// - Throws: ``PictureError`` where there is no font.
  init(width: Int, height: Int) throws(PictureError) {
    (self.width, self.height) = (width, height)
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { throw .noFont }
    guard let regular = FontList(isBold: false), let bold = FontList(isBold: true) else {
      FT_Done_FreeType(library)
      throw .noFont
    }
    (self.library, lists) = (library, (regular, bold))
    guard let first = regular.fonts(with: "0").lazy.compactMap({ self.face($0) }).first else {
      throw .noFont
    }
    size = first.size(width: width, height: height)
    baseline = first.baseline(size: size, height: height)
  }

  deinit {
    faces = [:]
    FT_Done_FreeType(library)
  }

  /// A character in as many columns as it takes; a frame for one that no font has.
  func glyph(_ character: Unicode.Scalar, columns: Int, isBold: Bool) -> Glyph {
    let key = Key(character: character, columns: columns, isBold: isBold)
    if let known = glyphs[key] { return known }
    let list = isBold ? lists.bold : lists.regular
    let drawn = list.fonts(with: character).lazy.compactMap { font in
      self.face(font)?.glyph(
        character, size: self.size, width: columns * self.width, baseline: self.baseline)
    }.first
    let glyph = drawn ?? frame(columns)
    glyphs[key] = glyph
    return glyph
  }

  private func face(_ font: FontList.Font) -> FontFace? {
    if let known = faces[font] { return known }
    let face = FontFace(font, library)
    faces[font] = .some(face)
    return face
  }

  private func frame(_ columns: Int) -> Glyph {
    let (wide, high, line) = (columns * width * 3 / 4, height * 5 / 8, max(1, width / 8))
    let coverage = (0..<wide * high).map { place -> UInt8 in
      let (row, column) = place.quotientAndRemainder(dividingBy: wide)
      let isEdge =
        min(row, high - 1 - row) < line || min(column, wide - 1 - column) < line
      return isEdge ? 255 : 0
    }
    return Glyph(
      x: columns * width / 8, y: height * 3 / 16, columns: wide, rows: high, coverage: coverage)
  }
}

/// A typeface that is looked for when the first character needs it.
struct TypefaceOnDemand {
  private let width, height: Int
  private var typeface: Typeface?

  init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

  /// - Throws: ``PictureError`` where there is no font.
  var found: Typeface {
    mutating get throws(PictureError) {
      if let typeface { return typeface }
      let made = try Typeface(width: width, height: height)
      typeface = made
      return made
    }
  }
}
