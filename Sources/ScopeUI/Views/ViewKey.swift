import ScopeDebugger

/// Keys of a view, the command line that they stand for, and perhaps when.
package struct ViewKey<Owner: View>: Sendable {
  let binding: ViewBinding
  private let condition: (@Sendable (Owner, SharedState) -> Bool)?

  /// - Parameters:
  ///   - keys: in the notation of scripts, separated by blanks; the footer shows the first.
  ///   - label: what the footer calls it; `nil` where the footer leaves it out.
  ///   - isKept: whether they mean it also while other views stand above this one.
  ///   - condition: when the keys mean it; always by default.
  init(
    _ keys: String, _ line: String, _ label: String? = nil, isKept: Bool = false,
    when condition: (@Sendable (Owner, SharedState) -> Bool)? = nil
  ) {
    let words = keys.split(separator: " ").map(String.init)
    binding = ViewBinding(keys: words, line: line, label: label, isKept: isKept)
    self.condition = condition
  }

  /// A key that means the same everywhere, shown in the footer.
  static func everywhere(_ key: String) -> ViewKey {
    guard let binding = Explorer.keys.first(where: { $0.keys.contains(key) }) else {
      preconditionFailure("\(key) means nothing everywhere")
    }
    return ViewKey(key, binding.line, binding.label)
  }

  func applies(_ view: Owner, _ shared: SharedState) -> Bool { condition?(view, shared) ?? true }
}

/// Keys, and the command line that they stand for.
package struct ViewBinding: Hashable, Sendable {
  package let keys: [String]
  package let line: String
  let label: String?
  /// Whether views above do not take the keys.
  var isKept = false

  /// The command that it names, and what follows the name.
  package var parts: (command: String, arguments: String) {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    return (words.first ?? "", words.count > 1 ? words[1] : "")
  }
}

extension ViewBinding {
  /// A key that means a command everywhere.
  init(_ binding: KeyBinding, of command: String) {
    keys = [binding.key]
    line = binding.arguments.isEmpty ? command : "\(command) \(binding.arguments)"
    label = binding.label
  }
}
