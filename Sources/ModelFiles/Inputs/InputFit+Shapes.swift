import CNNModel

/// Which steps change channels, rows and columns.
extension InputFit {
  static func shapeSteps(
    _ source: Shape, _ target: Shape, _ preparation: InputPreparation
  ) throws(InputFitError) -> [Step] {
    guard target.rank == 3 else { return try readingOrder(source, target, preparation) }
    let spatial = try spatialStep(source, target, preparation.resize)
    let channels = try channelSteps(source, target, preparation.channels)
    // The fewer channels there are, the less there is to scale.
    return target[0] < source[0]
      ? channels + [spatial].compactMap(\.self)
      : [spatial].compactMap(\.self) + channels
  }

  /// For a network that takes a row of numbers.
  private static func readingOrder(
    _ source: Shape, _ target: Shape, _ preparation: InputPreparation
  ) throws(InputFitError) -> [Step] {
    let channels: [Step] = preparation.channels == .gray && source[0] == 3 ? [.grayed] : []
    let count = channels.isEmpty ? source.count : source.count / 3
    guard count == target.count else {
      throw InputFitError("the network takes \(target) numbers, but the image is \(source)")
    }
    return channels + [.flattened(target)]
  }

  private static func spatialStep(
    _ source: Shape, _ target: Shape, _ resize: Resize?
  ) throws(InputFitError) -> Step? {
    let (from, to) = (source.sample, target.sample)
    guard from != to else { return nil }
    let isLeNet = from == [28, 28] && to == [32, 32]
    switch resize ?? (isLeNet ? .pad : .bilinear) {
    case .bilinear: return .scaled(ImageScaling(from: from, to: to, method: .bilinear))
    case .nearest: return .scaled(ImageScaling(from: from, to: to, method: .nearest))
    case .area: return .scaled(ImageScaling(from: from, to: to, method: .area))
    case .pad:
      guard from[0] <= to[0], from[1] <= to[1] else {
        throw InputFitError("padding cannot make an image of \(from) smaller to \(to)")
      }
      return .framed(ImageMargin(from: from, to: to))
    case .crop:
      guard from[0] >= to[0], from[1] >= to[1] else {
        throw InputFitError("cropping cannot make an image of \(from) larger to \(to)")
      }
      return .framed(ImageMargin(from: from, to: to))
    }
  }

  private static func channelSteps(
    _ source: Shape, _ target: Shape, _ channels: InputPreparation.Channels?
  ) throws(InputFitError) -> [Step] {
    let (given, wanted) = (source[0], target[0])
    switch channels {
    case .gray where given == 3: return [.grayed] + repeated(wanted)
    case .bgr where given == 3 && wanted == 3: return [.reversed]
    case .rgb where wanted == 1, .bgr where wanted == 1:
      throw InputFitError("the network takes images of 1 channel, which is gray, not 3")
    default: break
    }
    if given == wanted { return [] }
    if given == 1 { return repeated(wanted) }
    if given == 3, wanted == 1 { return [.grayed] }
    throw InputFitError(
      "the network takes images of \(wanted) channel\(wanted == 1 ? "" : "s"), "
        + "but this one has \(given)")
  }

  private static func repeated(_ channels: Int) -> [Step] {
    channels == 1 ? [] : [.repeated(channels: channels)]
  }
}
