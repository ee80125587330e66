import CNNModel
import ScopeDebugger
import TerminalKit

/// What views draw from: the shared state, and what views tell each other.
package struct Scene: Sendable {
  let shared: SharedState
  let views: ViewStack
  /// What would give an answer away.
  let hidden: Hidden?
  /// The layers whose shapes would give an answer away.
  private let hiddenLayers: Set<Int>
  /// The units that are boxed on the maps.
  let boxedUnits: UnitField?
  /// Whether a view shows the others beside it, one pane at a time.
  let hasHost: Bool

  init(_ shared: SharedState, _ views: ViewStack) {
    (self.shared, self.views) = (shared, views)
    hidden = views.all.lazy.reversed().compactMap { ($0 as? any AnswerView)?.hidden }.first
    hiddenLayers =
      shared.session.hasNetwork ? hidden?.layers(of: shared.session.network) ?? [] : []
    boxedUnits = views.all.lazy.reversed().compactMap(\.boxedUnits).first
    hasHost = views.all.contains(where: \.traits.isHost)
  }

  var session: Session { shared.session }
  var selection: Selection { shared.selection }
  var curve: CurveState { shared.curve }
  var size: Size { shared.size }
  var capabilities: Capabilities {
    var capabilities = shared.capabilities
    capabilities.hasPictures = shared.preferences.arePicturesShown
    return capabilities
  }

  /// Whether a layer's shape is hidden.
  func hidesShape(of node: Int) -> Bool { hiddenLayers.contains(node) }

  /// Whether a number of a network is hidden.
  func hides(_ reference: TensorReference, _ position: Position) -> Bool {
    hidden == .cell(.tensor(reference, position))
  }

  /// The number that is looked at.
  ///
  /// - Throws: ``UserError`` when there is none.
  var lookedAt: Microscope {
    get throws(UserError) { try views.lookedAt(shared) }
  }

  /// Where the open views stand in a room.
  func arrangement(in room: Rect) -> ViewArrangement { ViewArrangement(views, self, room) }
}

/// Where the views stand that are seen.
struct ViewArrangement {
  /// A view on the screen, and its place in the stack.
  struct Part {
    let view: any View
    let rect: Rect
    let index: Int
  }

  /// The views beside each other, the one that covers the others first.
  private(set) var body: [Part] = []
  /// The views on top of them, the topmost last.
  private(set) var overlays: [Part] = []

  init(_ views: ViewStack, _ scene: Scene, _ room: Rect) {
    let placements = views.all.map { $0.placement(scene) }
    let main = placements.lastIndex(of: .covers) ?? 0
    var rest = room
    for (index, view) in views.all.enumerated() where view.traits.isHost || index > main {
      guard placements[index] == .beside else { continue }
      body.append(Part(view: view, rect: view.part(of: &rest, scene), index: index))
    }
    body.insert(Part(view: views.all[main], rect: rest, index: main), at: 0)
    var screen = Rect(x: 0, y: 1, width: scene.size.columns, height: scene.size.rows - 1)
    for (index, view) in views.all.enumerated() where placements[index] == .overlays {
      overlays.append(Part(view: view, rect: view.part(of: &screen, scene), index: index))
    }
  }
}
