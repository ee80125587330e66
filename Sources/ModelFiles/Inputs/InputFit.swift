import CNNModel

/// How an image becomes the input of a network, its *step 0*: the steps that give it the network's
/// channels, rows and columns, and numbers of the size that the network was trained with.
///
/// In this order: inverted, where that is wanted; channels, rows and columns changed; multiplied;
/// mean subtracted, divided by the deviation. Unless the user says otherwise an image of 28×28 gets
/// a margin of two zeros on each side where 32×32 is wanted, as LeNet-5 was fed, any other
/// difference is scaled bilinearly, and numbers are divided by the one that stands for 1.
///
/// Shapes: `[…, channels, rows, columns]` → `[…, C, R, K]`, any number of axes before them; for a
/// network that takes no images `[…, units]`, in reading order.
public struct InputFit: Hashable, Sendable {
  /// How rows and columns change, as the user says it after `--resize`.
  public enum Resize: String, CaseIterable, Hashable, Sendable {
    case bilinear, nearest, area, pad, crop
  }

  /// The image's channels, rows and columns.
  public let source: Shape
  /// What the network takes: channels, rows and columns, or units.
  public let target: Shape
  /// What is done, in order; nothing where the image is as the network takes it.
  public let steps: [Step]

  /// - Parameters:
  ///   - source: what is known of the image.
  ///   - target: the network's channels, rows and columns, or its units.
  ///   - preparation: what the user wants.
  /// - Throws: ``InputFitError`` where the channels do not fit, or padding or cropping cannot give
  ///   the target.
  /// - Precondition: neither shape has an extent of 0.
  public init(
    _ source: ImageNumbers, to target: Shape, _ preparation: InputPreparation = .init()
  ) throws(InputFitError) {
    precondition(target.count > 0, "no input shape: \(target)")
    self.source = source.shape
    self.target = target
    let inverted: [Step] = preparation.isInverted ? [.inverted(Float(source.maximum))] : []
    let shaped = try Self.shapeSteps(source.shape, target, preparation)
    let scale = preparation.scale ?? InputScale(1, over: source.divisor)
    let scaled: [Step] = scale.numerator == scale.denominator ? [] : [.multiplied(scale)]
    let normalized = try Normalization(preparation, channels: target.rank == 3 ? target[0] : 1)
    steps = inverted + shaped + scaled + (normalized.map { [.normalized($0)] } ?? [])
  }

  /// An image whose numbers are fractions already.
  ///
  /// - Throws: ``InputFitError`` as the other one does.
  public init(_ source: Shape, to target: Shape, resize: Resize? = nil) throws(InputFitError) {
    try self.init(ImageNumbers(source), to: target, InputPreparation(resize: resize))
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

/// What is known of the numbers of an image before step 0.
public struct ImageNumbers: Hashable, Sendable {
  /// Channels, rows and columns.
  public let shape: Shape
  /// The number that stands for white, or for 1.
  public let maximum: Double
  /// What the numbers are divided by unless the user says otherwise.
  public let divisor: Double

  /// - Parameter divisor: ``maximum`` unless said.
  /// - Precondition: the shape is `[channels, rows, columns]` without an extent of 0.
  public init(_ shape: Shape, maximum: Double = 1, divisor: Double? = nil) {
    precondition(shape.rank == 3 && shape.count > 0, "no image shape: \(shape)")
    (self.shape, self.maximum, self.divisor) = (shape, maximum, divisor ?? maximum)
  }
}

extension InputFit: CustomStringConvertible {
  /// The steps in words: `scaled bilinearly 8×8 → 32×32, gray repeated in 3 channels`.
  public var description: String {
    steps.isEmpty ? "as it is" : steps.map(\.description).joined(separator: ", ")
  }
}

/// Why an image cannot become a network's input, as one sentence.
public struct InputFitError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
