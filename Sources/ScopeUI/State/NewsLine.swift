import TerminalKit

/// The line of news at the foot of the screen.
struct NewsLine: Hashable, Sendable {
  private(set) var text = "new here? :tour shows the way; s steps forward, S back, ? shows all keys"
  private(set) var role = TextRole.plain
  /// For how many seconds it stays where the progress of a run would stand.
  private(set) var remaining = 0.0

  mutating func say(_ text: String, _ role: TextRole = .plain) {
    (self.text, self.role) = (text, role)
  }

  mutating func clear() { say("") }

  /// Stays for a while although something runs.
  mutating func stayForAWhile() { remaining = 3 }

  /// Takes note of the time that passed, in seconds.
  mutating func timePassed(_ seconds: Double) { remaining = max(0, remaining - seconds) }
}
