import CNNModel
import ScopeDebugger
import TerminalKit

/// The layers with their shapes; where execution stands, and where it will stop.
struct LayerPane {
  private let scene: Scene
  private let session: Session
  private let selection: Selection
  /// The layers with numbers that were changed by hand in this step.
  private let editedNodes: Set<Int>
  private let trace: EditTrace?

  init(_ scene: Scene) {
    self.scene = scene
    (session, selection) = (scene.session, scene.selection)
    editedNodes = session.debugger.setup.edits.nodes(at: session.debugger.step)
    trace = session.editTrace
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let isFocused = selection.pane == .layers
    PaneHeading(pane: .layers, isFocused: isFocused).draw(&canvas, rect)
    let room = rect.height - 1
    let nodes = session.network.nodes
    let missing = session.network.missing
    let first = first(rows: room)
    for (row, place) in (first..<nodes.count + missing.count).prefix(room).enumerated() {
      let line = Rect(x: rect.x, y: rect.y + 1 + row, width: rect.width, height: 1)
      if place < nodes.count {
        draw(place, &canvas, line)
      } else {
        let isSelected = place - nodes.count == selection.missing
        draw(missing[place - nodes.count], isSelected, &canvas, line)
      }
    }
  }

  /// The line in the first row, so that the selected layer is seen.
  private func first(rows: Int) -> Int {
    let lines = session.network.nodes.count + session.network.missing.count
    let selected = selection.missing.map { session.network.nodes.count + $0 } ?? selection.node
    return min(max(0, selected - rows / 2), max(0, lines - rows))
  }

  /// The layer in a row below the heading; `nil` where there is none.
  func node(atRow row: Int, rows: Int) -> Int? {
    let node = first(rows: rows) + row
    return row >= 0 && session.network.nodes.indices.contains(node) ? node : nil
  }

  /// What a file has besides, grayed.
  private func draw(
    _ node: Network.MissingNode, _ isSelected: Bool, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let style: Style = isSelected ? .selection : .dim
    canvas.fill(rect, with: Cell(" ", isSelected ? .selection : .plain))
    let end = canvas.write("missing", endingAt: rect.maxX, y: rect.y, style)
    let room = end - rect.x - 5 - node.kind.columns
    canvas.write(
      "\(abbreviated(node.name, to: room)) \(node.kind)", x: rect.x + 3, y: rect.y,
      limit: end - rect.x - 4, style)
  }

  private func draw(_ node: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let isSelected = node == selection.node && selection.missing == nil
    let style: Style = isSelected ? .selection : .plain
    canvas.fill(rect, with: Cell(" ", style))
    let isStop = session.debugger.breakpoints.contains(node)
    let isEdited = editedNodes.contains(node)
    canvas.write(isStop ? "●" : " ", x: rect.x, y: rect.y, isSelected ? style : .error)
    canvas.write(mark(of: node), x: rect.x + 1, y: rect.y, isSelected ? style : .accent)
    let isHidden = scene.hidesShape(of: node)
    let shape =
      isHidden
      ? "?"
      : session.network.sampleShape(of: node).text(
        of: session.network.elementType(of: ValueReference(node)))
    let end = drawChange(
      of: node, &canvas, rect,
      before: canvas.write(shape, endingAt: rect.maxX, y: rect.y, style), style)
    if isEdited { canvas.write("✎", x: rect.x + 2, y: rect.y, isSelected ? style : .warning) }
    let name = abbreviatedName(in: session.network, of: node, to: end - rect.x - 4)
    let column = canvas.write(
      name, x: rect.x + 3, y: rect.y, limit: end - rect.x - 4, isSelected ? style.bold : style)
    guard !session.network.nodes[node].isSource, end - column > 3 else { return }
    canvas.write(
      wordsFitting(words(of: session.network.nodes[node]), end - column - 2), x: column + 1,
      y: rect.y, limit: end - column - 2,
      isSelected ? style : .dim)
  }

  /// How much the layer's values changed by the last edit, left of the shape, where there is room.
  private func drawChange(
    of node: Int, _ canvas: inout Canvas, _ rect: Rect, before end: Int, _ style: Style
  ) -> Int {
    guard let trace, end - rect.x > 20 else { return end }
    let text = trace.changes[node].map { EditTrace.text(of: $0) } ?? ""
    let start = end - 8
    canvas.write(text, endingAt: end - 1, y: rect.y, style == .selection ? style : .warning)
    return start
  }

  /// The layer's line, without its first word where the name says it.
  private func words(of node: Network.Node) -> String {
    let words = node.layer.text.split(separator: " ")
    let name = node.name.lowercased()
    let isTold = words.prefix(2).contains { $0.count > 2 && name.contains($0.prefix(3)) }
    return words.dropFirst(isTold ? 1 : 0).joined(separator: " ")
  }

  /// ▶ or ◀ where execution stands, ✓ where the current pass has been; · while ✓ could be taken for a
  /// verdict, because a fault is to be found.
  private func mark(of node: Int) -> String {
    let debugger = session.debugger
    let done = debugger.hiddenFault == nil ? "✓" : "·"
    guard let last = debugger.last else {
      return session.network.nodes[node].isSource ? "▶" : " "
    }
    switch last {
    case .forward(let place): return node == place ? "▶" : node < place ? done : " "
    case .loss: return node == session.network.output.node ? "▶" : done
    case .backward(let place): return node == place ? "◀" : node > place ? done : " "
    case .update: return debugger.names.parameters(of: node).isEmpty ? " " : done
    }
  }
}

/// The first line of a pane: its name, bold and in brackets where the arrows act.
struct PaneHeading {
  let pane: Pane
  let isFocused: Bool
  var rest = ""

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let name = isFocused ? "[\(pane.title)]" : " \(pane.title) "
    let column = canvas.write(
      name, x: rect.x, y: rect.y, limit: rect.width, isFocused ? .title : .heading)
    guard !rest.isEmpty, column + 2 < rect.maxX else { return }
    canvas.write(rest + " ", x: column + 1, y: rect.y, limit: rect.maxX - column - 2)
  }
}
