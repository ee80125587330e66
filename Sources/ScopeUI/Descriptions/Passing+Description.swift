import ScopeDebugger

// These views change how the view below is seen, or ask something about it.

extension FieldView {
  func summary(_ scene: Scene) -> [String]? { nil }
}

extension ProjectorView {
  func summary(_ scene: Scene) -> [String]? { nil }
}

extension PredictionView {
  func summary(_ scene: Scene) -> [String]? { nil }
}

extension PromptView {
  func summary(_ scene: Scene) -> [String]? { nil }
}
