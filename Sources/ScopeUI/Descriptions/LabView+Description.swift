import ScopeDebugger

extension LabView {
  func summary(_ scene: Scene) -> [String]? {
    guard let lab = scene.session.lab else { return nil }
    return LabWords(lab, part(in: lab), scene.hidden).summary
  }

  func details(_ scene: Scene) -> [String] {
    guard let lab = scene.session.lab else { return [] }
    return LabWords(lab, part(in: lab), scene.hidden).details
  }
}

/// The lab in words: its layer, the selected number with its sum, then all numbers row by row.
struct LabWords {
  private let lab: LabState
  private let part: LabPart
  private let hidden: Hidden?

  init(_ lab: LabState, _ part: LabPart, _ hidden: Hidden?) {
    (self.lab, self.part, self.hidden) = (lab, part, hidden)
  }

  var summary: [String] {
    let shapes = hidden == .shape(nil) ? "\(lab.image.shape.sample) → ?" : lab.shapes
    return ["lab: \(lab.setting.line)\(pass), \(shapes)"] + selected + moved
  }

  private var pass: String {
    lab.backward.pass == .forward ? "" : ", backward pass \(lab.backward.pass.rawValue)"
  }

  /// The selected number and the sum that makes it.
  private var selected: [String] {
    if hidden == .shape(nil) { return [] }
    if lab.backward.pass != .forward {
      let isAsked = hidden?.isSelected(in: lab) == true
      return isAsked ? ["the selected number is asked for"] : LabGradients(lab)?.lines ?? []
    }
    if hidden?.isSelected(in: lab) == true { return ["y\(lab.position.sample) = ?"] }
    return [lab.sum] + bothWays
  }

  /// A transposed convolution is the same as an ordinary one over zeros in between.
  private var bothWays: [String] {
    guard let sum = lab.gatheredSum, let equal = lab.equalBothWays else { return [] }
    return ["by zeros in between: \(inWords(sum))", "\(equal) cells are equal both ways"]
  }

  /// The cell that the arrows move, where that is not the selected one.
  private var moved: [String] {
    let cursor = lab.cursor
    switch part {
    case .output: return []
    case .image:
      let place = cursor.source
      let value = lab.image[[0, cursor.input, place.rows, place.columns]]
      return ["input \(place.rows),\(place.columns) is \(LabState.number(value))"]
    case .kernel: return ["kernel \(cursor.tap.rows),\(cursor.tap.columns)"]
    case .gradient: return ["gradient \(cursor.place.rows),\(cursor.place.columns)"]
    }
  }

  /// Every map row by row, counts and settings.
  var details: [String] {
    let grids = LabGrids(lab, part: part, hidden: hidden).all.flatMap(\.words)
    return grids + counts + [settings]
  }

  /// Shape and counts with their arithmetic; counts give a shape away.
  private var counts: [String] {
    if hidden == .shape(nil) { return [] }
    return lab.shapeArithmetic.prefix(1) + (hidden == .counts ? [] : [lab.counts])
  }

  private var settings: String {
    "settings: "
      + LabSettingName.allCases.filter { lab.value(of: $0) != "–" }
      .map { "\($0.rawValue) \(lab.value(of: $0))" }.joined(separator: ", ")
  }
}
