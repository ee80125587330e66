/// What was said already of leaving, or of losing a training.
struct ExitConfirmation: Hashable, Sendable {
  /// Whether the next C-c leaves.
  var isAsked = false
  /// The command that would lose an unsaved training, and was not done yet.
  var pendingLine: String?
}
