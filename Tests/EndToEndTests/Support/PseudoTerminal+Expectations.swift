import TestTerminals
import Testing

extension PseudoTerminal {
  /// The terminal is again as it was: its modes, its screen, its cursor and its pen.
  func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(modesAreRestored, sourceLocation: sourceLocation)
    #expect(!screen.isAlternate, sourceLocation: sourceLocation)
    #expect(screen.cursorIsVisible, sourceLocation: sourceLocation)
    #expect(
      screen.modes.isDisjoint(with: [1000, 1002, 1003, 1006, 2004, 2026]),
      sourceLocation: sourceLocation)
    #expect(screen.pen == VTScreen.Pen(), sourceLocation: sourceLocation)
    #expect(screen.unknown.isEmpty, "\(screen.unknown)", sourceLocation: sourceLocation)
  }
}
