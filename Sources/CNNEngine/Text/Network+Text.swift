extension Network {
  /// The model file that reads back to this network.
  ///
  /// Names are written where they differ from the automatic ones, inputs where a layer does not
  /// take the one before it.
  public var text: String {
    var counts: [String: Int] = [:]
    var lines = nodes.indices.map { line(of: $0, &counts) }
    if loss.text != CrossEntropy().text { lines.append("loss \(loss.text)") }
    if initializer != .pytorch { lines.append("init \(initializer.text)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(of index: Int, _ counts: inout [String: Int]) -> String {
    let node = nodes[index]
    var line = node.layer.text
    let kind = node.layer.kind
    // The reader counts only the layers that it names itself.
    let automatic = node.isSource ? kind : "\(kind)\(counts[kind, default: 0] + 1)"
    if node.name == automatic {
      counts[kind, default: 0] += 1
    } else {
      line = "\(node.name): \(line)"
    }
    if !node.isSource, node.inputs != [ValueReference(index - 1)] {
      line += " from " + node.inputs.map { nodes[$0.node].name }.joined(separator: ", ")
    }
    if let initializer = node.initializer { line += " init \(initializer.text)" }
    return line
  }
}
