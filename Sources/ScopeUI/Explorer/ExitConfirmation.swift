/// What the user was asked already about leaving, or about losing a training.
struct ExitConfirmation: Hashable, Sendable {
  /// Whether the next C-c leaves.
  var isAsked = false
  /// The command that would lose an unsaved training, and was not done yet.
  var pendingLine: String?
}
