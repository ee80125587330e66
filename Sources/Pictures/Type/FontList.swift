import CFontconfig

/// The fonts that the system has, those that fit best first, as fontconfig knows them.
final class FontList {
  /// A font in a file.
  struct Font: Hashable {
    let path: String
    /// Its number among the fonts of the file.
    let index: Int
  }

  private let set: UnsafeMutablePointer<FcFontSet>

  /// The monospaced fonts, then all others that have further characters; nil where there is none.
  init?(isBold: Bool) {
    guard FcInit() != 0, let pattern = FcPatternCreate() else { return nil }
    defer { FcPatternDestroy(pattern) }
    FcPatternAddString(pattern, FC_FAMILY, "monospace")
    FcPatternAddInteger(pattern, FC_WEIGHT, isBold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR)
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue)
    FcConfigSubstitute(nil, pattern, FcMatchPattern)
    FcDefaultSubstitute(pattern)
    var result = FcResultNoMatch
    guard let set = FcFontSort(nil, pattern, FcTrue, nil, &result) else { return nil }
    self.set = set
    if set.pointee.nfont == 0 { return nil }
  }

  deinit { FcFontSetDestroy(set) }

  private var patterns: UnsafeBufferPointer<OpaquePointer?> {
    UnsafeBufferPointer(start: set.pointee.fonts, count: Int(set.pointee.nfont))
  }

  /// The fonts that have a character, best first.
  func fonts(with character: Unicode.Scalar) -> some Sequence<Font> {
    patterns.lazy.filter { pattern in
      var characters: OpaquePointer?
      return FcPatternGetCharSet(pattern, FC_CHARSET, 0, &characters) == FcResultMatch
        && FcCharSetHasChar(characters, character.value) != 0
    }.compactMap(Self.font)
  }

  private static func font(_ pattern: OpaquePointer?) -> Font? {
    var (name, index): (UnsafeMutablePointer<FcChar8>?, Int32) = (nil, 0)
    guard FcPatternGetString(pattern, FC_FILE, 0, &name) == FcResultMatch, let name else {
      return nil
    }
    // Fontconfig leaves it out for files of one font.
    _ = FcPatternGetInteger(pattern, FC_INDEX, 0, &index)
    return Font(path: String(cString: name), index: Int(index))
  }
}
