import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The gradient ladder: a row a layer with bars for the sizes of activations, gradients, parameters
/// and updates, and marks where something is wrong.
struct LadderPane {
  private let scene: Scene
  private let ladder: GradientLadder

  /// The powers of ten that a bar stretches over.
  private static let decades = (low: -8.0, high: 4.0)
  private static let columns = ["activation", "gradient", "weights", "ΔW/W"]

  init(_ scene: Scene) {
    self.scene = scene
    ladder = scene.session.debugger.inspector.ladder
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let step = scene.session.debugger.step
    let subject = LadderTable.subject(of: ladder)
    let words = "step \(step), \(subject): mean magnitudes; bars from 1e-8 to 1e4"
    ViewHeading(title: "LADDER", rest: words).draw(&canvas, rest.takeTop(1))
    let columns = layout(rest)
    drawNames(&canvas, rest.takeTop(1), columns)
    let room = max(1, rest.height)
    let nodes = ladder.rungs
    let first = min(max(0, scene.selection.node - room / 2), max(0, nodes.count - room))
    for (row, rung) in nodes.dropFirst(first).prefix(room).enumerated() {
      let line = Rect(x: rest.x, y: rest.y + row, width: rest.width, height: 1)
      draw(rung, &canvas, line, columns)
    }
  }

  /// Where the columns begin: the name, four bars, the dead share, NaN and the mark.
  private func layout(_ rect: Rect) -> (name: Int, bar: Int) {
    let nodes = scene.session.network.nodes
    let name = min(rect.width / 6, nodes.map(\.name.columns).max() ?? 0) + 2
    return (name, max(8, (rect.width - name - Self.tail) / 4))
  }

  /// The columns that dead share, NaN and mark take.
  private static let tail = 17

  private func drawNames(_ canvas: inout Canvas, _ rect: Rect, _ columns: (name: Int, bar: Int)) {
    canvas.write("layer", x: rect.x + 1, y: rect.y, limit: columns.name - 1, .heading)
    for (index, name) in Self.columns.enumerated() {
      let x = rect.x + columns.name + index * columns.bar
      canvas.write(name, x: x, y: rect.y, limit: columns.bar - 1, .heading)
    }
    let x = rect.x + columns.name + 4 * columns.bar
    canvas.write("dead", x: x, y: rect.y, .heading)
    canvas.write("NaN", x: x + 6, y: rect.y, .heading)
  }

  private func draw(
    _ rung: GradientLadder.Rung, _ canvas: inout Canvas, _ rect: Rect,
    _ columns: (name: Int, bar: Int)
  ) {
    let isSelected = rung.node == scene.selection.node
    let nodes = scene.session.network.nodes
    let name = abbreviated(
      nodes[rung.node].name, to: columns.name - 2,
      beside: neighbors(of: rung.node, in: nodes.count) { nodes[$0].name })
    if isSelected {
      canvas.fill(
        Rect(x: rect.x, y: rect.y, width: columns.name - 1, height: 1),
        with: Cell(" ", .selection))
    }
    canvas.write(
      name, x: rect.x + 1, y: rect.y, limit: columns.name - 2, isSelected ? .selection : .plain)
    let style = style(of: rung)
    let sizes = [rung.activation, rung.gradient, rung.weight, rung.update]
    for (index, size) in sizes.enumerated() {
      let x = rect.x + columns.name + index * columns.bar
      let room = Rect(x: x, y: rect.y, width: columns.bar - 1, height: 1)
      drawBar(size, &canvas, room, index == 1 ? style : .accent)
    }
    drawTail(rung, &canvas, x: rect.x + columns.name + 4 * columns.bar, y: rect.y, style)
  }

  private func drawTail(
    _ rung: GradientLadder.Rung, _ canvas: inout Canvas, x: Int, y: Int, _ style: Style
  ) {
    let dead = rung.dead.map { Decimals.percent($0, $0 < 0.1 ? 1 : 2) } ?? "–"
    canvas.write(dead, x: x, y: y, rung.dead ?? 0 > 0.5 ? .warning : .plain)
    let odd = rung.oddities == 0 ? "0" : rung.oddities < 1000 ? "\(rung.oddities)" : "999+"
    canvas.write(odd, x: x + 6, y: y, rung.oddities > 0 ? .error : .dim)
    canvas.write(word(of: rung), x: x + 10, y: y, style)
  }

  /// What the gradient does.
  private func word(of rung: GradientLadder.Rung) -> String {
    switch rung.mark {
    case .exploding: "explode"
    case .vanishing: "vanish"
    case nil: ""
    }
  }

  private func style(of rung: GradientLadder.Rung) -> Style {
    switch rung.mark {
    case .exploding: .error
    case .vanishing: .warning
    case nil: .accent
    }
  }

  /// A number behind a bar of its logarithm.
  private func drawBar(_ size: Double?, _ canvas: inout Canvas, _ rect: Rect, _ style: Style) {
    guard let size else {
      canvas.write("–", endingAt: rect.maxX, y: rect.y, .dim)
      return
    }
    let numberColumns = 6
    let room = rect.width - numberColumns
    let share = (decade(size) - Self.decades.low) / (Self.decades.high - Self.decades.low)
    let halves =
      room > 0 && share.isFinite ? Int((min(1, max(0, share)) * Double(2 * room)).rounded()) : 0
    let bar = String(repeating: "█", count: halves / 2) + (halves % 2 == 1 ? "▌" : "")
    canvas.write(bar, x: rect.x, y: rect.y, style)
    canvas.write(
      Decimals.fitting(size, significant: 2, width: numberColumns), endingAt: rect.maxX, y: rect.y,
      size.isFinite ? .plain : .error)
  }

  /// The decimal logarithm, near enough for a bar; less than every bar for 0.
  private func decade(_ size: Double) -> Double {
    guard size > 0 else { return size == 0 ? Self.decades.low : .nan }
    guard size.isFinite else { return Self.decades.high }
    return (Double(size.exponent) + size.significand - 1) * 0.301_029_995_663_981_2
  }
}
