import CNNEngine
import NumberText
import ScopeDebugger

extension LadderView {
  func summary(_ scene: Scene) -> [String]? {
    let ladder = scene.shared.figures.ladder(of: scene.session)
    let marked = ladder.rungs.compactMap { rung in
      rung.mark.map { "\(Self.name(rung, scene)) \($0.rawValue)" }
    }
    let state = marked.isEmpty ? "no gradient vanishes or explodes" : marked.joined(separator: ", ")
    let selected = ladder.rungs.first { $0.node == scene.selection.node }
    return ["ladder, \(LadderTable.subject(of: ladder)), mean magnitudes: \(state)"]
      + (selected.map { [Self.words($0, scene)] } ?? [])
  }

  func details(_ scene: Scene) -> [String] {
    if let pair = scene.session.pair, !pair.pairing.isChosen { return pair.ladderLines }
    return scene.shared.figures.ladder(of: scene.session).rungs.map { Self.words($0, scene) }
  }

  private static func name(_ rung: GradientLadder.Rung, _ scene: Scene) -> String {
    scene.session.network.nodes[rung.node].name
  }

  /// `conv1: activation 0.48, gradient 0.0012, weights 0.1, relative update 0.003`
  private static func words(_ rung: GradientLadder.Rung, _ scene: Scene) -> String {
    let numbers = [
      ("activation", rung.activation), ("gradient", rung.gradient), ("weights", rung.weight),
      ("relative update", rung.update),
    ].compactMap { word, number in number.map { "\(word) \(Decimals.text($0, 3))" } }
    let dead = rung.dead.map { ["\(Decimals.percent($0, 3)) dead"] } ?? []
    let odd = rung.oddities > 0 ? ["\(rung.oddities) NaN or infinite"] : []
    let words = (numbers + dead + odd).joined(separator: ", ")
    return "\(name(rung, scene)): \(words.isEmpty ? "not computed yet" : words)"
  }
}
