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
    var network = try Network(
      title: title, nodes: changed, outputs: outputs, loss: loss, initializer: initializer,
      missing: missing, unavailable: unavailable, hasResult: hasResult, known: known, notes: notes)
    network.classNames = classNames
    for (index, node) in network.nodes.enumerated() {
      try node.checkInitialValues(for: network.parameters(of: index), index)
    }
    return network
  }

  /// The same network with another loss, which takes the output for what it is.
  public func replacing(loss: any Loss) -> Network {
    var changed = self
    let shape = outputShapes(of: output.node)[output.output]
    changed.loss = loss.reading(ClassOutput.scores(of: self), shape)
    return changed
  }
}

extension Network.Node {
  /// - Throws: ``NetworkError`` where its initial numbers have other shapes than its parameters.
  fileprivate func checkInitialValues(
    for parameters: [ParameterDeclaration], _ index: Int
  ) throws(NetworkError) {
    for (declaration, tensor) in zip(parameters, initialValues?.parameters ?? [])
    where declaration.shape != tensor.shape {
      throw NetworkError(
        node: index, name: name, layer: layer.text,
        error: ShapeError(
          "its \(declaration.name) would have to be \(declaration.shape), but that of the file is "
            + "\(tensor.shape)"))
    }
  }
}
