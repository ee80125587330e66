/// Windows that begin too late or too early.
enum WindowShifts {
  static func all(_ own: ProductContext) -> [WindowChange] {
    let hint = "Look at where the first window begins, and count from 0."
    let names = own.axisNames
    let single = names.indices.flatMap { axis in
      [1, -1, 2, -2].map { cells in
        let words = Self.words(names[axis], cells)
        return WindowChange(
          "windows-\(cells.magnitude)-\(direction(names[axis], cells))",
          "every window begins \(words)", hint: hint
        ) { $0.changed(on: axis) { $0.changed(before: $0.before - cells) } }
      }
    }
    guard names.count == 2 else { return single }
    return single
      + [1, -1].map { cells in
        WindowChange(
          "windows-diagonal-\(cells > 0 ? "later" : "earlier")",
          "every window begins one row and one column too \(cells > 0 ? "late" : "early")",
          hint: hint
        ) { $0.changed { $0.changed(before: $0.before - cells) } }
      }
  }

  private static func words(_ name: String, _ cells: Int) -> String {
    let count = cells.magnitude == 1 ? "one \(name)" : "two \(name)s"
    let direction = Self.direction(name, cells)
    return name == "column"
      ? "\(count) too far to the \(direction)" : "\(count) too far \(direction)"
  }

  private static func direction(_ name: String, _ cells: Int) -> String {
    switch name {
    case "column": cells > 0 ? "right" : "left"
    case "row": cells > 0 ? "down" : "up"
    default: cells > 0 ? "forward" : "back"
    }
  }
}
