import ScopeDebugger
import TerminalKit

/// The image as it came, beside what the network is given.
extension Explorer {
  /// Whether the maps are those of the image before step 0.
  var showsOriginal: Bool {
    view.prefersOriginal && view.kind == .activation
      && session.network.nodes[view.node].isSource
  }

  /// Why a number of the original cannot be taken apart.
  var originalIsPlain: String {
    "the original is what the file holds; nothing computed it, a shows what the network is given"
  }

  /// The activation; on an input that shows it already, the image as it came, and back.
  mutating func showActivation() {
    let isSource = session.network.nodes[view.node].isSource
    let isShown = isSource && view.kind == .activation && microscope == nil
    view.look(at: view.node, .activation)
    if isSource { view.prefersOriginal = isShown && !view.prefersOriginal }
    if isShown { (view.channel, view.cell) = (0, CellPosition(row: 0, column: 0)) }
  }

  /// The image as it came, on the first input.
  mutating func showOriginal() throws(UserError) {
    view.look(at: session.network.sources[0], .activation)
    view.prefersOriginal = true
    (view.channel, view.cell) = (0, CellPosition(row: 0, column: 0))
  }
}
