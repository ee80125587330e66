import CNNModel

extension InputFit {
  /// One step, as the screen says it.
  public enum Step: Hashable, Sendable {
    /// `maximum − x`.
    case inverted(Float)
    /// Every channel is a copy of the only one.
    case repeated(channels: Int)
    /// One channel, 0.299 · red + 0.587 · green + 0.114 · blue (ITU-R BT.601).
    case grayed
    /// The first channel last and the last first.
    case reversed
    case scaled(ImageScaling)
    /// Zeros around the image; the odd one at the bottom or right. A negative margin cuts off.
    case framed(ImageMargin)
    /// Row after row, channel after channel, as a row of numbers.
    case flattened(Shape)
    case multiplied(InputScale)
    case normalized(Normalization)
  }
}

/// `(x − mean) / deviation`, with the numbers of the channel that x is in.
///
/// Shapes: any → the same; the channels are the third axis from the end.
public struct Normalization: Hashable, Sendable {
  /// One number for all channels, or one for each.
  public let mean: [Float]
  public let deviation: [Float]

  /// - Returns: nil where the preparation has neither.
  /// - Throws: ``InputFitError`` where there are neither one number nor one for each channel.
  init?(_ preparation: InputPreparation, channels: Int) throws(InputFitError) {
    guard !preparation.mean.isEmpty || !preparation.deviation.isEmpty else { return nil }
    let lists = [("--mean", preparation.mean), ("--deviation", preparation.deviation)]
    for (option, list) in lists where list.count > 1 && list.count != channels {
      throw InputFitError(
        "\(option) has \(list.count) numbers, but the network takes \(channels) "
          + "channel\(channels == 1 ? "" : "s")")
    }
    mean = preparation.mean.isEmpty ? [0] : preparation.mean
    deviation = preparation.deviation.isEmpty ? [1] : preparation.deviation
  }

  func apply(to images: Tensor) -> Tensor {
    let isOne = mean.count == 1 && deviation.count == 1
    let plane = isOne ? 1 : images.shape.extents.suffix(2).reduce(1, *)
    let channels = max(mean.count, deviation.count)
    var elements = images.elements
    for offset in elements.indices {
      let channel = offset / plane % channels
      elements[offset] =
        (elements[offset] - mean[channel % mean.count]) / deviation[channel % deviation.count]
    }
    return Tensor(shape: images.shape, elements: elements)
  }
}

extension InputFit.Step: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inverted(let maximum): "inverted \(maximum.digits) − x"
    case .repeated(let channels): "gray repeated in \(channels) channels"
    case .grayed: "3 channels made gray"
    case .reversed: "red and blue exchanged"
    case .scaled(let scaling): scaling.description
    case .framed(let margin): margin.description
    case .flattened: "in reading order"
    case .multiplied(let scale): scale.words
    case .normalized(let normalization): normalization.description
    }
  }

  func apply(to images: Tensor) -> Tensor {
    switch self {
    case .inverted(let maximum): images.mapped { maximum - $0 }
    case .repeated(let channels): images.repeatingChannel(channels)
    case .grayed: images.gray()
    case .reversed: images.reversingChannels()
    case .scaled(let scaling): scaling.apply(to: images)
    case .framed(let margin): margin.apply(to: images)
    case .flattened(let target):
      images.reshaped(to: Shape(images.shape.extents.dropLast(3) + target.extents))
    case .multiplied(let scale): images.mapped { scale.apply(to: $0) }
    case .normalized(let normalization): normalization.apply(to: images)
    }
  }
}

extension Normalization: CustomStringConvertible {
  /// `minus 0.485,0.456,0.406, divided by 0.229,0.224,0.225`
  public var description: String {
    [
      mean == [0] ? nil : "minus \(mean.map(\.digits).joined(separator: ","))",
      deviation == [1] ? nil : "divided by \(deviation.map(\.digits).joined(separator: ","))",
    ].compactMap(\.self).joined(separator: ", ")
  }
}
