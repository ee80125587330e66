import ScopeDebugger
import TerminalKit

/// What the mouse does: it chooses a layer, a map and a cell, or a step of the curve, and the wheel
/// moves on in what is under it.
extension Explorer {
  mutating func point(_ mouse: Mouse) -> [Effect] {
    guard preferences.hasMouse, prompt == nil, !isLeaving, mouse.action != .release else {
      return []
    }
    if page != nil { return scroll(mouse) }
    guard lessonView == nil, labPart == nil else { return [] }
    switch mouse.action {
    case .press: return press(mouse)
    case .wheelUp: return turn(mouse, by: -1)
    case .wheelDown: return turn(mouse, by: 1)
    case .release: return []
    }
  }

  private mutating func scroll(_ mouse: Mouse) -> [Effect] {
    guard mouse.action != .press, let open = page else { return [] }
    let last = max(0, open.lines.count - max(1, size.rows - 3))
    page?.first = min(last, max(0, open.first + (mouse.action == .wheelUp ? -3 : 3)))
    return []
  }

  private mutating func press(_ mouse: Mouse) -> [Effect] {
    guard let place = place(of: mouse) else { return [] }
    switch place {
    case .layer(let node): select(node, in: .layers)
    case .map(let channel, let cell): return choose(channel, cell)
    case .curve(let step):
      view.focus = .loss
      return step.map { perform("goto \($0)") } ?? []
    }
    return []
  }

  private mutating func select(_ node: Int, in focus: Focus) {
    microscope = nil
    view.focus = focus
    view.look(at: node, isPerLayer ? view.kind : .activation)
    keepInBounds()
  }

  /// Whether every layer has what is shown.
  private var isPerLayer: Bool { view.kind == .activation || view.kind == .gradient }

  /// Puts the cursor on a cell; on the cell that has it already, opens the microscope.
  private mutating func choose(_ channel: Int, _ cell: CellPosition?) -> [Effect] {
    let isAgain = view.focus == .maps && view.channel == channel && view.cell == cell
    view.focus = .maps
    if microscope != nil { microscope = nil }
    view.channel = channel
    if let cell { view.cell = cell }
    keepInBounds()
    return isAgain ? perform("inspect") : []
  }

  private mutating func turn(_ mouse: Mouse, by distance: Int) -> [Effect] {
    switch place(of: mouse) {
    case .layer:
      let node = view.node + distance
      if session.network.nodes.indices.contains(node) { select(node, in: view.focus) }
      return []
    case .map: return perform(distance > 0 ? "channel next" : "channel back")
    case .curve: return perform(distance > 0 ? "later" : "earlier")
    case nil: return microscope == nil ? [] : perform(distance > 0 ? "tap next" : "tap back")
    }
  }

  /// What is under the mouse.
  private func place(of mouse: Mouse) -> Place? {
    let glance = Glance(self)
    let columns = microscope == nil ? size.columns : MicroscopePane.columnsOfMaps(size.columns)
    guard !isProjecting, columns > 0,
      let layout = ScreenLayout(
        Size(columns: columns, rows: size.rows), layerCount: session.network.nodes.count,
        infoRows: InfoPane(self, glance).lines.count + 2)
    else { return nil }
    if let rect = layout.layers, rect.contains(x: mouse.x, y: mouse.y) {
      return LayerPane(self).node(atRow: mouse.y - rect.y - 1, rows: rect.height - 1)
        .map { .layer($0) }
    }
    if let rect = layout.loss, rect.contains(x: mouse.x, y: mouse.y) {
      return .curve(step: step(atColumn: mouse.x, in: rect))
    }
    guard layout.maps.contains(x: mouse.x, y: mouse.y) else { return nil }
    return MapPane(self, glance).cell(atX: mouse.x, y: mouse.y, in: layout.maps)
      .map { .map(channel: $0.channel, $0.cell) }
  }

  /// The step at a column of the curve; `nil` without one.
  private func step(atColumn column: Int, in rect: Rect) -> Int? {
    let curves = LossCurves(session.debugger)
    guard !curves.points.isEmpty else { return nil }
    var chart = LineChart([])
    chart.xRange = curves.axis
    return Int(chart.layout(in: rect).x(atColumn: column).rounded())
  }

  private enum Place {
    case layer(Int)
    /// The cell is `nil` beside the cells, such as on the map's name.
    case map(channel: Int, CellPosition?)
    /// The step is `nil` where there is no curve.
    case curve(step: Int?)
  }
}
