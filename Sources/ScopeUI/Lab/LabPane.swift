import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// The lab on the screen: the layer's line, the settings, the maps, the arithmetic.
struct LabPane {
  private let lab: LabState
  private let part: LabPart
  private let capabilities: Capabilities
  private let hidden: Hidden?
  /// The columns from which on the settings are listed; beside a lesson its text says the keys.
  private static let settingsNeed = 60

  init(_ lab: LabState, _ part: LabPart, _ scene: Scene) {
    (self.lab, self.part) = (lab, part)
    (capabilities, hidden) = (scene.capabilities, scene.hidden)
  }

  /// Whether there is room for large cells and for the products.
  private static func isRoomy(_ rect: Rect) -> Bool { rect.width >= 100 && rect.height >= 30 }

  /// Whether there is room for sums of many terms, too.
  private static func isTall(_ rect: Rect) -> Bool { isRoomy(rect) && rect.height >= 50 }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    drawHeading(&canvas, rest.takeTop(1))
    let lines = text(rect.width - 2, ofSum: Self.isTall(rect) ? 10 : 3)
    let isRoomy = Self.isRoomy(rect)
    let grids = LabGrids(lab, part: part, hidden: hidden, showsProducts: isRoomy).all
    if rect.width >= Self.settingsNeed {
      for line in settings(rect.width - 2) { draw(line, &canvas, rest.takeTop(1)) }
    }
    var words = rest.takeBottom(min(lines.count, Self.isTall(rect) ? 16 : isRoomy ? 12 : 6))
    let larger = isRoomy ? GridRows(enlarging: grids, rest.size, capabilities) : nil
    let rows = larger ?? GridRows(fitting: grids, rest.size, capabilities)
    if isRoomy {
      let top = min(words.y, rest.y + rows.usedRows + 1)
      words = Rect(x: words.x, y: top, width: words.width, height: words.height)
    }
    rows.draw(&canvas, rest, capabilities)
    for (row, line) in lines.prefix(words.height).enumerated() {
      canvas.write(
        spelled(line.text, capabilities), x: words.x + 1, y: words.y + row,
        limit: words.width - 1, line.style)
    }
  }

  private func drawHeading(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let column = canvas.write("[LAB]", x: rect.x, y: rect.y, .title)
    canvas.write(
      "\(lab.setting.line)\(Self.name(of: lab.backward.pass)) ", x: column + 1, y: rect.y,
      limit: rect.maxX - column - 2, .accent)
  }

  /// What the heading says of a pass behind the layer.
  private static func name(of pass: LabPass) -> String {
    switch pass {
    case .forward: ""
    case .input: ", backward: dX"
    case .weight: ", backward: dW"
    case .scatter: ", backward: from one output"
    }
  }

  /// Formula, counts, and the sums of the selected cell, each in so many lines.
  private func text(_ width: Int, ofSum most: Int) -> [(text: String, style: Style)] {
    if let lines = backward(width, ofSum: most) { return lines }
    let arithmetic = lab.shapeArithmetic.first ?? ""
    var lines: [(String, Style)] = []
    let shapes = "\(lab.shapes):  \(arithmetic)"
    if hidden == .shape(nil) { return [("\(lab.image.shape.sample) → ?", .mark)] }
    lines += (shapes.columns <= width ? [shapes] : [lab.shapes, arithmetic]).map { ($0, .plain) }
    if hidden == .counts {
      lines.append(("parameters ?; MACs ?", .mark))
    } else {
      lines += wrapped(lab.counts, to: width).map { ($0, .dim) }
    }
    if hidden?.isSelected(in: lab) == true {
      return lines + [("y\(lab.position.sample) = ?", .mark)]
    }
    if let gathered = lab.gatheredSum, let sizes = lab.ambiguousSizes,
      let equal = lab.equalBothWays
    {
      lines.append((wordsFitting("added  \(lab.sum)", width), .accent))
      lines.append((wordsFitting("zeros  \(gathered)", width), .accent))
      lines += wrapped(Self.choice(lab, sizes, equal), to: width).map { ($0, .plain) }
    } else {
      lines += Self.beginning(of: lab.sum, width, lines: most).map { ($0, .accent) }
    }
    return lines
  }

  /// The sums of a backward pass; `nil` forwards.
  private func backward(
    _ width: Int, ofSum most: Int
  ) -> [(text: String, style: Style)]? {
    guard lab.backward.pass != .forward, let gradients = LabGradients(lab) else { return nil }
    if hidden?.isSelected(in: lab) == true { return [("the selected number = ?", .mark)] }
    return gradients.lines.enumerated().flatMap { index, line in
      Self.beginning(of: line, width, lines: index == 0 ? most : 2).map {
        ($0, index == 0 ? .accent : line.contains("✗") ? .error : .plain)
      }
    }
  }

  /// The first lines of a sum, and how many terms it has where it goes on.
  private static func beginning(of sum: String, _ width: Int, lines most: Int) -> [String] {
    let lines = wrapped(sum, to: width)
    guard lines.count > most else { return lines }
    let end = " … \(sum.split(separator: " + ").count) terms"
    let last = wrapped(lines[most - 1], to: width - end.columns).first ?? ""
    return lines.prefix(most - 1) + [last + end]
  }

  /// `49 of 49 cells are equal; conv: [7] 8 → 3`: output padding chooses.
  private static func choice(_ lab: LabState, _ sizes: [Int], _ equal: Int) -> String {
    let count = lab.run.output.shape.count
    let marked = sizes.map { $0 == lab.run.output.shape[2] ? "[\($0)]" : "\($0)" }
    return "\(equal) of \(count) cells are equal; "
      + "conv: \(marked.joined(separator: " ")) → \(lab.size)"
  }
}

/// The settings, with their keys.
extension LabPane {
  /// A setting's key, word and value.
  private typealias Item = (key: String, word: String, value: String)

  private func settings(_ width: Int) -> [[Item]] {
    var lines: [[Item]] = [[]]
    var used = 0
    for (key, name) in LabView.settingKeys where name != .dxRotated || lab.canTurn {
      let item = (
        key, Self.word(name), lab.value(of: name).rightPadded(to: Self.valueColumns(name))
      )
      let columns = key.columns + item.1.columns + item.2.columns + 4
      if used + columns > width + 2, used > 0 {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append(item)
      used += columns
    }
    return lines
  }

  private func draw(_ line: [Item], _ canvas: inout Canvas, _ rect: Rect) {
    var column = rect.x + 1
    for item in line {
      column = canvas.write(item.key, x: column, y: rect.y, .key)
      column = canvas.write(" \(item.word) ", x: column, y: rect.y, .dim)
      column = canvas.write(item.value, x: column, y: rect.y) + 2
    }
  }

  /// The room for a value, so that nothing moves when it changes.
  private static func valueColumns(_ name: LabSettingName) -> Int {
    switch name {
    case .kernel, .padding, .channels, .size: 5
    case .stride, .dilation, .outputPadding: 1
    case .transposed, .trueConvolution, .dxRotated: 3
    case .pass: 7
    case .fill: 8
    case .groups, .weights, .image: 9
    }
  }

  private static func word(_ name: LabSettingName) -> String {
    switch name {
    case .trueConvolution: "rotated"
    case .fill: "with"
    default: name.rawValue
    }
  }
}
