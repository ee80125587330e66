import CNNModel
import KernelInterface

/// How the target and source channels of weighted sums are grouped, and the strides of their
/// weights.
struct ChannelStrides {
  var groups: Int
  /// Target and source channels of a group.
  var targets: Int
  var sources: Int
  /// The distances in floats between the weights of one target channel, source channel and group
  /// and the next.
  var targetStride: Int
  var sourceStride: Int
  var groupStride: Int
}

extension NodeBuilder {
  /// The operation of weighted sums from one tensor to another.
  func weightedSums(
    _ tables: WeightedSumTables, _ channels: ChannelStrides, from source: InterleavedBuffer,
    to target: InterleavedBuffer, weights: Int, bias: Int?, form: WeightedSums.Form = .image
  ) -> GroupOperation.Body {
    let tiles = channelTiles(channels, source, whole: samples == 1 && form == .axpy)
    var sums = WeightedSums(
      tiles: memory.table(tiles), spans: memory.table(tables.spans),
      taps: memory.table(tables.taps))
    sums.form = form
    (sums.source, sums.target, sums.weights) = (source.offset, target.offset, weights)
    (sums.bias, sums.channels) = (bias ?? -1, channels.sources)
    (sums.sourceStride, sums.targetStride) = (source.channelStride, target.channelStride)
    sums.weightSourceStride = channels.sourceStride
    sums.weightTargetStride = channels.targetStride
    if tiles.count > 1, form == .image {
      let near = max(1, Self.nearCells / tables.reach)
      let parts = (channels.sources + near - 1) / near
      sums.channelsAtOnce = (channels.sources + parts - 1) / parts
    }
    if form == .image, let body = packed(sums, tables, channels) { return body }
    let (arguments, kernel) = (memory.arguments(sums), kernels.weightedSums)
    return { frame, _ in kernel(arguments.address, frame) }
  }

  /// - Parameter whole: whether a group of channels is one tile.
  private func channelTiles(
    _ channels: ChannelStrides, _ source: InterleavedBuffer, whole: Bool
  ) -> [ChannelTile] {
    let parts = whole ? [0..<channels.targets] : kernels.channelTiles(channels.targets)
    return (0..<channels.groups).flatMap { group in
      parts.map { part in
        var tile = ChannelTile()
        (tile.first, tile.count) = (group * channels.targets + part.lowerBound, part.count)
        tile.source = group * channels.sources * source.channelStride
        tile.weights = group * channels.groupStride + part.lowerBound * channels.targetStride
        return tile
      }
    }
  }

  /// The number of cells of one channel that fit into the L1 cache.
  static let nearCells = 448
}
