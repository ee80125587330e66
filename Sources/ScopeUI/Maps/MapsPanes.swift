import ScopeDebugger
import TerminalKit

/// The panes of the maps in a room, with what they show looked up once.
struct MapsPanes {
  let layout: MapsLayout
  private let scene: Scene
  private let tensor: SelectedTensor
  private let info: InfoPane
  private let infoLines: [StyledLine]
  private let strips: TensorStrips

  init(_ scene: Scene, _ rect: Rect) {
    self.scene = scene
    tensor = SelectedTensor(scene)
    let width = scene.hasHost ? rect.width : MapsLayout.mapColumns(rect.width)
    info = InfoPane(scene, tensor, width: width)
    infoLines = info.lines
    let network = scene.session.network
    layout = MapsLayout(
      rect, layerCount: network.nodes.count, infoRows: infoLines.count + 2,
      hasKernels: network.parameterCount > 0)
    strips = TensorStrips(
      scene, MapPane(scene, tensor, isRoomy: TensorStrips.isTall(layout.maps)), layout.maps)
  }

  /// All panes that there is room for.
  func draw(_ canvas: inout Canvas) {
    if let layers = layout.layers {
      LayerPane(scene).draw(&canvas, layers)
      let bottom = (layout.loss ?? layout.kernels ?? layers).maxY
      canvas.verticalLine(x: layers.maxX, y: layers.y, length: bottom - layers.y)
    }
    if let kernels = layout.kernels { KernelPane(scene, tensor).draw(&canvas, kernels) }
    if let loss = layout.loss { LossPane(scene).draw(&canvas, loss) }
    maps.draw(&canvas, strips.main)
    for strip in strips.strips {
      let common = sharesScale(strip.tensor) ? tensor.scale : nil
      StripPane(scene, strip.tensor).draw(&canvas, strip.rect, common: common)
    }
    info.draw(infoLines, &canvas, layout.info)
  }

  /// Whether a tensor has the scale of the selected one: weights have none of activations.
  private func sharesScale(_ strip: NearbyTensor) -> Bool {
    let selection = scene.selection
    return selection.scale == .network
      && selection.isImage(strip.reference.kind) == selection.isImage(selection.kind)
  }

  private var maps: MapPane {
    MapPane(scene, tensor, isRoomy: TensorStrips.isTall(layout.maps))
  }

  /// How many maps are seen at once.
  var mapsPerPage: Int { maps.pageSize(strips.main) }

  /// The pane alone that the arrows act in.
  func drawSelected(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let foot = rest.takeBottom(min(infoLines.count + 2, rest.height / 2))
    switch scene.selection.pane {
    case .layers: LayerPane(scene).draw(&canvas, rest)
    case .maps: MapPane(scene, tensor).draw(&canvas, rest)
    case .loss: LossPane(scene).draw(&canvas, rest)
    }
    info.draw(infoLines, &canvas, foot)
  }
}

/// A line of text in one style.
typealias StyledLine = (text: String, style: Style)

extension MapsPanes {
  /// What stands at a place of the screen.
  enum Place: Hashable {
    case layer(Int)
    /// The cell is `nil` beside the cells, such as on the map's name.
    case map(channel: Int, CellPosition?)
    /// The step is `nil` where there is no curve.
    case curve(step: Int?)
  }

  func place(x: Int, y: Int) -> Place? {
    if let rect = layout.layers, rect.contains(x: x, y: y) {
      return LayerPane(scene).node(atRow: y - rect.y - 1, rows: rect.height - 1)
        .map { .layer($0) }
    }
    if let rect = layout.loss, rect.contains(x: x, y: y) {
      return .curve(step: LossPane(scene).step(atColumn: x, in: rect))
    }
    if let strip = strips.strips.first(where: { $0.rect.contains(x: x, y: y) }) {
      return .layer(strip.tensor.reference.node)
    }
    guard strips.main.contains(x: x, y: y) else { return nil }
    return maps.cell(atX: x, y: y, in: strips.main)
      .map { .map(channel: $0.channel, $0.cell) }
  }
}
