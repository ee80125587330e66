import CFreeType

/// The coverage of pixels by a character.
struct Glyph: Sendable {
  /// The place of its first pixel beside the upper left one of the cell.
  let x, y: Int
  let columns, rows: Int
  /// From 0 to 255, row by row.
  let coverage: [UInt8]
}

/// An outline font, opened by FreeType.
final class FontFace {
  private let face: FT_Face

  /// - Parameter library: must live longer.
  /// - Returns: nil where FreeType does not read the file, or it has no outlines.
  init?(_ font: FontList.Font, _ library: FT_Library) {
    var face: FT_Face?
    guard FT_New_Face(library, font.path, FT_Long(font.index), &face) == 0, let face else {
      return nil
    }
    self.face = face
    // FT_IS_SCALABLE is a macro that Swift does not see.
    guard face.pointee.face_flags & FT_Long(FT_FACE_FLAG_SCALABLE) != 0,
      face.pointee.units_per_EM > 0
    else { return nil }
  }

  deinit { FT_Done_Face(face) }

  /// The size, in 64ths of a pixel, at which its digits are as wide as a cell and its lines not
  /// higher.
  func size(width: Int, height: Int) -> Int {
    let em = Int(face.pointee.units_per_EM)
    let tall = max(1, Int(face.pointee.ascender) - Int(face.pointee.descender))
    let hasZero = FT_Load_Char(face, 0x30, FT_Int32(FT_LOAD_NO_SCALE)) == 0
    let wide = hasZero ? Int(face.pointee.glyph.pointee.metrics.horiAdvance) : em
    return max(64, min(width * 64 * em / max(1, wide), height * 64 * em / tall))
  }

  /// The row of the line that letters stand on, with the letters in the middle of a cell.
  func baseline(size: Int, height: Int) -> Int {
    let em = Double(face.pointee.units_per_EM) * 64
    let above = Double(face.pointee.ascender) * Double(size) / em
    let below = -Double(face.pointee.descender) * Double(size) / em
    return Int(((Double(height) - above - below) / 2 + above).rounded())
  }

  /// A character in the middle of so many pixels, smaller where it would be wider.
  ///
  /// - Returns: nil where the font does not draw it.
  func glyph(_ character: Unicode.Scalar, size: Int, width: Int, baseline: Int) -> Glyph? {
    guard var advance = load(character, size) else { return nil }
    if advance > width * 64 + 63 {
      guard let narrow = load(character, size * width * 64 / advance) else { return nil }
      advance = narrow
    }
    guard FT_Render_Glyph(face.pointee.glyph, FT_RENDER_MODE_NORMAL) == 0 else { return nil }
    let slot = face.pointee.glyph.pointee
    let bitmap = slot.bitmap
    let (columns, rows) = (Int(bitmap.width), Int(bitmap.rows))
    guard rows > 0, let buffer = bitmap.buffer else {
      return Glyph(x: 0, y: 0, columns: 0, rows: 0, coverage: [])
    }
    let coverage = (0..<rows).flatMap { row in
      UnsafeBufferPointer(start: buffer + row * Int(bitmap.pitch), count: columns)
    }
    let indent = (width * 64 - advance) / 128
    return Glyph(
      x: Int(slot.bitmap_left) + indent, y: baseline - Int(slot.bitmap_top), columns: columns,
      rows: rows, coverage: coverage)
  }

  /// Its advance in 64ths of a pixel; hinting moves rows alone.
  private func load(_ character: Unicode.Scalar, _ size: Int) -> Int? {
    let light = FT_Int32(FT_RENDER_MODE_LIGHT.rawValue & 15) << 16
    guard FT_Set_Char_Size(face, 0, FT_F26Dot6(size), 72, 72) == 0,
      FT_Load_Char(face, FT_ULong(character.value), light) == 0
    else { return nil }
    return Int(face.pointee.glyph.pointee.linearHoriAdvance >> 10)
  }
}
