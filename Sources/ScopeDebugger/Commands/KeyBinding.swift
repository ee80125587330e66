/// A key, and the arguments of the command that it stands for.
public struct KeyBinding: Hashable, Sendable {
  /// As in scripts: `s`, `<Enter>`, `<C-l>`.
  public let key: String
  /// What follows the command's name; empty for none.
  public let arguments: String
  /// What a footer calls it, in a word or two; `nil` where footers leave it out.
  public let label: String?

  /// A key that means a command with these arguments.
  public init(_ key: String, _ arguments: String = "", label: String? = nil) {
    (self.key, self.arguments, self.label) = (key, arguments, label)
  }
}
