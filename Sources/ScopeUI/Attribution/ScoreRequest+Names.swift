import Attribution
import CNNModel
import ScopeDebugger

extension ScoreRequest {
  /// The score that a text means: a class by its number or its name, a cell `[3,4,5]` of the output, or
  /// a cell `conv2[3,4,5]` of any layer.
  ///
  /// - Throws: ``UserError`` where it is none of them.
  package init(named text: String, in network: Network) throws(UserError) {
    if let label = Int(text) {
      self = .label(label)
    } else if text.hasSuffix("]"), let bracket = text.firstIndex(of: "[") {
      let name = String(text[..<bracket])
      let cell = try Self.position(String(text[bracket...]))
      self = name.isEmpty ? .output(cell) : try Self.cell(name, cell, network)
    } else {
      self = .label(try Self.label(named: text, network))
    }
  }

  /// `[3,4,5]`
  private static func position(_ text: String) throws(UserError) -> Position {
    let parts = text.dropFirst().dropLast().split(
      separator: ",", omittingEmptySubsequences: false)
    let indices = parts.compactMap { part in Int(part.filter { $0 != " " }) }
    guard indices.count == parts.count else {
      throw UserError("a cell is written as [0,3,4], not \(text.quoted)")
    }
    return Position(indices)
  }

  private static func cell(
    _ name: String, _ cell: Position, _ network: Network
  ) throws(UserError) -> ScoreRequest {
    let node = try NetworkNames(network: network).node(named: name)
    let shape = network.outputShapes(of: node)[0]
    let whole = network.hasBatch(node) ? Position([0] + cell.indices) : cell
    guard shape.contains(whole) else {
      throw UserError(
        "there is no cell \(cell) in \(network.nodes[node].name), which is "
          + "\(network.sampleShape(of: node))")
    }
    return .cell(ValueReference(node), whole)
  }

  private static func label(named text: String, _ network: Network) throws(UserError) -> Int {
    guard let names = network.classNames else {
      throw UserError(
        "\(text.quoted) is neither the number of a class nor a cell such as [3]; the classes of "
          + "\(network.title) have no names")
    }
    let wanted = text.lowercased()
    let all = (0..<names.count).compactMap { label in names[label].map { (label, $0) } }
    if let found = all.first(where: { $0.1.lowercased() == wanted }) { return found.0 }
    let words = all.filter { $0.1.lowercased().words.contains(wanted) }
    if words.count == 1 { return words[0].0 }
    if words.count > 1 {
      let first = words.prefix(4).map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      throw UserError("\(words.count) classes are called \(text.quoted): \(first)")
    }
    let proposal = nearest(to: text, in: all.map(\.1)).map { "; did you mean \($0.quoted)?" }
    throw UserError("there is no class \(text.quoted)" + (proposal ?? ""))
  }
}

extension String {
  /// The names between its commas: `tench`, `Tinca tinca`.
  fileprivate var words: [String] {
    split(separator: ",").map { part in
      String(part.drop { $0 == " " })
    }
  }
}
