extension Network {
  /// The same layers with another input.
  ///
  /// - Parameter sample: the shape of the first input without the batch axis.
  /// - Throws: ``NetworkError`` naming the first layer that then cannot accept its input, with a
  ///   value that would fit.
  public func replacingInput(_ sample: Shape) throws(NetworkError) -> Network {
    let source = sources[0]
    var changed = nodes
    changed[source] = Node(
      nodes[source].name, Input(sample: sample), inputs: [], fileName: nodes[source].fileName,
      outputTypes: nodes[source].outputTypes)
    let network = try Network(
      title: title, nodes: changed, outputs: outputs, loss: loss, initializer: initializer,
      missing: missing, unavailable: unavailable, hasResult: hasResult, known: known, notes: notes)
    try network.checkInitialValues()
    return network
  }

  /// - Throws: ``NetworkError`` naming the first layer whose initial numbers have other shapes than
  ///   its parameters.
  private func checkInitialValues() throws(NetworkError) {
    for (index, node) in nodes.enumerated() {
      let wanted = parameters(of: index)
      for (declaration, tensor) in zip(wanted, node.initialValues?.parameters ?? [])
      where declaration.shape != tensor.shape {
        throw NetworkError(
          node: index, name: node.name, layer: node.layer.text,
          error: ShapeError(
            "its \(declaration.name) would have to be \(declaration.shape), but that of the file is "
              + "\(tensor.shape)"))
      }
    }
  }

  /// The same network with another loss, which takes the output for what it is.
  public func replacing(loss: any Loss) -> Network {
    var changed = self
    let shape = outputShapes(of: output.node)[output.output]
    changed.loss = loss.reading(ClassOutput.scores(of: self), shape)
    return changed
  }
}
