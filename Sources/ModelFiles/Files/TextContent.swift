/// What a text file holds, by its first lines, as far as that can be told.
enum TextContent {
  /// The beginning of the scripts that this program writes.
  private static let scriptHeading = "# cnnscope play"

  /// What would be written to get such a text, and its name in a sentence; nil for other text.
  static func kind(of start: [UInt8]) -> (writing: FileContent.Writing?, name: String)? {
    let text = String(decoding: start, as: UTF8.self).withoutByteOrderMark
    let lines = text.split(whereSeparator: \.isNewline)
    if lines.contains(where: { $0.hasPrefix("```scope") }) { return (nil, "a lesson") }
    if text.hasPrefix(scriptHeading) || lines.contains(where: isAction) {
      return (.script, "a script")
    }
    if lines.contains(where: isImport) { return (.code, "Python") }
    if text.hasPrefix("<svg") || text.hasPrefix("<?xml") { return (.drawing, "an SVG image") }
    if text.hasPrefix("{\"version\": 2, \"width\"") { return (.cast, "an asciicast") }
    guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { return nil }
    let words = first.split { $0 == " " || $0 == "\t" }
    let layer = words.first?.hasSuffix(":") == true ? words.dropFirst().first : words.first
    if layer == "input" { return (.network, "a network") }
    return first.hasPrefix("step,") ? (.curve, "a table of losses") : nil
  }

  private static func isAction(_ line: Substring) -> Bool {
    ["keys \"", "type \"", "press \"", "snapshot ", "expect "].contains { line.hasPrefix($0) }
  }

  private static func isImport(_ line: Substring) -> Bool {
    line.hasPrefix("import ") || line.hasPrefix("from ") && line.contains(" import ")
  }
}
