extension Network {
  /// The model file that is parsed as this network.
  ///
  /// Names are written where they differ from the automatic ones, inputs where a layer does not
  /// read the previous one.
  public var text: String {
    var counts: [String: Int] = [:]
    var names: Set<String> = []
    var lines = nodes.indices.map { line(of: $0, &counts, &names) }
    if outputs != [ValueReference(nodes.count - 1)] {
      lines.append("output " + outputs.map(name(of:)).joined(separator: ", "))
    }
    if loss.text != CrossEntropy().text { lines.append("loss \(loss.text)") }
    if initializer != .pytorch { lines.append("init \(initializer.text)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(
    of index: Int, _ counts: inout [String: Int], _ names: inout Set<String>
  ) -> String {
    let node = nodes[index]
    var line = node.layer.text
    // As the reader does: automatic names count only layers without a name and skip names that are
    // taken.
    var count = counts[node.layer.kind, default: 0] + 1
    while names.contains("\(node.layer.kind)\(count)") { count += 1 }
    if node.name == (index == 0 ? node.layer.kind : "\(node.layer.kind)\(count)") {
      counts[node.layer.kind] = count
    } else {
      line = "\(node.name): \(line)"
    }
    names.insert(node.name)
    if !node.inputs.isEmpty, node.inputs != [ValueReference(index - 1)] {
      line += " from " + node.inputs.map(name(of:)).joined(separator: ", ")
    }
    if let initializer = node.initializer { line += " init \(initializer.text)" }
    return line
  }

  private func name(of value: ValueReference) -> String {
    let name = nodes[value.node].name
    return value.output == 0 ? name : "\(name):\(value.output)"
  }
}
