import CNNModel

/// How an image becomes the input of a network: the steps that give it the network's channels, rows
/// and columns, and values in the range that the network was trained with.
///
/// The order is: invert, where requested; change channels, rows and columns; multiply; subtract the
/// mean and divide by the standard deviation. By default an image of 28×28 is padded with two zeros
/// on each side where 32×32 is expected, as LeNet-5 was trained; any other size is resized
/// bilinearly; and values are divided by the one that stands for 1.
///
/// Shapes: `[…, channels, rows, columns]` → `[…, C, R, K]`, with any number of leading axes; for a
/// network that takes a vector, `[…, units]` in row-major order.
public struct Preprocessing: Hashable, Sendable {
  /// The image's channels, rows and columns.
  public let source: Shape
  /// What the network takes: channels, rows and columns, or units.
  public let target: Shape
  /// What is done, in order; empty where the image already is what the network takes.
  public let steps: [Step]

  /// The preprocessing that turns images of one format into the input of a network.
  ///
  /// - Parameters:
  ///   - source: the format of the image.
  ///   - target: the network's channels, rows and columns, or its units.
  ///   - options: what the user asked for.
  /// - Throws: ``PreprocessingError`` where the channels do not fit, or padding or cropping cannot
  ///   give the target.
  /// - Precondition: neither shape has an extent of 0.
  public init(
    _ source: PixelFormat, to target: Shape, _ options: PreprocessingOptions = .init()
  ) throws(PreprocessingError) {
    precondition(target.count > 0, "no input shape: \(target)")
    self.source = source.shape
    self.target = target
    let inverted: [Step] = options.isInverted ? [.inverted(Float(source.maximum))] : []
    let shaped = try Self.shapeSteps(source.shape, target, options)
    let factor = options.scale ?? ScaleFactor(1, over: source.divisor)
    let scaled: [Step] = factor.numerator == factor.denominator ? [] : [.multiplied(factor)]
    let normalized = try ChannelNormalization(
      options, channels: target.rank == 3 ? target[0] : 1)
    steps = inverted + shaped + scaled + (normalized.map { [.normalized($0)] } ?? [])
  }

  /// The preprocessing of an image whose values are fractions already.
  ///
  /// - Throws: ``PreprocessingError`` as ``init(_:to:_:)`` does.
  /// - Precondition: neither shape has an extent of 0.
  package init(
    _ source: Shape, to target: Shape, resize: PreprocessingOptions.Resize? = nil
  ) throws(PreprocessingError) {
    try self.init(PixelFormat(source), to: target, PreprocessingOptions(resize: resize))
  }

  /// The image or images as the network takes them.
  ///
  /// - Precondition: the last three axes are those of ``source``.
  public func apply(to images: Tensor) -> Tensor {
    precondition(
      Array(images.shape.extents.suffix(3)) == source.extents,
      "\(images.shape) is no batch of \(source)")
    return steps.reduce(images) { $1.apply(to: $0) }
  }
}

extension Preprocessing: CustomStringConvertible {
  /// The steps in words: `scaled bilinearly 8×8 → 32×32, gray repeated in 3 channels`.
  public var description: String {
    steps.isEmpty ? "unchanged" : steps.map(\.description).joined(separator: ", ")
  }
}

/// Why an image cannot become a network's input, as one sentence.
public struct PreprocessingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence, without a full stop.
  public let description: String

  init(_ description: String) { self.description = description }
}
