import ScopeDebugger

/// The image as it came, beside what the network is given.
extension Selection {
  /// Whether the maps are those of the image before the preprocessing.
  func showsOriginal(_ session: Session) -> Bool {
    prefersOriginal && kind == .activation && session.network.nodes[node].isSource
  }

  /// Why a number of the original cannot be explained.
  static let originalIsPlain =
    "the original comes from the file and was not computed; a shows the network's input"

  /// The activation; on an input that shows it already, the image as it came, and back.
  mutating func showActivation(_ session: Session) {
    let isSource = session.network.nodes[node].isSource
    let isShown = isSource && kind == .activation
    look(at: node, .activation)
    if isSource { prefersOriginal = isShown && !prefersOriginal }
    if isShown { goToFirstCell() }
  }

  /// The image as it came, on the first input.
  mutating func showOriginal(_ session: Session) {
    look(at: session.network.sources[0], .activation)
    prefersOriginal = true
    goToFirstCell()
  }
}
