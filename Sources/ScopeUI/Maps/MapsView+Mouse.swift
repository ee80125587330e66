import ScopeDebugger
import TerminalKit

/// The mouse chooses a layer, a map and a cell, or a step of the curve, and the wheel moves on in
/// what is under it.
extension MapsView {
  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    guard !scene.hasHost, let place = MapsPanes(scene, rect).place(x: mouse.x, y: mouse.y) else {
      return nil
    }
    switch mouse.action {
    case .press: return press(place, &shared)
    case .wheelUp: return turn(place, by: -1, &shared)
    case .wheelDown: return turn(place, by: 1, &shared)
    case .drag, .release: return nil
    }
  }

  private func press(_ place: MapsPanes.Place, _ shared: inout SharedState) -> ViewChange {
    switch place {
    case .layer(let node):
      shared.selection.pane = .layers
      return select(node, &shared)
    case .map(let channel, let cell): return choose(channel, cell, &shared)
    case .curve(let step):
      shared.selection.pane = .loss
      return step.map { .perform("goto \($0)") } ?? .stay
    }
  }

  private func select(_ node: Int, _ shared: inout SharedState) -> ViewChange {
    let kind = shared.selection.kind
    // Every layer has the one or the other; parameters are some layers' own.
    let isEverywhere = kind == .activation || kind == .gradient
    shared.selection.look(at: node, isEverywhere ? kind : .activation)
    return .comeForward()
  }

  /// Puts the cursor on a cell; on the cell that has it already, opens the microscope.
  private func choose(
    _ channel: Int, _ cell: CellPosition?, _ shared: inout SharedState
  ) -> ViewChange {
    let selection = shared.selection
    let isAgain = selection.pane == .maps && selection.channel == channel && selection.cell == cell
    shared.selection.pane = .maps
    shared.selection.channel = channel
    if let cell { shared.selection.cell = cell }
    return .comeForward(isAgain ? "inspect" : nil)
  }

  private func turn(
    _ place: MapsPanes.Place, by distance: Int, _ shared: inout SharedState
  ) -> ViewChange {
    switch place {
    case .layer:
      let node = shared.selection.node + distance
      let exists = shared.session.network.nodes.indices.contains(node)
      return exists ? select(node, &shared) : .stay
    case .map: return .perform(distance > 0 ? "channel next" : "channel back")
    case .curve: return .perform(distance > 0 ? "later" : "earlier")
    }
  }
}
