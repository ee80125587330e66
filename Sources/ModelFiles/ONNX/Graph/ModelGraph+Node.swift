extension ModelGraph {
  /// One operation.
  struct Node {
    /// Its name in the file, which may be empty.
    var name: String
    /// The operator, such as `Conv`.
    let kind: String
    /// Of the operator; empty for those of the specification.
    let domain: String
    /// Tells functions of one name apart.
    let overload: String
    /// The version of the standard operator set where it stands.
    let version: Int
    /// Empty for an input that is omitted.
    var inputs: [String]
    var outputs: [String]
    var attributes: Attributes
    /// What names in its subgraphs mean; nil for a node of the model's graph.
    var scope: Scope?
  }
}

extension ModelGraph.Node {
  init(_ node: ProtoNode, _ source: GraphSource) {
    let domain = node.domain.standardDomain
    self.init(
      name: node.name, kind: node.opType, domain: domain, overload: node.overload,
      version: source.version, inputs: node.input, outputs: node.output,
      attributes: Attributes(node.attribute, source))
  }

  /// What it is called on the screen: the name in the file, or else the operator and its output.
  func title(_ index: Int) -> String {
    if !name.isEmpty { return name }
    let output = outputs.first { !$0.isEmpty } ?? "\(index)"
    return output.first?.isLetter == true ? output : "\(kind.lowercased())_\(output)"
  }
}
