import ScopeDebugger
import TerminalKit

/// How large activations, gradients and updates are, layer by layer.
struct LadderView: View {
  static let commands: [Command<Explorer>] = [
    opening(
      "ladder", key: "5",
      help:
        "one row per layer: magnitudes of activations, gradients, weights, updates; dead units, NaN; "
        + "of both where two are side by side"
    ) { LadderView() }
  ].inGroup(.training)

  static let keys: [ViewKey<LadderView>] = [
    ViewKey("<Up>", "up", "layer"), ViewKey("<Down>", "down", "layer"),
    ViewKey("<Enter>", "visit", "its gradient"), .everywhere("t"),
    .everywhere("s"), ViewKey("4", "curve", "curve"),
    ViewKey("6", "confusion", "confusion"), ViewKey("q", "leave", "back"),
    .everywhere("?"), .everywhere(":"),
  ]

  var title: String { "ladder" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    if let pair = scene.session.pair, !pair.pairing.isChosen {
      PairedLadderPane(pair: pair, selected: scene.selection.node).draw(&canvas, rect)
    } else {
      LadderPane(scene).draw(&canvas, rect)
    }
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let node = shared.selection.node + (rows == 0 ? columns : rows)
    shared.selection.select(node, shared.session)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let last = shared.session.network.nodes.count - 1
    shared.selection.select(toEnd ? last : 0, shared.session)
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    shared.selection.look(at: shared.selection.node, .gradient)
    shared.selection.pane = .maps
    return .showNetwork
  }
}
