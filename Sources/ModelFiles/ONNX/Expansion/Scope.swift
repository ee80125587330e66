/// What the names in a body mean where it is put in the place of a node: of a function, of a branch
/// or of one run of a loop.
final class Scope: Sendable {
  /// The scope around it; nil for that of the model's graph, and around a function, which sees
  /// nothing but its inputs.
  private let outer: Scope?
  /// The names of values, by those in the body.
  private let values: [String: String]
  /// The attributes that a function was called with; nil outside of functions.
  private let arguments: Attributes?

  /// The body of a branch or a loop in a graph.
  init(_ values: [String: String], in outer: Scope?) {
    (self.values, self.outer, arguments) = (values, outer, nil)
  }

  /// The body of a function.
  init(_ values: [String: String], arguments: Attributes) {
    (self.values, self.arguments, outer) = (values, arguments, nil)
  }

  /// The name of the value that a name in the body stands for; empty for an omitted one.
  func name(of value: String) -> String {
    if value.isEmpty { return "" }
    if let name = values[value] { return name }
    return outer?.name(of: value) ?? value
  }

  /// The attribute that a function was called with; nil where it was not given.
  func argument(_ name: String) -> Attributes.Entry? {
    arguments?.entry(name) ?? outer?.argument(name)
  }
}

/// Names for the values of bodies, each of which is given only once.
struct NamePool {
  private var taken: Set<String>
  /// The last number behind a name.
  private var numbers: [String: Int] = [:]

  /// - Parameter taken: the names that the model's graph uses.
  init(taken: Set<String>) { self.taken = taken }

  /// The name, or with a number after it where it is taken.
  mutating func fresh(_ name: String) -> String {
    if taken.insert(name).inserted { return name }
    var number = numbers[name] ?? 1
    repeat { number += 1 } while !taken.insert("\(name)_\(number)").inserted
    numbers[name] = number
    return "\(name)_\(number)"
  }
}

extension ModelGraph {
  /// The names of all its values.
  var names: Set<String> {
    Set(inputs.map(\.name)).union(constants.keys).union(nodes.flatMap { $0.inputs + $0.outputs })
  }
}
