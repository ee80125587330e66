/// Groups from other planes, and other sums of what several groups give to one cell.
enum CellPlaceChanges {
  static func all(
    _ layer: any CellReduction, _ groups: CellGroups, _ inputs: [Shape]
  ) -> [CellChange] {
    (groups.overlap ? overlaps(layer.groupWord) : [])
      + (layer.groupWord == "group" ? [] : planes(layer, groups, inputs))
      + (layer.cellFunction.name == "maximum" ? wholePlane(layer.groupWord, groups) : [])
  }

  private static func overlaps(_ word: String) -> [CellChange] {
    let hint = "Look at the cells that several \(word)s have in common."
    let changes: [(String, String, GradientCombination)] = [
      (
        "assigned-last",
        "\"=\" is used instead of \"+=\": every \(word) overwrites what others gave to its cells",
        .last
      ),
      (
        "assigned-contributions",
        "\"=\" is used instead of \"+=\": of several gradients for one cell the last one stays",
        .lastContribution
      ),
      (
        "kept-first", "a cell keeps what the first of its \(word)s gives to it", .first
      ),
      (
        "kept-first-contribution", "of several gradients for one cell the first one stays",
        .firstContribution
      ),
      (
        "averaged-over-overlap",
        "what comes to a cell is divided by the number of \(word)s that have it", .averaged
      ),
      ("largest-of-overlap", "of several gradients for one cell the largest one stays", .largest),
    ]
    return changes.map { rule, what, combination in
      CellChange(rule: rule, backward: what, hint: hint, combination: combination)
    }
  }

  private static func planes(
    _ layer: any CellReduction, _ groups: CellGroups, _ inputs: [Shape]
  ) -> [CellChange] {
    let hint = "Look at which channel and sample each \(layer.groupWord) belongs to."
    return [
      CellChange(
        rule: "across-channels",
        forward: "every \(layer.groupWord) goes through all channels of a sample",
        backward: "every \(layer.groupWord) goes through all channels of a sample", hint: hint,
        groups: { $0.cellGroups(for: $1).across(axis: 1, inner: $1[0][1]) }),
      CellChange(
        rule: "across-samples", forward: "every \(layer.groupWord) goes through all samples",
        backward: "every \(layer.groupWord) goes through all samples", hint: hint,
        groups: { $0.cellGroups(for: $1).across(axis: 0, inner: $1[0][1]) }),
      CellChange(
        rule: "numbers-of-first-channel",
        backward: "the numbers of the first channel decide in all channels", hint: hint,
        seen: { plane, input in plane / max(1, input[1]) * input[1] }),
      CellChange(
        rule: "numbers-of-last-channel",
        backward: "the numbers of the last channel decide in all channels", hint: hint,
        seen: { plane, input in plane / max(1, input[1]) * input[1] + input[1] - 1 }),
      CellChange(
        rule: "numbers-of-first-sample",
        backward: "the numbers of the first sample decide in all samples", hint: hint,
        seen: { plane, input in plane % max(1, input[1]) }),
      CellChange(
        rule: "numbers-of-last-sample",
        backward: "the numbers of the last sample decide in all samples", hint: hint,
        seen: { plane, input in (input[0] - 1) * input[1] + plane % max(1, input[1]) }),
    ]
  }

  /// Winners whose place in their window is taken for another place.
  private static func wholePlane(_ word: String, _ groups: CellGroups) -> [CellChange] {
    guard groups.taps.count > 1 else { return [] }
    let hint = "Look at how the place of the winner in its \(word) becomes one in the image."
    return [
      CellChange(
        rule: "winner-without-offset",
        backward: "the place of each winner in its \(word) is taken as one in the first \(word)",
        hint: hint, targets: { groups, _ in groups.taps[0] }),
      CellChange(
        rule: "winner-as-index",
        backward: "the index of each winner in its \(word) is taken as its index in the image",
        hint: hint,
        targets: { groups, index in
          groups.taps[index].indices.map { $0 < groups.plane ? $0 : CellGroups.beyond }
        }),
      CellChange(
        rule: "winner-by-output",
        backward: "the gradient goes to the place of the output in the image, not of the winner",
        hint: hint,
        targets: { groups, index in
          groups.taps[index].map { _ in index < groups.plane ? index : CellGroups.beyond }
        }),
    ]
  }
}

extension CellGroups {
  /// Every group together with those of other planes; the planes are those of `[outer, inner]`.
  ///
  /// - Parameter axis: 0 for all outer planes, 1 for all inner ones.
  fileprivate func across(axis: Int, inner: Int) -> CellGroups {
    let joined = (0..<planes).flatMap { own -> [[Int]] in
      let others = (0..<planes).filter {
        axis == 0 ? $0 % inner == own % inner : $0 / inner == own / inner
      }
      return taps.map { taps in
        others.flatMap { other in taps.map { $0 < 0 ? $0 : other * plane + $0 } }
      }
    }
    let count = inner == 0 ? 0 : axis == 0 ? planes / inner : inner
    return CellGroups(
      planes: 1, plane: planes * plane, taps: joined, extents: [count] + extents)
  }
}
