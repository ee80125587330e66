import CNNModel

/// The steps that change channels, rows and columns.
extension Preprocessing {
  static func shapeSteps(
    _ source: Shape, _ target: Shape, _ options: PreprocessingOptions
  ) throws(PreprocessingError) -> [Step] {
    guard target.rank == 3 else { return try vectorSteps(source, target, options) }
    let spatial = try spatialSteps(source.sample, target.sample, options.resize)
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

  private static func spatialSteps(
    _ from: Shape, _ to: Shape, _ resize: PreprocessingOptions.Resize?
  ) throws(PreprocessingError) -> [Step] {
    guard from != to else { return [] }
    let isLeNet = from == [28, 28] && to == [32, 32]
    switch resize ?? (isLeNet ? .pad : .bilinear) {
    case .bilinear: return [.resized(ImageResize(from: from, to: to, method: .bilinear))]
    case .nearest: return [.resized(ImageResize(from: from, to: to, method: .nearest))]
    case .area: return [.resized(ImageResize(from: from, to: to, method: .area))]
    case .pad:
      guard from[0] <= to[0], from[1] <= to[1] else {
        throw PreprocessingError("padding cannot make an image of \(from) smaller to \(to)")
      }
    case .crop:
      guard from[0] >= to[0], from[1] >= to[1] else {
        throw PreprocessingError("cropping cannot make an image of \(from) larger to \(to)")
      }
    }
    return [.padded(ImagePadding(from: from, to: to))]
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
