import CNNModel

/// The steps that change channels, rows and columns.
extension Preprocessing {
  /// - Parameter isBytes: whether the values are those of 8 bits.
  static func shapeSteps(
    _ source: Shape, _ target: Shape, _ options: PreprocessingOptions, isBytes: Bool
  ) throws(PreprocessingError) -> [Step] {
    guard target.rank == 3 else { return try vectorSteps(source, target, options) }
    let spatial = try spatialSteps(source.sample, target.sample, options, isBytes: isBytes)
    let channels = try channelSteps(source[0], target[0], options.channels)
    // The fewer channels there are, the less there is to resample.
    return target[0] < source[0] ? channels + spatial : spatial + channels
  }

  /// For a network that takes a vector.
  private static func vectorSteps(
    _ source: Shape, _ target: Shape, _ options: PreprocessingOptions
  ) throws(PreprocessingError) -> [Step] {
    let channels: [Step] = options.channels == .gray && source[0] == 3 ? [.grayscale] : []
    let count = channels.isEmpty ? source.count : source.count / 3
    guard count == target.count else {
      throw PreprocessingError("the network takes \(target) numbers, but the image is \(source)")
    }
    return channels + [.flattened(target)]
  }

  private static func channelSteps(
    _ given: Int, _ wanted: Int, _ channels: PreprocessingOptions.Channels?
  ) throws(PreprocessingError) -> [Step] {
    switch channels {
    case .gray where given == 3: return [.grayscale] + repeated(wanted)
    case .bgr where given == 3 && wanted == 3: return [.reversed]
    case .rgb where wanted == 1, .bgr where wanted == 1:
      throw PreprocessingError("the network takes images of 1 channel, which is gray, not 3")
    default: return try defaultChannelSteps(given, wanted)
    }
  }

  private static func defaultChannelSteps(
    _ given: Int, _ wanted: Int
  ) throws(PreprocessingError) -> [Step] {
    if given == wanted { return [] }
    if given == 1 { return repeated(wanted) }
    if given == 3, wanted == 1 { return [.grayscale] }
    throw PreprocessingError(
      "the network takes images of \(wanted) channel\(wanted == 1 ? "" : "s"), "
        + "but this one has \(given)")
  }

  private static func repeated(_ channels: Int) -> [Step] {
    channels == 1 ? [] : [.repeated(channels: channels)]
  }
}
