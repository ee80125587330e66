/// Where the channels of a tensor come from: the planes of the image that they show.
struct ChannelSource: Hashable {
  let channels: ImagePipeline.Channels
  var gray: GrayWeights?
  /// For each channel of the tensor, the index of a plane of the image; gray planes follow red,
  /// green and blue in the order of ``GrayWeights``.
  let planes: [Int]

  /// All sources for a tensor of 1 or 3 channels of an image of 1 or 3, the usual ones first.
  ///
  /// - Parameter isGray: whether the channels of the tensor may be one.
  static func all(of channels: Int, imageChannels: Int, isGray: Bool) -> [ChannelSource] {
    if imageChannels == 1 {
      return channels == 1
        ? [ChannelSource(channels: .gray, planes: [0])]
        : [.rgb, .bgr, .gray3].map { ChannelSource(channels: $0, planes: [0, 0, 0]) }
    }
    let grays = GrayWeights.allCases.enumerated().map { index, weights in
      ChannelSource(
        channels: channels == 1 ? .gray : .gray3, gray: weights,
        planes: .init(repeating: 3 + index, count: channels))
    }
    guard channels == 3 else { return grays }
    let orders: [ImagePipeline.Channels] = [.rgb, .bgr, .rbg, .grb, .gbr, .brg]
    return orders.map { ChannelSource(channels: $0, planes: $0.order ?? []) }
      + (isGray ? grays : [])
  }
}
