extension Quantization {
  /// How the first output of a node stands for real numbers: as its layer says or, behind layers
  /// that only move or select numbers, as their inputs do where one scale holds for all; `nil` for
  /// all other values.
  public init?(of node: Int, in network: Network) {
    let layer = network.nodes[node].layer
    if let layer = layer as? any QuantizedOutput {
      self = layer.quantization
      return
    }
    let inputs = network.nodes[node].inputs
    guard layer is any SelectingLayer, let first = inputs.first,
      let common = Quantization(of: first.node, in: network), common.scales.count == 1,
      inputs.allSatisfy({ $0.output == 0 && Quantization(of: $0.node, in: network) == common })
    else { return nil }
    self = common
  }
}
