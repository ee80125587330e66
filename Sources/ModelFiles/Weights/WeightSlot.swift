import CNNModel

/// A parameter or a statistic of a network that an array can fill.
struct WeightSlot {
  /// Its possible names in a file, our own first.
  let names: [String]
  let shape: Shape
  /// Whether a file without it is refused. Running statistics and constants of a model file keep
  /// their values instead.
  let isRequired: Bool
  private let isParameter: Bool
  let node: Int
  private let index: Int

  static func all(of node: Int, _ network: Network) -> [WeightSlot] {
    let (layer, reads) = (network.nodes[node].name, !network.nodes[node].inputs.isEmpty)
    let known = network.nodes[node].initialValues?.names ?? []
    let parameters = network.parameters(of: node)
    let trainable = parameters.enumerated().compactMap { index, parameter -> WeightSlot? in
      let reference = ParameterReference(node, index)
      guard reference.firstUse(in: network) == nil else { return nil }
      return WeightSlot(
        names: names(parameter.name, layer) + known.dropFirst(index).prefix(1)
          + laterNames(of: reference, network),
        shape: parameter.shape, isRequired: reads, isParameter: true, node: node, index: index)
    }
    let running = network.statistics(of: node).enumerated().map { index, statistic in
      WeightSlot(
        names: names(statistic.name, layer)
          + known.dropFirst(parameters.count + index).prefix(1),
        shape: statistic.shape, isRequired: false, isParameter: false, node: node, index: index)
    }
    return trainable + running
  }

  /// The names that the later uses of a shared parameter give it, where they have it in the same
  /// shape: a file of PyTorch may have either.
  private static func laterNames(
    of parameter: ParameterReference, _ network: Network
  ) -> [String] {
    let shape = network.parameters(of: parameter.node)[parameter.index].shape
    return network.uses(of: parameter).dropFirst().flatMap { use -> [String] in
      let own = network.parameters(of: use.parameter.node)[use.parameter.index]
      guard own.shape == shape, !use.isTransposed else { return [] }
      return names(own.name, network.nodes[use.parameter.node].name)
    }
  }

  /// Our name and PyTorch's.
  private static func names(_ name: String, _ layer: String) -> [String] {
    WeightName.all(name).map { "\(layer).\($0)" }
  }

  func put(_ tensor: Tensor, into state: inout ModelState, of network: Network) {
    if isParameter {
      state.parameters[node][index] = tensor
      state.spread(.init(node, index), in: network)
    } else {
      state.statistics[node][index] = tensor
    }
  }
}
