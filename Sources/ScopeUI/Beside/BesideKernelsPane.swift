import CNNModel
import ScopeDebugger
import TerminalKit

/// The kernels of both as grids, an output in a row and an input in a column: A | A − B | B with one
/// scale; or those of one of both in all the room.
struct BesideKernelsPane {
  let tensors: SubjectPair.Tensors
  /// The selected kernel.
  let maps: PairedMaps
  let shown: BesideView.Shown
  let capabilities: Capabilities
  let hasCursor: Bool

  /// Whether these are kernels.
  static func shows(_ tensors: SubjectPair.Tensors) -> Bool {
    switch tensors.reference.kind {
    case .parameter, .parameterGradient:
      tensors.first.shape.rank == 4 && tensors.second.shape.rank == 4
    case .activation, .gradient, .statistic: false
    }
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 3 else { return }
    switch shown {
    case .both:
      let parts = rect.columns(3, gap: 1)
      let difference = tensors.first - tensors.second.reshaped(to: tensors.first.shape)
      let (scale, isOwn) = differenceScale(difference)
      draw(tensors.first, "A", self.scale, &canvas, parts[0])
      draw(difference, isOwn ? "A−B own scale" : "A − B", scale, &canvas, parts[1])
      draw(tensors.second, "B", self.scale, &canvas, parts[2])
    case .first: draw(tensors.first, "A", scale, &canvas, rect)
    case .second: draw(tensors.second, "B", scale, &canvas, rect)
    }
  }

  /// One scale for both.
  private var scale: HeatScale {
    HeatScale([TensorStatistics(tensors.first), TensorStatistics(tensors.second)])
  }

  /// That of both; one of its own where nothing would be seen on it, or not all of it.
  private func differenceScale(_ difference: Tensor) -> (scale: HeatScale, isOwn: Bool) {
    func largest(_ tensor: Tensor) -> Float {
      tensor.elements.filter(\.isFinite).map(\.magnitude).max() ?? 0
    }
    let (own, limit) = (largest(difference), max(largest(tensors.first), largest(tensors.second)))
    let isOwn = own > limit || own > 0 && own < 0.1 * limit
    return (.diverging(limit: isOwn ? own : limit), isOwn)
  }

  private func draw(
    _ tensor: Tensor, _ title: String, _ scale: HeatScale, _ canvas: inout Canvas, _ rect: Rect
  ) {
    var rest = rect
    let heading = rest.takeTop(1)
    canvas.write(title, x: heading.x, y: heading.y, limit: heading.width, .heading)
    let legend = rest.takeBottom(1)
    KernelGrid(
      tensor, scale: scale, selected: maps.sheet, cursor: hasCursor ? maps.cell : nil
    ).draw(&canvas, rest, capabilities)
    if KernelGrid.isColor(tensor.shape), capabilities.depth > .mono {
      canvas.write(
        "red, green, blue", x: legend.x, y: legend.y, limit: legend.width, .dim)
    } else {
      scale.drawLegend(
        into: &canvas, x: legend.x, y: legend.y, width: min(40, legend.width), capabilities)
    }
  }
}
