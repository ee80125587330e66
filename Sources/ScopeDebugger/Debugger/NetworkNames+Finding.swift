import CNNModel

/// Layers by what a user types: the whole name, the name in the file, or any part that only one
/// layer has.
extension NetworkNames {
  /// The node with a name, or the only one whose names contain it.
  ///
  /// - Throws: ``UserError`` naming those that contain it where several do, the reason where its
  ///   node is missing from the network, and otherwise the nearest there is.
  package func node(named name: String) throws(UserError) -> Int {
    if let node = network.node(named: name) { return node }
    let nodes = nodes(containing: name)
    if nodes.count == 1 { return nodes[0] }
    throw nodes.isEmpty ? unknown(name) : ambiguous(name, nodes)
  }

  /// The nodes one of whose names contains a text, ignoring case.
  package func nodes(containing text: String) -> [Int] {
    let wanted = text.lowercased()
    guard !wanted.isEmpty else { return [] }
    return network.nodes.indices.filter { node in
      let content = network.nodes[node]
      return ([content.name, content.fileName].compactMap(\.self) + content.outputNames)
        .contains { $0.lowercased().contains(wanted) }
    }
  }

  /// The node and the rest of a whole name of a tensor, such as `.weight.gradient`.
  func split(_ text: String) throws(UserError) -> (node: Int, parts: [String]) {
    var end = text.endIndex
    while true {
      let name = text[..<end]
      let parts = text[end...].split(separator: ".").map(String.init)
      if let node = network.node(named: String(name)) { return (node, parts) }
      guard let dot = name.lastIndex(of: ".") else { break }
      end = dot
    }
    return try splitByPart(text)
  }

  private func splitByPart(_ text: String) throws(UserError) -> (node: Int, parts: [String]) {
    var end = text.endIndex
    while true {
      let nodes = nodes(containing: String(text[..<end]))
      if nodes.count == 1 {
        return (nodes[0], text[end...].split(separator: ".").map(String.init))
      }
      guard nodes.isEmpty, let dot = text[..<end].lastIndex(of: ".") else {
        let name = String(text[..<end])
        throw nodes.isEmpty ? unknown(name) : ambiguous(name, nodes)
      }
      end = dot
    }
  }

  /// How many names a sentence lists.
  private static let listed = 16

  private func ambiguous(_ text: String, _ nodes: [Int]) -> UserError {
    let names = nodes.prefix(Self.listed).map { network.nodes[$0].name }
    let rest = nodes.count - names.count
    return UserError(
      "\(nodes.count) layers have \(text.quoted) in their names: "
        + names.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : ""))
  }

  private func unknown(_ name: String) -> UserError {
    if let missing = network.missing.first(where: { $0.name == name }) {
      return UserError("\(name) (\(missing.kind)) is missing, because \(missing.reason)")
    }
    let names = network.nodes.map(\.name)
    if let proposal = nearest(to: name, in: names) {
      return UserError("there is no layer \(name.quoted); did you mean \"\(proposal)\"?")
    }
    let rest = names.count - Self.listed
    return UserError(
      "there is no layer \(name.quoted); there are "
        + names.prefix(Self.listed).joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
    )
  }
}
