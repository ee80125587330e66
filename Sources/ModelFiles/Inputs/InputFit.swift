import CNNEngine

/// How an image becomes the input of a network: the steps that give it the network's channels,
/// rows and columns.
///
/// An image of 28×28 gets a margin of two zeros on each side where 32×32 is wanted, as LeNet-5 was
/// fed; any other difference is scaled bilinearly unless the user says otherwise.
///
/// Shapes: `[…, channels, rows, columns]` → `[…, C, R, K]`, any number of axes before them.
public struct InputFit: Hashable, Sendable {
  /// How rows and columns change, as the user says it after `--resize`.
  public enum Resize: String, CaseIterable, Hashable, Sendable {
    case bilinear, nearest, pad, crop
  }

  /// One step, as the screen says it.
  public enum Step: Hashable, Sendable {
    /// Every channel is a copy of the only one.
    case repeated(channels: Int)
    /// One channel, 0.299 · red + 0.587 · green + 0.114 · blue (ITU-R BT.601).
    case greyed
    case scaled(ImageScaling)
    /// Zeros around the image; the odd one at the bottom or right. A negative margin cuts off.
    case framed(ImageMargin)
  }

  /// The image's channels, rows and columns.
  public let source: Shape
  /// The network's channels, rows and columns.
  public let target: Shape
  /// What is done, in order; nothing where the shapes are equal.
  public let steps: [Step]

  /// - Parameter resize: how rows and columns change; nil for the rule of this type.
  /// - Throws: ``InputFitError`` where the channels do not fit, or padding or cropping cannot give
  ///   the target.
  /// - Precondition: both shapes are `[channels, rows, columns]` without an extent of 0.
  public init(_ source: Shape, to target: Shape, resize: Resize? = nil) throws(InputFitError) {
    precondition(
      source.rank == 3 && target.rank == 3 && source.count > 0 && target.count > 0,
      "no image shapes: \(source), \(target)")
    self.source = source
    self.target = target
    let spatial = try Self.spatialStep(source, target, resize)
    let channels = try Self.channelStep(source, target)
    // The fewer channels there are, the less there is to scale.
    steps =
      (target[0] < source[0] ? [channels, spatial] : [spatial, channels]).compactMap(\.self)
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

  private static func spatialStep(
    _ source: Shape, _ target: Shape, _ resize: Resize?
  ) throws(InputFitError) -> Step? {
    let (from, to) = (source.sample, target.sample)
    guard from != to else { return nil }
    let isLeNet = from == [28, 28] && to == [32, 32]
    switch resize ?? (isLeNet ? .pad : .bilinear) {
    case .bilinear: return .scaled(ImageScaling(from: from, to: to, method: .bilinear))
    case .nearest: return .scaled(ImageScaling(from: from, to: to, method: .nearest))
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

  private static func channelStep(
    _ source: Shape, _ target: Shape
  ) throws(InputFitError) -> Step? {
    let (given, wanted) = (source[0], target[0])
    if given == wanted { return nil }
    if given == 1 { return .repeated(channels: wanted) }
    if given == 3, wanted == 1 { return .greyed }
    throw InputFitError(
      "the network takes images of \(wanted) channel\(wanted == 1 ? "" : "s"), "
        + "but this one has \(given)")
  }
}

extension InputFit: CustomStringConvertible {
  /// The steps in words: `scaled bilinearly 8×8 → 32×32, grey repeated in 3 channels`.
  public var description: String {
    steps.isEmpty ? "as it is" : steps.map(\.description).joined(separator: ", ")
  }
}

extension InputFit.Step: CustomStringConvertible {
  public var description: String {
    switch self {
    case .repeated(let channels): "grey repeated in \(channels) channels"
    case .greyed: "3 channels made grey"
    case .scaled(let scaling): scaling.description
    case .framed(let margin): margin.description
    }
  }

  fileprivate func apply(to images: Tensor) -> Tensor {
    switch self {
    case .repeated(let channels): images.repeatingChannel(channels)
    case .greyed: images.grey()
    case .scaled(let scaling): scaling.apply(to: images)
    case .framed(let margin): margin.apply(to: images)
    }
  }
}

/// Why an image cannot become a network's input, as one sentence.
public struct InputFitError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
