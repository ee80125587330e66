import CNNModel
import ScopeDebugger
import TerminalKit

/// What the magnitudes of the selected rung are of, in the room that a short ladder leaves: the maps
/// of its activation and gradient, and of its parameters and their gradients.
struct LadderMaps {
  private let scene: Scene
  /// Those that have numbers.
  private let tensors: [NearbyTensor]

  private static let fewestColumns = 100
  /// The rows of a strip with its heading.
  private static let fewestRows = 5
  /// From so many rows on a tensor has the whole width.
  private static let wideRows = 12
  private static let gap = 2

  init(_ scene: Scene) {
    self.scene = scene
    let node = scene.selection.node
    let parameters = scene.session.debugger.names.parameters(of: node).indices
      .flatMap { [TensorReference.Kind.parameter($0), .parameterGradient($0)] }
    tensors = ([.activation, .gradient] + parameters)
      .map { TensorReference(node, $0) }
      .filter { scene.session.debugger.tensors.value(of: $0) != nil }
      .compactMap { NearbyTensor($0, scene) }
  }

  /// Draws as many as have room below so many rows, after an empty one.
  func draw(_ canvas: inout Canvas, belowRungs count: Int, _ rect: Rect) {
    var rest = rect
    _ = rest.takeTop(min(rest.height, count + 1))
    let across = tensors.count * Self.wideRows <= rest.height ? 1 : 2
    let lines = min((tensors.count + across - 1) / across, rest.height / Self.fewestRows)
    guard lines > 0, rest.width >= Self.fewestColumns else { return }
    let height = rest.height / lines
    for line in 0..<lines {
      draw(tensors.dropFirst(line * across).prefix(across), &canvas, rest.takeTop(height))
    }
  }

  private func draw(_ tensors: ArraySlice<NearbyTensor>, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let width = (rect.width - Self.gap * (tensors.count - 1)) / tensors.count
    for tensor in tensors {
      StripPane(scene, tensor).draw(&canvas, rest.takeLeft(width), common: nil)
      _ = rest.takeLeft(Self.gap)
    }
  }
}
