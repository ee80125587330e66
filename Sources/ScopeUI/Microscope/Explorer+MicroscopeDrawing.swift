import ScopeDebugger
import TerminalKit

extension Explorer {
  /// The microscope: alone on small screens, on large ones at the right of the panes.
  func drawMicroscope(
    _ microscope: Microscope, _ canvas: inout Canvas, _ rect: Rect, _ glance: Glance,
    _ figures: Figures
  ) {
    var rest = rect
    let left = MicroscopePane.columnsOfMaps(size.columns)
    if left > 0,
      let beside = ScreenLayout(
        Size(columns: left, rows: size.rows), layerCount: session.network.nodes.count,
        infoRows: figures.lines.count + 2)
    {
      drawPanes(&canvas, beside, glance)
      figures.pane.draw(figures.lines, &canvas, beside.info)
      _ = rest.takeLeft(left)
      canvas.verticalLine(x: rest.x, y: rest.y, length: rest.height)
      _ = rest.takeLeft(1)
    }
    MicroscopePane(self, microscope).draw(&canvas, rest)
  }
}
