extension Quantization {
  /// How the first output of a node stands for real numbers: as its layer says or, behind layers
  /// that only move or select numbers, as their inputs do where one scale holds for all; `nil` for
  /// all other values.
  public init?(of node: Int, in network: Network) {
    var known: [Quantization?] = []
    for (layer, inputs) in network.nodes[...node].map({ ($0.layer, $0.inputs) }) {
      if let own = layer as? any QuantizedOutput {
        known.append(own.quantization)
        continue
      }
      let common = inputs.first.flatMap { known[$0.node] }
      let holds =
        layer is any ValuePreservingLayer && common?.scales.count == 1
        && inputs.allSatisfy { $0.output == 0 && known[$0.node] == common }
      known.append(holds ? common : nil)
    }
    guard let quantization = known[node] else { return nil }
    self = quantization
  }
}
