import CNNEngine
import CNNModel

/// Channels that do nothing over the samples of a data set: never above zero, always saturated, or
/// duplicates of another channel.
package struct HealthSearch: SampleSearch {
  /// The channels of one layer.
  package struct Layer: Hashable, Sendable {
    package let node: Int
    package let channels: [ChannelHealth]
    /// Whether the layer has a function that can saturate.
    package let hasSlopes: Bool
    /// Whether duplicates were looked for.
    package let comparesChannels: Bool
  }

  package let data: SearchedData
  private var batches: SampleBatches
  private var layers: [(node: Int, function: (any ElementwiseOperation)?, sums: ChannelSums)]

  /// - Parameter node: the layer; by default all that have parameters or a function of each number.
  /// - Throws: ``UserError`` for a layer without channels, and for a network that cannot be run on
  ///   samples.
  package init(
    _ node: Int? = nil, in data: SearchedData, limit: Int? = nil
  ) throws(UserError) {
    let network = data.network
    let nodes = node.map { [$0] } ?? network.nodes.indices.filter { Self.isUsual($0, network) }
    layers = nodes.compactMap { node in
      ChannelLayout(node, of: network).map {
        (node, network.nodes[node].layer as? any ElementwiseOperation, ChannelSums($0))
      }
    }
    guard let last = layers.map(\.node).max() else {
      throw UserError(
        node.map { "\(network.nodes[$0].name) has no channels with a value for each sample" }
          ?? "\(network.title) has no layer with channels to look at")
    }
    self.data = data
    batches = try SampleBatches(
      network, data.state, on: data.samples, .forward(last), limit: limit)
  }

  private static func isUsual(_ node: Int, _ network: Network) -> Bool {
    !network.parameters(of: node).isEmpty
      || network.nodes[node].layer is any ElementwiseOperation
  }

  package var done: Int { batches.done }
  package var total: Int { batches.total }

  /// What was found so far.
  package var found: [Layer] {
    layers.map { node, function, sums in
      Layer(
        node: node, channels: sums.channels(hasSlopes: function != nil),
        hasSlopes: function != nil, comparesChannels: sums.comparesChannels)
    }
  }

  package mutating func advance() {
    guard let (range, execution) = batches.next(), !CancellationToken.isCancelled else { return }
    for index in layers.indices {
      guard let output = execution.output(ValueReference(layers[index].node)) else { continue }
      let slopes = slopes(layers[index].node, layers[index].function, output, execution)
      let size = layers[index].sums.layout.count
      for sample in 0..<range.count {
        let part = sample * size..<(sample + 1) * size
        layers[index].sums.add(output.elements[part], slopes: slopes?[part])
      }
    }
  }

  /// The slopes of a layer's function at its numbers.
  private func slopes(
    _ node: Int, _ function: (any ElementwiseOperation)?, _ output: Tensor,
    _ execution: Execution
  ) -> [Float]? {
    guard let function, let source = data.network.nodes[node].inputs.first,
      let input = execution.output(source)
    else { return nil }
    var slopes = [Float](repeating: 1, count: output.elements.count)
    var target = slopes.mutableSpan
    function.multiplyBySlopes(&target, at: input.elements.span, output.elements.span)
    return slopes
  }
}
