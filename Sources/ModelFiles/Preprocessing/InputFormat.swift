public import CNNModel

/// What a network takes as its image: the order of the axes, and the type of the numbers.
public struct InputFormat: Hashable, Sendable {
  /// The shape of one image as the network takes it.
  public let sample: Shape
  /// Whether the channels stand behind rows and columns.
  public let hasChannelsLast: Bool
  /// The type of the numbers.
  public let elementType: ElementType

  /// - Precondition: an image with the channels last has three axes.
  public init(_ sample: Shape, hasChannelsLast: Bool = false, elementType: ElementType = .float32) {
    precondition(!hasChannelsLast || sample.rank == 3, "\(sample) has no channels behind two axes")
    (self.sample, self.elementType) = (sample, elementType)
    self.hasChannelsLast = hasChannelsLast
  }

  /// The image that the first input of a network takes.
  public init(_ network: Network) {
    let sample = network.inputSample
    self.init(
      sample, hasChannelsLast: sample.rank == 3 && ImageAxes(network).hasChannelsLast,
      elementType: network.elementType(of: ValueReference(network.sources[0])))
  }

  /// The sample as channels, rows and columns.
  public var image: Shape {
    hasChannelsLast ? [sample[2], sample[0], sample[1]] : sample
  }

  /// What an image's value for white becomes: 1, or the largest byte for a network that takes
  /// integers.
  var white: Double {
    if elementType == .int8 { return 127 }
    return elementType.isInteger ? 255 : 1
  }
}
