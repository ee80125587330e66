import ScopeDebugger

extension MapsView {
  func summary(_ scene: Scene) -> [String]? {
    scene.selection.pane == .loss ? CurveWords(scene).summary : MapWords(scene).summary
  }

  func details(_ scene: Scene) -> [String] {
    let details =
      scene.selection.pane == .loss ? CurveWords(scene).details : MapWords(scene).details
    return details + [scene.session.text.placeLine] + scene.session.text.outcomeLines
  }
}
