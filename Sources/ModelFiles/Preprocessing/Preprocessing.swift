import CNNModel

/// How an image becomes the input of a network: the steps that give it the network's channels, rows
/// and columns, and values in the range that the network was trained with.
///
/// The order is: invert, where requested; change channels, rows and columns; multiply; subtract the
/// mean and divide by the standard deviation. By default an image of 28×28 is padded with two zeros
/// on each side where 32×32 is expected, as LeNet-5 was trained; any other size is resized
/// bilinearly; and values are divided by the one that stands for 1. A network that takes integers
/// gets 255 for white, rounded to its type, and one that takes the channels last gets them so.
/// Arrays keep their values, and their shape has to be the network's unless the user asks to change
/// it.
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
  ///   - input: what the network takes.
  ///   - options: what the user asked for.
  /// - Throws: ``PreprocessingError`` where the channels do not fit, padding or cropping cannot
  ///   give the target, or an array has another shape and the user did not ask to change it.
  /// - Precondition: no extent is 0.
  public init(
    _ source: PixelFormat, to input: InputFormat, _ options: PreprocessingOptions = .init()
  ) throws(PreprocessingError) {
    precondition(input.sample.count > 0, "no input shape: \(input.sample)")
    (self.source, target) = (source.shape, input.sample)
    let isReady = source.isArray && input.hasChannelsLast
    let image = isReady ? source.shape.movingLastForward : source.shape
    try Self.checkArray(source, input, options)
    let inverted: [Step] = options.isInverted ? [.inverted(Float(source.maximum))] : []
    let shaped = try Self.shapeSteps(
      image, input.image, options, isBytes: source.maximum == 255)
    let factor =
      options.scale ?? ScaleFactor(source.isArray ? 1 : input.white, over: source.divisor)
    let scaled: [Step] = factor.numerator == factor.denominator ? [] : [.multiplied(factor)]
    let normalized = try ChannelNormalization(
      options, channels: input.image.rank == 3 ? input.image[0] : 1)
    let first = inverted + shaped + scaled + (normalized.map { [.normalized($0)] } ?? [])
    let last: [Step] = input.elementType.isInteger ? [.rounded(input.elementType)] : []
    guard input.hasChannelsLast, !isReady || !first.isEmpty else {
      steps = first + (source.isArray && first.isEmpty ? [] : last)
      return
    }
    steps = (isReady ? [.channelsFirst] : []) + first + [.channelsLast] + last
  }

  /// - Throws: ``PreprocessingError`` for an array of another shape, unless the user said what to do
  ///   with it. Axes of extent 1 in front may be missing or be too many.
  private static func checkArray(
    _ source: PixelFormat, _ input: InputFormat, _ options: PreprocessingOptions
  ) throws(PreprocessingError) {
    guard source.isArray, options.resize == nil, options.fit == nil, options.channels == nil,
      source.shape.withoutLeadingOnes != input.sample.withoutLeadingOnes
    else { return }
    let advice = input.sample.rank == 3 ? "; --resize and --channels change it" : ""
    throw PreprocessingError(
      "the network takes \(input.sample), but this array is \(source.arrayShape)\(advice)")
  }

  /// As ``init(_:to:_:)`` for a network that takes floats with the channels first.
  package init(
    _ source: PixelFormat, to target: Shape, _ options: PreprocessingOptions = .init()
  ) throws(PreprocessingError) {
    try self.init(source, to: InputFormat(target), options)
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

extension Shape {
  /// Without the axes of extent 1 in front.
  fileprivate var withoutLeadingOnes: [Int] { Array(extents.drop { $0 == 1 }) }

  /// The last axis before the others.
  fileprivate var movingLastForward: Shape { Shape(extents.suffix(1) + extents.dropLast()) }
}
