package import CNNModel

/// A channel of a layer's output, or a unit of a layer without rows and columns; a class is a unit of
/// the network's output.
package struct LayerChannel: Hashable, Sendable {
  package let node: Int
  package let index: Int

  package init(node: Int, index: Int) { (self.node, self.index) = (node, index) }

  /// `conv2[3]`
  package func name(in network: Network) -> String { "\(network.nodes[node].name)[\(index)]" }
}

/// Where the channels of a layer's output are in its tensor.
struct ChannelLayout: Sendable {
  /// The number of channels, and of the cells of one in a sample.
  let channels: Int
  let cells: Int
  private let isLast: Bool

  /// - Returns: `nil` for a layer whose output has no row for each sample, or no channels.
  init?(_ node: Int, of network: Network) {
    let sample = network.sampleShape(of: node)
    guard network.hasBatch(node), sample.rank > 0, sample.count > 0 else { return nil }
    isLast = sample.rank == 3 && ImageAxes(network).spatial[node] == [1, 2]
    channels = isLast ? sample[2] : sample[0]
    cells = sample.count / channels
  }

  /// The numbers of one sample.
  var count: Int { channels * cells }

  /// Where a cell of a channel stands in the numbers of its sample.
  func offset(_ channel: Int, _ cell: Int) -> Int {
    isLast ? cell * channels + channel : channel * cells + cell
  }
}

/// `conv2[3]`: a channel, a unit, or `class[7]`.
package struct ChannelName: WordParameter {
  package typealias Value = LayerChannel

  package init() {}

  package var usage: String { "LAYER[CHANNEL]" }
  package var expectation: String { "a channel or a unit of a layer, or a class" }
  package var example: String { "conv1[3]" }
  package var completion: Completion { .channel }

  package func value(of word: String, in session: Session) throws(UserError) -> LayerChannel? {
    try LayerChannel(word, of: session.network)
  }
}

extension LayerChannel {
  /// The channel that `conv2[3]` or `class[7]` means.
  ///
  /// - Returns: `nil` for what has not this form.
  /// - Throws: ``UserError`` where there is no such layer or channel.
  package init?(_ word: String, of network: Network) throws(UserError) {
    guard let bracket = word.firstIndex(of: "["), word.hasSuffix("]") else { return nil }
    let name = String(word[..<bracket])
    let node =
      name == "class" && network.node(named: name) == nil
      ? network.output.node : try NetworkNames(network: network).node(named: name)
    guard let index = Int(word[word.index(after: bracket)...].dropLast()) else { return nil }
    let title = network.nodes[node].name
    guard let layout = ChannelLayout(node, of: network) else {
      throw UserError("\(title) has no channels with a value for each sample")
    }
    guard (0..<layout.channels).contains(index) else {
      throw UserError("\(title) has the channels 0 to \(layout.channels - 1), not \(index)")
    }
    self.init(node: node, index: index)
  }
}
