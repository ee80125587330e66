import CNNModel
import ScopeDebugger
import TerminalKit

/// What is selected of the network, and how its maps are shown.
package struct Selection: Hashable, Sendable {
  /// The selected layer.
  package var node: Int
  /// The selected one of the nodes that are missing from the network; `nil` when a layer is.
  var missing: Int?
  var kind: TensorReference.Kind = .activation
  /// The selected map.
  package var channel = 0
  /// Of volumes the slice whose maps are seen.
  package var slice = 0
  /// In which order maps are shown.
  package var order = MapOrder.index
  /// The cell under the cursor of the map.
  package var cell = CellPosition(row: 0, column: 0)
  /// The pane that the arrows act in.
  var pane = Pane.layers
  var scale = ScaleScope.layer
  /// `nil` is as large as fits.
  var zoom: Int?
  /// Whether an input shows the image as it came, before the preprocessing.
  var prefersOriginal = false
  /// Whether quantized activations show their integers, not the real numbers they stand for.
  var showsRaw = false
  /// What is shown of a tensor after an edit.
  var version = EditTrace.Version.new
  /// The text that was searched for last.
  var search = ""
  /// The selected cell of the confusion matrix: the true class and the prediction.
  var classes = CellPosition(row: 0, column: 0)

  /// The network that the selection belongs to.
  package let generation: Int

  /// The first input of a session's network; nothing of a list of tensors is selected.
  init(_ session: Session) {
    node = session.hasNetwork ? session.network.sources[0] : 0
    generation = session.generation
  }

  package var reference: TensorReference { TensorReference(node, kind) }

  /// Selects a tensor, from its first map on when it is another layer's.
  mutating func look(at node: Int, _ kind: TensorReference.Kind) {
    if node != self.node { goToFirstCell() }
    if kind != self.kind, !(isImage(kind) && isImage(self.kind)) { goToFirstCell() }
    (self.node, self.kind, missing) = (node, kind, nil)
  }

  /// Selects the first cell of the first map.
  mutating func goToFirstCell() {
    (channel, slice, cell) = (0, 0, CellPosition(row: 0, column: 0))
  }

  /// The maps of a tensor that are seen: of a volume those of one slice.
  func seen(_ maps: FeatureMaps) -> FeatureMaps { isImage(kind) ? maps.slice(slice) : maps }

  /// Puts the cursor on an offset of the selected tensor, whose maps these are.
  mutating func point(atOffset offset: Int, in maps: FeatureMaps) {
    slice = maps.slice(ofOffset: offset)
    (channel, cell) = seen(maps).place(ofOffset: offset)
  }

  /// Activations and gradients have the same maps.
  func isImage(_ kind: TensorReference.Kind) -> Bool {
    kind == .activation || kind == .gradient
  }
}

/// The panes that the arrows can act in.
enum Pane: String, Hashable, Sendable, CaseIterable {
  case layers, maps, loss

  var title: String { rawValue.uppercased() }

  /// The pane so many places further, round about.
  func moved(by distance: Int) -> Pane {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + distance + all.count) % all.count]
  }
}

/// What a palette's ends are taken from.
enum ScaleScope: String, Hashable, Sendable, CaseIterable {
  case map, layer, network

  var next: ScaleScope {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
