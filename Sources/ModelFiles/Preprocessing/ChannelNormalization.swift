import CNNModel

/// `(x − mean) / deviation`, with the mean and the standard deviation of the channel that x is in.
///
/// Shapes: any → the same; the channels are the third axis from the end.
public struct ChannelNormalization: Hashable, Sendable {
  /// One number for all channels, or one for each.
  let mean: [Float]
  /// One number for all channels, or one for each; none is 0.
  let deviation: [Float]

  /// - Returns: nil where the options have neither.
  /// - Throws: ``PreprocessingError`` where there is neither one number nor one for each channel.
  init?(_ options: PreprocessingOptions, channels: Int) throws(PreprocessingError) {
    guard !options.mean.isEmpty || !options.deviation.isEmpty else { return nil }
    try Self.check("--mean", options.mean, channels)
    try Self.check("--deviation", options.deviation, channels)
    mean = options.mean.isEmpty ? [0] : options.mean
    deviation = options.deviation.isEmpty ? [1] : options.deviation
  }

  private static func check(
    _ option: String, _ numbers: [Float], _ channels: Int
  ) throws(PreprocessingError) {
    guard numbers.count > 1, numbers.count != channels else { return }
    throw PreprocessingError(
      "\(option) has \(numbers.count) numbers, but the network takes \(channels) "
        + "channel\(channels == 1 ? "" : "s")")
  }

  /// Whether all channels have the same mean and the same deviation.
  var isUniform: Bool { mean.count == 1 && deviation.count == 1 }

  func apply(to images: Tensor) -> Tensor {
    let plane = isUniform ? 1 : images.shape.extents.suffix(2).reduce(1, *)
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

extension ChannelNormalization: CustomStringConvertible {
  /// `minus 0.485,0.456,0.406, divided by 0.229,0.224,0.225`
  public var description: String {
    [
      mean == [0] ? nil : "minus \(mean.map(\.digits).joined(separator: ","))",
      deviation == [1] ? nil : "divided by \(deviation.map(\.digits).joined(separator: ","))",
    ].compactMap(\.self).joined(separator: ", ")
  }
}
