/// Cells that are copied from other places along the axes.
enum AxisMapChanges {
  static func all(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    let resized = input.extents.indices.filter { input[$0] != output[$0] }
    let alone = resized.count > 1 ? resized : []
    return changes.flatMap { change in
      [move(change, on: nil, input.rank)] + alone.map { move(change, on: $0, input.rank) }
    } + (resized.count > 1 ? [exchanged] : []) + alone.flatMap { copies(on: $0, input.rank) }
      + PaddingAmountChanges.all(input, output)
  }

  static func axisName(_ axis: Int, _ rank: Int) -> String {
    let names = ["samples", "channels"] + SpatialAxes.names(max(1, rank - 2))
    return axis < names.count ? names[axis] : "axis \(axis)"
  }

  /// One copy of each cell along an axis passes its gradient; the copies along the others are added.
  private static func copies(on axis: Int, _ rank: Int) -> [OriginsChange] {
    [("first", false), ("last", true)].map { which, isLast in
      OriginsChange(
        rule: "copies-\(which)-on-axis-\(axis)",
        backward: "of the copies of a cell along the \(axisName(axis, rank)) only the \(which) "
          + "one passes its gradient",
        hint: "Look at the gradient of a cell that was copied several times, on every axis.",
        origins: { own, inputs in
          guard var maps = AxisMap.all(own[0], inputs[0]) else { return own }
          maps[axis] = maps[axis].keepingOneCopy(isLast: isLast)
          return [AxisMap.origins(maps, inputs[0])]
        })
    }
  }

  private struct Change: Sendable {
    let rule: String
    let what: String
    let hint: String
    let map: @Sendable (AxisMap) -> AxisMap
  }

  private static func move(_ change: Change, on axis: Int?, _ rank: Int) -> OriginsChange {
    let name = axis.map { axisName($0, rank) }
    let what = change.what + (name.map { " along the \($0)" } ?? "")
    return OriginsChange(
      rule: change.rule + (axis.map { "-on-axis-\($0)" } ?? ""), forward: what, backward: what,
      hint: change.hint,
      origins: { own, inputs in
        guard let maps = AxisMap.all(own[0], inputs[0]) else { return own }
        let changed = maps.enumerated().map { index, map in
          (axis ?? index) == index && !map.isIdentity ? change.map(map) : map
        }
        return [AxisMap.origins(changed, inputs[0])]
      })
  }

  private static let placeHint = "Look at which cell along each axis is copied where."
  private static let borderHint = "Look at what stands beyond the border of the input."
  private static let copyHint = "Look at how the index of an output cell becomes one of the input."

  private static let changes: [Change] = places + borders + contents + copies

  private static let places: [Change] = [
    Change(rule: "start-ignored", what: "the copied cells begin at the first one", hint: placeHint)
    {
      map in
      guard let first = map.first else { return map }
      return map.mapped { $0 - first.place }
    },
    Change(rule: "end-aligned", what: "the copied cells end at the last one", hint: placeHint) {
      map in
      guard let last = map.places.compactMap(\.self).last else { return map }
      return map.mapped { $0 + map.extent - 1 - last }
    },
    Change(rule: "step-ignored", what: "neighboring cells are copied", hint: placeHint) { map in
      guard let first = map.first else { return map }
      return map.byOutput { $0 - first.output + first.place }
    },
    Change(rule: "from-first-on", what: "the first cells are copied as they are", hint: placeHint) {
      map in map.byOutput { $0 }
    },
    Change(rule: "reversed", what: "the cells are copied in reverse order", hint: placeHint) {
      map in
      AxisMap(places: map.places.reversed(), extent: map.extent)
    },
    Change(rule: "from-the-end", what: "the places are counted from the end", hint: placeHint) {
      map in map.mapped { map.extent - 1 - $0 }
    },
    Change(rule: "cells-early", what: "each cell is copied from one place before", hint: placeHint)
    {
      $0.mapped { $0 - 1 }
    },
    Change(rule: "cells-late", what: "each cell is copied from one place behind", hint: placeHint) {
      $0.mapped { $0 + 1 }
    },
    Change(rule: "cells-sorted", what: "the cells are copied in rising order", hint: placeHint) {
      map in
      let order = map.places.compactMap(\.self).sorted()
      return order.count == map.places.count ? map.byOutput { order[$0] } : map
    },
  ]

  /// Other numbers beyond the border, where the input lies within the output.
  private static let borders = BorderFill.allCases.map { fill in
    Change(rule: "beyond-\(fill.rawValue)", what: fill.what, hint: borderHint) { map in
      map.content.map { map.with(start: $0.start, fill) } ?? map
    }
  }

  /// Another place of the input within the output.
  private static let contents: [Change] = [
    content("input-first", "all new cells lie behind the input") { _, _ in 0 },
    content("input-last", "all new cells lie before the input") { _, room in room },
    content("sides-swapped", "the cells before and after the input are swapped") { $1 - $0 },
    content("input-centered", "as many cells lie before the input as behind it") { $1 / 2 },
    content("input-early", "the input lies one place too early") { start, _ in start - 1 },
    content("input-late", "the input lies one place too late") { start, _ in start + 1 },
  ]

  private static func content(
    _ rule: String, _ what: String, _ start: @escaping @Sendable (_ start: Int, _ room: Int) -> Int
  ) -> Change {
    Change(rule: rule, what: what, hint: "Look at how many cells lie before and after the input.") {
      map in
      map.content.map {
        map.with(start: start($0.start, map.places.count - map.extent), $0.fill)
      } ?? map
    }
  }

  /// Other indices where an axis is made longer or shorter.
  private static let copies: [Change] = [
    Change(rule: "tiled", what: "the whole input is repeated", hint: copyHint) { map in
      map.byOutput { map.extent > 0 ? $0 % map.extent : nil }
    },
    Change(rule: "repeated", what: "every cell is repeated in its place", hint: copyHint) { map in
      map.byOutput { $0 * map.extent / max(1, map.places.count) }
    },
    Change(
      rule: "rounded", what: "the place on the input is rounded to the nearest one", hint: copyHint
    ) { map in
      map.scaled { place, ratio in (place * ratio).rounded() }
    },
    Change(rule: "rounded-up", what: "the place on the input is rounded up", hint: copyHint) {
      $0.scaled { place, ratio in (place * ratio).rounded(.up) }
    },
    Change(
      rule: "rounded-from-centers",
      what: "the place on the input is rounded from the cell's center",
      hint: copyHint
    ) { $0.scaled { place, ratio in ((place + 0.5) * ratio - 0.5).rounded() } },
    Change(
      rule: "ends-aligned", what: "the first and last cells of input and output are aligned",
      hint: copyHint
    ) { map in
      let ratio = Double(map.extent - 1) / Double(max(1, map.places.count - 1))
      return map.scaled { place, _ in (place * ratio).rounded() }
    },
    Change(
      rule: "ends-aligned-down",
      what: "the first and last cells are aligned and places between are rounded down",
      hint: copyHint
    ) { map in
      let ratio = Double(map.extent - 1) / Double(max(1, map.places.count - 1))
      return map.scaled { place, _ in (place * ratio + 1e-9).rounded(.down) }
    },
  ]

  /// The starts of the last two axes in each other's place.
  private static let exchanged = OriginsChange(
    rule: "amounts-exchanged", forward: "the cells before rows and columns are exchanged",
    backward: "the cells before rows and columns are exchanged",
    hint: "Look at how many cells lie before and after the input.",
    origins: { own, inputs in
      guard var maps = AxisMap.all(own[0], inputs[0]), maps.count > 1 else { return own }
      let (row, column) = (maps.count - 2, maps.count - 1)
      guard let rows = maps[row].content, let columns = maps[column].content else { return own }
      maps[row] = maps[row].with(start: columns.start, rows.fill)
      maps[column] = maps[column].with(start: rows.start, columns.fill)
      return [AxisMap.origins(maps, inputs[0])]
    })
}

extension AxisMap {
  /// With the first or the last copy of every place alone.
  fileprivate func keepingOneCopy(isLast: Bool) -> AxisMap {
    var seen: Set<Int> = []
    var kept = self
    for index in isLast ? places.indices.reversed() : Array(places.indices) {
      if let place = places[index], !seen.insert(place).inserted { kept.places[index] = nil }
    }
    return kept
  }

  /// Places by a function of the index and the number of input cells for each output cell.
  fileprivate func scaled(_ place: (Double, Double) -> Double) -> AxisMap {
    let ratio = Double(extent) / Double(max(1, places.count))
    return byOutput { min(max(0, Int(place(Double($0), ratio))), extent - 1) }
  }
}
