extension Network {
  /// The same layers over another image.
  ///
  /// - Parameter sample: the shape of the image at the first source, without the batch.
  /// - Throws: ``NetworkError`` naming the first layer that cannot take what comes before it then,
  ///   and the value that would fit.
  public func replacingInput(_ sample: Shape) throws(NetworkError) -> Network {
    let source = sources[0]
    var changed = nodes
    changed[source] = Node(
      nodes[source].name, Input(sample: sample), inputs: [],
      outputTypes: nodes[source].outputTypes)
    return try Network(
      title: title, nodes: changed, outputs: outputs, loss: loss, initializer: initializer,
      missing: missing, known: known, notes: notes)
  }

  /// The same layers, compared with what is wanted in another way.
  public func replacing(loss: any Loss) -> Network {
    var changed = self
    changed.loss = loss
    return changed
  }
}
