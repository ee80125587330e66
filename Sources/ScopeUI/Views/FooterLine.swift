import TerminalKit

/// The labeled keys of a view, as many as there is room for. Neighbors with the same label share it.
struct FooterLine {
  let entries: [(keys: String, label: String)]

  /// - Parameter typing: what typing does, where it does something.
  init(_ bindings: [ViewBinding], typing: String? = nil) {
    var groups: [(keys: [String], label: String)] = []
    var known: Set<String> = []
    for binding in bindings {
      let key = binding.keys.first { !known.contains($0) }
      known.formUnion(binding.keys)
      guard let key, let label = binding.label else { continue }
      if groups.last?.label == label {
        groups[groups.count - 1].keys.append(key)
      } else {
        groups.append(([key], label))
      }
    }
    let typed = typing.map { [(keys: "type", label: $0)] } ?? []
    entries = typed + groups.map { (Self.text($0.keys), $0.label) }
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var column = rect.x + 1
    for (keys, label) in entries {
      guard column + keys.columns + label.columns + 1 < rect.maxX else { break }
      column = canvas.write(keys, x: column, y: rect.y, .key)
      column = canvas.write(" \(label)", x: column, y: rect.y, .dim) + 2
    }
  }

  private static let arrows = ["<Up>", "<Down>", "<Left>", "<Right>"]
  private static let short = [
    "<Up>": "↑", "<Down>": "↓", "<Left>": "←", "<Right>": "→", "<Backspace>": "BS", "<lt>": "<",
  ]

  private static func text(_ keys: [String]) -> String {
    if Set(keys) == Set(arrows) { return "arrows" }
    return keys.map(text).joined(separator: " ")
  }

  private static func text(_ key: String) -> String {
    if let short = short[key] { return short }
    return key.count > 1 ? String(key.dropFirst().dropLast()) : key
  }
}
