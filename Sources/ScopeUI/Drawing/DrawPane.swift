import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The image with the pen, the classes before and now, and maps of the first layers.
struct DrawPane {
  private let view: DrawView
  private let scene: Scene

  init(_ view: DrawView, _ scene: Scene) { (self.view, self.scene) = (view, scene) }

  /// The probabilities before anything was drawn; `nil` where nothing is.
  private var former: [Float]? { scene.session.editTrace?.oldProbabilities }

  /// The columns of classes and maps at the right.
  private static let side = 34

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    guard let drawing = try? InputDrawing.current(scene.session) else { return }
    var rest = rect
    ViewHeading(title: "DRAW", rest: heading(drawing)).draw(&canvas, rest.takeTop(1))
    let image = imageRect(rest)
    picture(drawing).draw(into: &canvas, in: image, scene.capabilities)
    var side = Rect(
      x: image.maxX + 1, y: rest.y, width: max(0, rest.maxX - image.maxX - 1), height: rest.height)
    drawClasses(&canvas, side.takeTop(min(side.height, classRows)))
    drawMaps(&canvas, side)
  }

  private func heading(_ drawing: InputDrawing) -> String {
    let pixel = (0..<drawing.channels).map { drawing[$0, view.cell.row, view.cell.column] }
    let isGray = pixel.allSatisfy { $0 == pixel[0] }
    let values = pixel.prefix(isGray ? 1 : pixel.count).map { Decimals.text($0, 3) }
    return "[\(view.cell.row),\(view.cell.column)] = \(values.joined(separator: ",")) ∙ "
      + "pen \(view.isDown ? "down" : "up"), \(view.erases ? "erases with" : "draws") "
      + "\(view.inkText(drawing)), \(view.size.text) ∙ \(drawing.range)"
  }

  private func imageRect(_ rect: Rect) -> Rect {
    Rect(
      x: rect.x, y: rect.y, width: max(min(rect.width, 20), rect.width - Self.side - 1),
      height: rect.height)
  }

  /// The image in gray, with what the pen covers in color.
  private func picture(_ drawing: InputDrawing) -> Heatmap {
    let ends = drawing.black + drawing.white
    let values = (0..<drawing.rows * drawing.columns).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: drawing.columns)
      return (0..<drawing.channels).reduce(Float(0)) { $0 + drawing[$1, row, column] }
        / Float(drawing.channels)
    }
    var picture = Heatmap(
      rows: drawing.rows, columns: drawing.columns, values: values,
      scale: HeatScale(fitting: ends + values))
    picture.cursor = view.cell
    picture.overflow = .shrink
    let patch = drawing.patch(row: view.cell.row, column: view.cell.column, view.size, view.ink)
    picture.focus = CellRegion(rows: patch.rows, columns: patch.columns)
    return picture
  }

  /// The pixel at a place of the screen.
  func cell(atX x: Int, y: Int, in rect: Rect) -> CellPosition? {
    guard let drawing = try? InputDrawing.current(scene.session) else { return nil }
    var rest = rect
    _ = rest.takeTop(1)
    let layout = picture(drawing).layout(in: imageRect(rest), scene.capabilities)
    return layout.cell(atX: x, y: y).map { cell in
      CellPosition(
        row: min(cell.row + layout.block / 2, drawing.rows - 1),
        column: min(cell.column + layout.block / 2, drawing.columns - 1))
    }
  }

  /// The classes that are listed: the likeliest now and before.
  private var listed: [Int] {
    guard let now = scene.session.debugger.probabilities else { return [] }
    guard now.count > 10 else { return Array(now.indices) }
    let best = now.indices.sorted { now[$0] > now[$1] }.prefix(8)
    let before = former.flatMap(Probabilities.best)
    return Array(best) + (before.map { best.contains($0) ? [] : [$0] } ?? [])
  }

  private var classRows: Int { listed.count + 2 }

  private func drawClasses(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1, let now = scene.session.debugger.probabilities else {
      canvas.write("computing …", x: rect.x, y: rect.y, limit: rect.width, .dim)
      return
    }
    let names = scene.session.network.classNames
    let before = former.flatMap(Probabilities.best)
    let title = [before, Probabilities.best(of: now)].map { best in
      best.map { names.title(of: $0) } ?? "NaN"
    }
    let isOther = former != nil && title[0] != title[1]
    let said = isOther ? title.joined(separator: " → ") : title[1]
    canvas.write(
      "says \(said)", x: rect.x, y: rect.y, limit: rect.width, isOther ? .warning : .heading)
    for (row, label) in listed.prefix(rect.height - 1).enumerated() {
      let text = line(label, now)
      let end = canvas.write(text, x: rect.x, y: rect.y + 1 + row, limit: rect.width)
      let room = max(0, rect.maxX - end - 1)
      let length = now[label].isFinite ? Int((Float(room) * now[label]).rounded()) : 0
      canvas.write(
        String(repeating: "█", count: min(room, max(0, length))), x: end + 1,
        y: rect.y + 1 + row, .accent)
    }
  }

  /// `6 0.998 → 0.012`: a class with its probability, and the one before anything was drawn.
  private func line(_ label: Int, _ now: [Float]) -> String {
    func number(_ probability: Float) -> String {
      Decimals.fitting(Double(probability), significant: 3, width: 6).leftPadded(to: 6)
    }
    let title = scene.session.network.classNames.title(of: label).prefix(8).description
    let old = former.map { [number($0[label]), "→"] } ?? []
    return ([title.leftPadded(to: titleColumns)] + old + [number(now[label])]).joined(
      separator: " ")
  }

  /// The width of the longest title of a class that is listed.
  private var titleColumns: Int {
    let names = scene.session.network.classNames
    return listed.map { min(8, names.title(of: $0).count) }.max() ?? 0
  }

  /// The first maps of the first layer behind the input that was computed.
  private func drawMaps(_ canvas: inout Canvas, _ rect: Rect) {
    let debugger = scene.session.debugger
    let nodes = debugger.network.nodes.indices.filter { !debugger.network.nodes[$0].isSource }
    guard rect.height > 2, let node = nodes.first,
      let tensor = debugger.tensors.value(of: TensorReference(node, .activation))
    else { return }
    let maps = debugger.tensors.maps(tensor, of: TensorReference(node, .activation))
    canvas.write(
      debugger.network.nodes[node].name, x: rect.x, y: rect.y, limit: rect.width, .heading)
    let across = min(3, max(1, maps.count))
    let width = (rect.width + 1) / across - 1
    let height = max(1, min(rect.height - 1, width / 2))
    let shown = min(maps.count, across * max(1, (rect.height - 1) / height))
    let scale = HeatScale(fitting: tensor.elements)
    for index in 0..<shown {
      let map = maps[index]
      var picture = Heatmap(
        rows: map.rows, columns: map.columns, values: map.values, scale: scale)
      picture.overflow = .shrink
      let place = Rect(
        x: rect.x + index % across * (width + 1), y: rect.y + 1 + index / across * height,
        width: width, height: height)
      picture.draw(into: &canvas, in: place, scene.capabilities)
    }
  }
}
