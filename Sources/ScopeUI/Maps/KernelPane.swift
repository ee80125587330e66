import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The kernels that the number under the cursor is computed with, one below the other, each with its
/// gradient and its update beside it. It is there on large screens.
struct KernelPane {
  private let scene: Scene
  private let tensor: SelectedTensor
  private let capabilities: Capabilities
  /// The kernels that are looked up at most.
  private static let most = 64

  init(_ scene: Scene, _ tensor: SelectedTensor) {
    (self.scene, self.tensor, capabilities) = (scene, tensor, scene.capabilities)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let column = canvas.write(" KERNELS ", x: rect.x, y: rect.y, limit: rect.width, .heading)
    var inside = rect
    _ = inside.takeTop(1)
    guard let used = used, !used.kernels.isEmpty else {
      for (row, line) in wrapped(absence, to: rect.width - 2).prefix(inside.height).enumerated() {
        canvas.write(line, x: inside.x + 1, y: inside.y + row, .dim)
      }
      return
    }
    let name = scene.session.debugger.names.name(of: used.parameter)
    let room = rect.maxX - column - 3
    canvas.write("\(abbreviated(name, to: room)) ", x: column + 1, y: rect.y)
    KernelColumns(used, inside, capabilities).draw(&canvas)
  }

  private var used: UsedKernels? {
    let (selection, debugger) = (scene.selection, scene.session.debugger)
    guard !selection.showsOriginal(scene.session), let maps = tensor.maps, maps.count > 0 else {
      return nil
    }
    let map = maps[selection.channel]
    let position = map.position(row: selection.cell.row, column: selection.cell.column)
    switch selection.kind {
    case .activation, .gradient:
      return debugger.inspector.usedKernels(
        of: selection.node, at: position, atMost: Self.most)
    case .parameter(let index), .parameterGradient(let index):
      return debugger.inspector.kernel(of: selection.node, parameter: index, at: position)
    case .statistic: return nil
    }
  }

  private var absence: String {
    let (node, debugger) = (scene.selection.node, scene.session.debugger)
    let name = debugger.network.nodes[node].name
    guard !debugger.names.parameters(of: node).isEmpty else { return "\(name) has no parameters" }
    return debugger.tensors.absence(of: TensorReference(node, .activation))
      ?? "no parameter is in this number"
  }
}

/// Kernels in rows, with columns for the kernel, its gradient and its update.
private struct KernelColumns {
  private let used: UsedKernels
  private let capabilities: Capabilities
  private let head: Rect
  private let body: Rect
  private let zoom: Int
  /// The rows of a kernel, with the gap below it.
  private let tileRows: Int
  /// The columns of the names.
  private let label: Int

  init(_ used: UsedKernels, _ rect: Rect, _ capabilities: Capabilities) {
    var rest = rect.inset(horizontally: 1, vertically: 0)
    (self.used, self.capabilities) = (used, capabilities)
    head = rest.takeTop(1)
    _ = rest.takeBottom(1)
    body = rest
    let kernels = used.kernels
    label = min(8, 1 + (kernels.map(\.title.columns).max() ?? 0))
    let width = (rest.width - label) / 3 - 1
    let (rows, columns) = (kernels[0].rows, kernels[0].columns)
    func height(_ zoom: Int) -> Int { capabilities.heatRows(rows, zoom: zoom) }
    let fitting = [6, 4, 2, 1].filter { columns * $0 <= width && height($0) <= rest.height }
    zoom =
      fitting.first { (height($0) + 1) * kernels.count <= rest.height + 1 }
      ?? fitting.first { $0 <= 2 } ?? 1
    tileRows = min(height(zoom), rest.height) + 1
  }

  private typealias Column = (
    title: String, values: @Sendable (UsedKernel) -> [Float]?, absence: String
  )

  private static let columns: [Column] = [
    ("kernel", { $0.values }, ""), ("gradient", { $0.gradient }, "no gradient yet"),
    ("update", { $0.change }, "no update yet"),
  ]

  private var shown: ArraySlice<UsedKernel> {
    used.kernels.prefix(max(1, (body.height + 1) / tileRows))
  }

  /// The row below the last kernel.
  private var footRow: Int { min(body.maxY, body.y + shown.count * tileRows - 1) }

  func draw(_ canvas: inout Canvas) {
    var names = head
    _ = names.takeLeft(label)
    let width = (body.width - label) / Self.columns.count
    for (row, kernel) in shown.enumerated() {
      canvas.write(
        kernel.title, x: body.x, y: body.y + row * tileRows, limit: label - 1, .dim)
    }
    for column in Self.columns {
      let place = names.takeLeft(width)
      let isThere = column.values(shown[0]) != nil
      canvas.write(
        column.title, x: place.x, y: place.y, limit: width - 1, isThere ? .heading : .dim)
      draw(column, &canvas, x: place.x, width: width - 1)
    }
    let left = used.count - shown.count
    if left > 0 {
      canvas.write("+\(left)", x: body.x, y: footRow, limit: label, .dim)
    }
  }

  private func draw(_ column: Column, _ canvas: inout Canvas, x: Int, width: Int) {
    let all = shown.compactMap { column.values($0) }
    guard all.count == shown.count else {
      for (row, line) in wrapped(column.absence, to: width).prefix(body.height).enumerated() {
        canvas.write(line, x: x, y: body.y + row, limit: width, .dim)
      }
      return
    }
    let scale = HeatScale.diverging(limit: TensorStatistics(Array(all.joined())).limit)
    for (row, (kernel, values)) in zip(shown, all).enumerated() {
      var heatmap = Heatmap(
        rows: kernel.rows, columns: kernel.columns, values: values, scale: scale)
      (heatmap.zoom, heatmap.overflow) = (zoom, .shrink)
      let place = Rect(
        x: x, y: body.y + row * tileRows, width: width, height: tileRows - 1
      ).intersection(body)
      heatmap.draw(into: &canvas, in: place, capabilities)
    }
    let end = Decimals.fitting(scale.ends.high, significant: 2, width: width - 1)
    canvas.write("±\(end)", x: x, y: footRow, limit: width, .dim)
  }
}
