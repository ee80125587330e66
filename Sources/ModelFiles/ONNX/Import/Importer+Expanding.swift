import CNNModel

/// Nodes that stand for others: calls of the file's functions, branches and loops.
extension Importer {
  /// How deep bodies may be nested.
  private static let deepest = 48

  /// Whether something can become of nodes like this one.
  func knows(_ node: ModelGraph.Node) -> Bool {
    let isExpanded = node.domain.isEmpty && Self.expanded.contains(node.kind)
    return isExpanded || file.functions[ModelFunction.Name(calledBy: node)] != nil
      || (try? Operator.of(node)) != nil
  }

  /// The operators that stand for the nodes of their bodies.
  private static let expanded = ["If", "Loop", "Scan", "SequenceMap"]

  /// How a node is expanded; nil for one that is an operator of its own.
  ///
  /// - Throws: where that cannot be decided while reading.
  mutating func expansion(
    of node: ModelGraph.Node, _ name: String
  ) throws(NodeError) -> (any Expansion)? {
    let owner = ExpandedNode(node: node, name: name, inputs: inputs(of: node))
    let called = ModelFunction.Name(calledBy: node)
    if let function = file.functions[called] {
      guard !calls.contains(called) else {
        throw .invalid("the function \(called.name.quoted) calls itself")
      }
      guard expandedCount + function.nodes.count <= ExpandedNodes.most else {
        throw .unsupported(ExpandedNodes.excess)
      }
      return try owner.call(of: function, &names)
    }
    guard node.domain.isEmpty else { return nil }
    switch node.kind {
    case "If": return try owner.branch(&names)
    case "Loop": return try LoopExpansion(owner, &names)
    case "Scan": return try ScanExpansion(owner, &names)
    case "SequenceMap": return try owner.sequenceMap(&names)
    default: return nil
    }
  }

  /// Lowers the nodes of an expansion. Where it cannot be finished, what it began is taken back.
  mutating func expand(
    _ node: ModelGraph.Node, _ name: String, _ expansion: any Expansion
  ) throws(FileError) {
    let called = ModelFunction.Name(calledBy: node)
    calls.append(file.functions[called] == nil ? nil : called)
    defer { calls.removeLast() }
    let mark = mark
    var expansion = expansion
    while true {
      let expanded: ExpandedNodes?
      do throws(NodeError) { expanded = try next(&expansion) } catch {
        takeBack(to: mark)
        return try refuse(node, name, error)
      }
      guard let expanded else { return }
      for inner in expanded.nodes { try lower(inner, inner.name) }
    }
  }

  private mutating func next(
    _ expansion: inout any Expansion
  ) throws(NodeError) -> ExpandedNodes? {
    guard calls.count <= Self.deepest else {
      throw .unsupported("bodies are nested more than \(Self.deepest) deep")
    }
    guard let expanded = try expansion.next(values, &names) else { return nil }
    expandedCount += max(1, expanded.nodes.count)
    guard expandedCount <= ExpandedNodes.most else { throw .unsupported(ExpandedNodes.excess) }
    for (name, array) in expanded.constants {
      values[name] = Operand(array, name: name, origin: Origin(name))
    }
    return expanded
  }
}
