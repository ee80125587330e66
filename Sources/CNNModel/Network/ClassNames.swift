/// What the classes of a network are called, by their numbers: `tabby`, `tench`.
public struct ClassNames: Hashable, Sendable {
  private let names: [String]

  /// The names of the classes 0, 1, …
  public init(_ names: [String]) { self.names = names }

  /// How many classes have a name.
  public var count: Int { names.count }

  /// The name of a class; `nil` where it has none.
  public subscript(label: Int) -> String? {
    names.indices.contains(label) && !names[label].isEmpty ? names[label] : nil
  }
}

extension ClassNames? {
  /// A class as texts say it: its number, and its name where it has one.
  public func title(of label: Int) -> String {
    guard let name = self?[label] else { return "\(label)" }
    return "\(label) \(name)"
  }
}
