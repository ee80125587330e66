/// The form of a character for screens that have ASCII only; one column stays one column, so that
/// panes write one form and nothing moves.
///
/// Frames become `+ - |`, arrows `< > ^ v`, a tick `+`, a cross `x`, Greek letters the Latin one of
/// the field (μ → u, σ → s, Σ → S), braille dots `*`, blocks the ramp `. : = #`; what has no form
/// is `?`. `∙` stands between the items of a list and is `|`; `·` is `.` where it stands for a cell, and
/// `*` between factors. Signs that one character cannot stand for are spelled before where there is
/// room, see ``Glyphs/spelled(_:)``.
public func asciiFallback(for scalar: Unicode.Scalar) -> Unicode.Scalar {
  if scalar.isASCII { return scalar }
  if let form = asciiForms[scalar] { return form }
  switch scalar.value {
  case 0x2500...0x257F: return "+"
  case 0x2801...0x28FF: return "*"
  case 0x2070...0x2079: return digit(scalar.value - 0x2070)
  case 0x2080...0x2089: return digit(scalar.value - 0x2080)
  default: return "?"
  }
}

private func digit(_ value: UInt32) -> Unicode.Scalar {
  Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
}

/// The characters that share one ASCII form, by that form.
private let asciiForms: [Unicode.Scalar: Unicode.Scalar] = {
  let groups: [(form: Unicode.Scalar, characters: String)] = [
    ("-", "─━╌╍┄┅┈┉═−–—‐‑―⁻₋"), ("|", "│┃╎╏┆┇┊┋║▌▐∙"), (">", "▶▸►→⇒»›⟩≫↦≥"), ("<", "◀◂◄←⇐«‹⟨≪↵⏎≤"),
    ("^", "▲▴↑▔"), ("v", "▼▾↓"), ("x", "×✗✘ξχ"), (".", "·▁▂░"), ("*", "∗⋅⊙●◆✎•"), ("+", "✓✔⁺₊"),
    (":", "▃▒"), ("=", "▄▅⁼₌"), ("#", "▆▇█■▪▓"), ("\"", "▀“”„″"), ("'", "‘’′"), (",", "‚"),
    ("~", "±≈…"), ("!", "≠"), ("o", "○◦□▫∞°"), ("[", "⌊⌈⟦☐"), ("]", "⌋⌉⟧"), ("(", "⁽₍"),
    (")", "⁾₎"),
    ("a", "αáàâã"), ("b", "β"), ("c", "ç©¢"), ("d", "δ∂∇"), ("e", "εéèêë∈"), ("g", "γ"), ("h", "η"),
    ("i", "ιíìîïᵢ"), ("j", "ⱼ"), ("k", "κ"), ("l", "λ"), ("m", "ₘ"), ("n", "νñₙ"), ("p", "πρφϕ"),
    ("r", "®"), ("s", "σς∫"), ("t", "τθ"), ("u", "μµυúùû"), ("w", "ω"), ("y", "ψ"), ("z", "ζ"),
    ("A", "Ä"), ("D", "Δ"), ("G", "Γ"), ("L", "Λ£"), ("O", "ΩÖ"), ("P", "ΠΦΨ∏"), ("S", "Σ∑"),
    ("T", "Θᵀ"), ("U", "Ü"), ("E", "€"), ("V", "√"),
    (" ", "\u{A0}\u{2002}\u{2003}\u{2009}\u{202F}\u{2800}"), ("1", "¹"), ("2", "²"), ("3", "³"),
    ("O", "Ø"), ("o", "öóòô"), ("a", "ä"), ("u", "ü"), ("s", "ß"),
  ]
  return groups.reduce(into: [:]) { forms, group in
    for scalar in group.characters.unicodeScalars { forms[scalar] = group.form }
  }
}()

extension Glyphs {
  /// What stands for the character on a screen with these glyphs: itself, or its ASCII form.
  public func rendered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    unicode && (lines != .ascii || !(0x2500...0x257F).contains(scalar.value))
      ? scalar : asciiFallback(for: scalar)
  }

  /// The letter of the terminal's own line set (VT100 special graphics) for a frame's character.
  public static func lineLetter(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let letters: [Unicode.Scalar: Unicode.Scalar] = [
      "─": "q", "│": "x", "┌": "l", "┐": "k", "└": "m", "┘": "j", "├": "t", "┤": "u", "┬": "w",
      "┴": "v", "┼": "n",
    ]
    return letters[scalar]
  }
}
