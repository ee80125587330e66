import CNNModel

extension ExpandedNode {
  /// The runs of a body for every element of a sequence (ONNX, SequenceMap-17).
  func sequenceMap(_ names: inout NamePool) throws(NodeError) -> any Expansion {
    guard let length = input(0)?.sequence?.count else {
      throw .invalid("its first input is not a sequence")
    }
    var iterations = try Iterations(self, carried: [], &names)
    guard length <= Iterations.most, length * iterations.nodeCount <= ExpandedNodes.most else {
      throw .unsupported(ExpandedNodes.excess)
    }
    guard iterations.inputCount == node.inputs.count,
      iterations.outputCount >= node.outputs.count
    else {
      throw .invalid(
        "its body has \(iterations.inputCount) inputs, but it has \(node.inputs.count)")
    }
    var all = ExpandedNodes()
    var results = node.outputs.map { _ in [String]() }
    for element in 0..<length {
      let index = names.fresh("\(name)/\(element)/index")
      all.constants.append((index, NumericArray(shape: [], int64s: [Int64(element)])))
      let given = try elements(at: index, under: "\(name)/\(element)", &all, &names)
      let (run, outputs) = iterations.run(
        leading: given, skipping: node.outputs.count, &names)
      all.nodes += run.nodes
      all.constants += run.constants
      for (output, value) in outputs.enumerated() { results[output].append(value) }
    }
    for (output, parts) in zip(node.outputs, results) where !output.isEmpty {
      let kind = parts.isEmpty ? "SequenceEmpty" : "SequenceConstruct"
      all.nodes.append(.standard(kind, parts, [output], name: name))
    }
    return SingleExpansion(all)
  }

  /// What one run is given: an element of every sequence, and tensors as they are.
  private func elements(
    at index: String, under prefix: String, _ all: inout ExpandedNodes, _ names: inout NamePool
  ) throws(NodeError) -> [String] {
    var given: [String] = []
    for (position, input) in node.inputs.enumerated() {
      guard self.input(position)?.sequence != nil else {
        given.append(input)
        continue
      }
      let element = names.fresh("\(prefix)/\(input)")
      all.nodes.append(.standard("SequenceAt", [input, index], [element], name: element))
      given.append(element)
    }
    return given
  }
}
