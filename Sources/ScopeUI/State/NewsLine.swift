import ScopeDebugger
import TerminalKit

/// The line of news at the foot of the screen.
struct NewsLine: Hashable, Sendable {
  private(set) var text = ""
  private(set) var role = TextRole.plain
  /// For how many seconds it stays where the progress of a run would stand.
  private(set) var remaining = 0.0
  /// How many lines were said so far.
  private(set) var count = 0

  /// What it was said of; `nil` until something is done after it.
  private var subject: NewsSubject?

  mutating func say(_ text: String, _ role: TextRole = .plain) {
    (self.text, self.role, count, subject) = (text, role, count + 1, nil)
  }

  /// Whether it says why something was not done, or warns.
  var isRefusal: Bool { role == .error || role == .warning }

  /// Forgets what is no longer true once something was done without a word: a refusal, which would
  /// seem to be of that, and what was said of something that has changed since.
  ///
  /// - Parameters:
  ///   - count: how many lines had been said before it was done.
  ///   - before: what there was then.
  ///   - now: what there is.
  ///   - isInTheWay: whether it covers what is to be seen, so that it goes in any case.
  mutating func forgetOutdated(
    since count: Int, _ before: NewsSubject, _ now: NewsSubject, isInTheWay: Bool
  ) {
    guard count == self.count else { return }
    let subject = subject ?? before
    self.subject = subject
    if isRefusal || isInTheWay || !subject.holds(now) { (text, role) = ("", .plain) }
  }

  /// Says what a newcomer can do, or else what is to be known of the network.
  mutating func welcome(_ session: Session) {
    guard session.hasNetwork else {
      return say(
        session.weightList?.remark
          ?? "new here? :tour shows the way; / finds a name or a shape, ? shows all keys")
    }
    say(
      session.network.remark
        ?? "new here? :tour shows the way; s steps forward, S back, ? shows all keys")
  }

  mutating func clear() { say("") }

  /// Stays for a while although something runs.
  mutating func stayForAWhile() { remaining = 3 }

  /// Takes note of the time that passed, in seconds.
  mutating func timePassed(_ seconds: Double) { remaining = max(0, remaining - seconds) }
}
