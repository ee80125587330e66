/// Which axes of a network's values are the rows and columns of the image that enters it.
///
/// Layers with windows have the channels on axis 1 and the spatial axes behind it. A model that
/// takes `[batch, rows, columns, channels]` brings its image into that order first; which axis
/// comes from which is followed through the layers between.
public struct ImageAxes: Sendable {
  /// Whether the first input has its channels behind its spatial axes.
  public let hasChannelsLast: Bool
  /// By node, the spatial axes of its first output, outermost first; `nil` where it has none.
  public let spatial: [[Int]?]

  /// The extents of the last axis that are taken for channels where no layer says the order.
  private static let usualChannels = [1, 3, 4]

  /// The axes of a network's values.
  public init(_ network: Network) {
    let source = network.sources[0]
    let shape = network.shapesOfOne[source][0]
    let rank = SpatialAxes.counts.contains(shape.rank - 2) ? shape.rank : 4
    let last = Array(1..<rank - 1)
    let order = Self.order(network, rank)
    hasChannelsLast =
      shape.rank > 2 && network.nodes[source].layer.hasBatch
      && order ?? Self.looksLikeChannelsLast(shape)
    spatial = Self.follow(network, rank, from: hasChannelsLast ? last : Array(2..<rank))
  }

  /// Whether the first layer with a fixed order of axes gets the last axis of the input as channels;
  /// `nil` where there is no such layer.
  private static func order(_ network: Network, _ rank: Int) -> Bool? {
    let first = Array(2..<rank)
    let axes = follow(network, rank, from: Array(1..<rank - 1))
    for (index, node) in network.nodes.enumerated() where node.layer is any WindowLayer {
      guard let before = node.inputs.first.flatMap({ axes[$0.node] }) else { continue }
      return before == first && reaches(index, in: network)
    }
    return nil
  }

  /// Whether the layers before a node come from the first input.
  private static func reaches(_ node: Int, in network: Network) -> Bool {
    var next = node
    while let value = network.nodes[next].inputs.first { next = value.node }
    return next == network.sources[0]
  }

  /// Images of 28×28×1 or 224×224×3, where no layer says what their axes are.
  private static func looksLikeChannelsLast(_ shape: Shape) -> Bool {
    shape.rank == 4 && usualChannels.contains(shape[3]) && !usualChannels.contains(shape[1])
  }

  /// The spatial axes of every node, from those of the first input.
  private static func follow(
    _ network: Network, _ rank: Int, from axes: [Int]
  ) -> [[Int]?] {
    let (usual, source) = (Array(2..<rank), network.sources[0])
    return network.nodes.indices.reduce(into: []) { all, index in
      let node = network.nodes[index]
      guard network.shapesOfOne[index][0].rank == rank else { return all.append(nil) }
      if index == source { return all.append(axes) }
      guard !(node.layer is any WindowLayer),
        let before = node.inputs.first.flatMap({ all[$0.node] })
      else { return all.append(usual) }
      let shapes = network.inputShapes(of: index)
      let moved = before.compactMap { axis in
        (0..<rank).first { node.layer.inputAxis(of: $0, inputs: shapes) == axis }
      }
      all.append(moved.count == before.count ? moved : usual)
    }
  }
}
