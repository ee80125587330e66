import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The computation of a number: the map that it was read from with the window on it, what the window
/// is multiplied by, the products, their list, and how they lead to the number on the map.
struct MicroscopePane {
  private let scene: Scene
  private let debugger: Debugger
  private let microscope: Microscope
  private let member: PairMember?

  /// - Parameter member: which of two subjects side by side it is of; `nil` where nothing is beside.
  init(
    _ scene: Scene, _ microscope: Microscope, _ debugger: Debugger, _ member: PairMember? = nil
  ) {
    (self.scene, self.microscope, self.debugger) = (scene, microscope, debugger)
    self.member = member
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    do throws(UserError) {
      try draw(microscope.aspect, &canvas, rect)
    } catch {
      drawHeading(debugger.names.name(of: microscope.number), [""], &canvas, rect)
      for (row, line) in wrapped(error.description, to: rect.width - 2).enumerated() {
        canvas.write(line, x: rect.x + 1, y: rect.y + 2 + row, .warning)
      }
    }
  }

  private func draw(
    _ aspect: Microscope.Aspect, _ canvas: inout Canvas, _ rect: Rect
  ) throws(UserError) {
    let number = microscope.number
    var rest = rect
    switch aspect {
    case .terms: draw(try debugger.inspector.computation(of: number), &canvas, rect)
    case .matrix:
      let patches = MatrixPane.patches(in: rect.width)
      let matrix = try debugger.inspector.patchMatrix(of: number, columns: patches)
      let name = debugger.names.name(of: number)
      drawHeading(
        name,
        matrix.isBackward
          ? [" as a product of matrices, Wᵀ·dY", " = row of Wᵀ·dY"]
          : [" as a product of matrices", " by matrices"], &canvas, rest.takeTop(1))
      MatrixPane(matrix, scene.capabilities).draw(&canvas, rest)
    case .scatter:
      let scatter = try debugger.inspector.scatter(
        of: number, channel: microscope.scatter.channel)
      drawHeading(
        scatter.name, [": where its gradient goes", ": its gradient"], &canvas,
        rest.takeTop(1))
      ScatterPane(scatter, microscope.scatter.share, debugger, scene.capabilities)
        .draw(&canvas, rest)
    case .steps:
      let steps = try debugger.inspector.steps(of: number)
      drawHeading(
        steps.name, [": the passes of \(steps.layer) in steps", " in steps"], &canvas,
        rest.takeTop(1))
      let pane = StepsPane(
        steps, channelsLast: microscope.hasChannelsLast, isBackward: number.isOfBackwardPass,
        scene.capabilities)
      pane.draw(&canvas, rest)
    }
  }

  private func draw(_ computation: Computation, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let value = " = \(Decimals.text(computation.stored, 5))"
    drawHeading(computation.name, [value], trail: trail(computation), &canvas, rest.takeTop(1))
    let conclusion = Conclusion(computation, debugger, width: rect.width - 2)
    let end = rest.takeBottom(min(conclusion.lines.count + 1, rest.height / 2))
    conclusion.draw(&canvas, end, scene.capabilities)
    let list = PartList(microscope, computation, inputNames: inputNames, scene.capabilities)
    if let update = debugger.inspector.updatePicture(of: microscope.number) {
      let panels = UpdatePanels(update, scene.capabilities)
      panels.draw(&canvas, rest.takeTop(panels.rows(in: rest)))
      list.draw(&canvas, rest)
      return
    }
    let parts = microscope.focus(of: computation)
    guard let picture = picture(of: parts, computation) else {
      list.draw(&canvas, rest)
      return
    }
    let panels = TapPanels(picture, scene.capabilities)
    let side = rest.takeLeft(panels.mapWidth(in: rest))
    panels.drawMap(&canvas, side)
    _ = rest.takeLeft(1)
    panels.drawGrids(&canvas, rest.takeTop(panels.gridRows(in: rest)))
    list.draw(&canvas, rest)
  }

  /// What the layer reads, where it reads several values.
  private var inputNames: [String] {
    guard case .cell(let reference, _) = microscope.number, reference.kind == .activation else {
      return []
    }
    let inputs = debugger.network.nodes[reference.node].inputs
    return inputs.count > 1 ? inputs.map { debugger.network.nodes[$0.node].name } : []
  }

  /// The picture of the addends in focus: the neighbors of one, or those of a whole channel.
  func picture(of focus: Part, _ computation: Computation) -> FocusedPicture? {
    if focus.addend != nil {
      let parts = microscope.parts(of: computation)
      let index = min(microscope.place.cursor, parts.count - 1)
      return TapPicture(parts, focus: index, debugger).map {
        FocusedPicture($0, parts, focus: index, debugger)
      }
    }
    let first = focus.parts.firstIndex { $0.addend?.read != nil }
    guard let first else { return nil }
    return TapPicture(focus.parts, focus: first, debugger).map {
      FocusedPicture($0, focus.parts, focus: nil, debugger)
    }
  }

  /// Where in the computation the focus is: ` › probability › exp(x − largest)`.
  private func trail(_ computation: Computation) -> String {
    var (text, part) = ("", computation.root)
    for index in microscope.place.path where part.parts.indices.contains(index) {
      part = part.parts[index]
      text += " › \(part.title)"
    }
    return text
  }

  /// - Parameters:
  ///   - name: what is abbreviated where there is not room for name and end.
  ///   - ends: forms of what stands behind it, the longest first.
  ///   - trail: what is cut where there is not room for all.
  private func drawHeading(
    _ name: String, _ ends: [String], trail: String = "", _ canvas: inout Canvas, _ rect: Rect
  ) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let title = "[MICROSCOPE\(member.map { " \($0.rawValue)" } ?? "")]"
    let column = canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .title)
    let end = fitting(ends, rect.maxX - column - 2 - name.columns)
    let room = rect.maxX - column - 2 - end.columns
    let shown = abbreviated(name, to: max(shortName, room))
    let rest = wordsFitting(trail, room - name.columns)
    canvas.write(" \(shown)\(end)\(rest) ", x: column, y: rect.y, limit: rect.maxX - column)
  }
}

/// A picture with the addends that it was made of, and the one in focus.
struct FocusedPicture {
  let picture: TapPicture
  let parts: [Part]
  /// `nil` when all are looked at together.
  let focus: Int?
  let readName: String
  let multiplierName: String?

  init(_ picture: TapPicture, _ parts: [Part], focus: Int?, _ debugger: Debugger) {
    (self.picture, self.parts, self.focus) = (picture, parts, focus)
    readName = debugger.tensors.title(of: picture.read)
    multiplierName = picture.multiplier.map { debugger.tensors.title(of: $0) }
  }

  /// The addend of a cell of the grid.
  func addend(row: Int, column: Int) -> Addend? {
    picture.addend(row: row, column: column).flatMap { parts[$0].addend }
  }

  /// Whether its addends are products of two numbers that stand somewhere.
  var hasProducts: Bool {
    picture.cells.contains { cell in
      cell.map { (parts[$0].addend?.factors.count ?? 0) > 1 } ?? false
    }
  }

  /// Whether the multipliers are in the grid.
  var hasMultipliers: Bool {
    picture.cells.contains { cell in cell.map { parts[$0].addend?.multiplier != nil } ?? false }
  }

  /// The numbers of the grid; 0 in the gaps.
  func numbers(_ value: (Addend) -> Double) -> [Float] {
    picture.cells.map { cell in Float(cell.flatMap { parts[$0].addend }.map(value) ?? 0) }
  }
}

extension StepTensors {
  /// A picture's name: `maxpool1 2`, `conv2.weight 3←2`.
  fileprivate func title(of sheet: Sheet) -> String {
    let shape = shape(of: sheet.reference)
    let name = names.name(of: sheet.reference)
    guard shape.rank > 2 else { return name }
    return "\(name)[\(sheet.map.title.replacing("←", with: ","))]"
  }
}
