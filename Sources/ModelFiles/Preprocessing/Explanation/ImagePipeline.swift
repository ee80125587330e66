import CNNModel

/// All that was done to an image to make a tensor of it, in this order: decoding, gray, fit and
/// resizing, inversion, order of the channels, normalization, turning, order of the axes.
public struct ImagePipeline: Hashable, Sendable {
  /// The library that gives these pixels.
  public var decoder = Decoder.pil
  /// What the channels are.
  public var channels: Channels
  /// How color became gray; `nil` where it did not, or the image was gray.
  public var gray: GrayWeights?
  /// The method of resizing; `nil` where the image was not resized.
  public var resize: ResamplingMethod?
  /// Where the image was put.
  var placed: PlacedImage
  /// What fills the rest of a letterbox.
  public var fill: Float?
  /// Whether black became white.
  public var isInverted: Bool
  /// How values were brought into range.
  public var normalization: KnownNormalization
  /// How the image was turned.
  var turn: ImageTurn
  /// The order of the axes.
  let layout: TensorReading.Layout
  let hasBatch: Bool

  /// A library that reads images.
  public enum Decoder: String, CaseIterable, Sendable {
    case pil, cv
  }

  /// What the channels of a tensor are.
  public enum Channels: String, Sendable {
    case gray = "grey"
    /// Gray, three times.
    case gray3 = "grey3"
    case rgb, bgr
    /// Other orders.
    case rbg, grb, gbr, brg

    /// The place of each channel among red, green and blue; `nil` for gray.
    var order: [Int]? {
      self == .gray || self == .gray3
        ? nil : rawValue.compactMap { Array("rgb").firstIndex(of: $0) }
    }

    init?(order: [Int]) { self.init(rawValue: String(order.map { Array("rgb")[$0] })) }
  }
}

extension ImagePipeline {
  /// The pipeline as members of one JSON object.
  public var json: JSONText {
    let size = placed.placement.target
    return .object(
      [
        ("decoder", .string(decoder.rawValue)), ("channels", .string(channels.rawValue)),
        ("grey", gray.map { .string($0.rawValue) } ?? .null),
        ("resize", .string(resize?.rawValue ?? "none")), ("fit", .string(placed.fit.rawValue)),
        ("size", .array(size.extents.map(JSONText.integer))),
        ("shorter", placed.shorter.map(JSONText.integer) ?? .null),
        ("pad_value", fill.map { JSONText.number($0) } ?? .null), ("invert", .bool(isInverted)),
        ("transpose", .bool(turn.isTransposed)), ("flip", .string(turn.flip)),
        ("layout", .string(layout.rawValue)), ("batch", .bool(hasBatch)),
      ] + normalization.members)
  }

  /// The pipeline in words: `resized to 24×24 by cv-linear, normalized: 1/255, NCHW`.
  public var words: String {
    ([grayPhrase] + placementPhrases + [isInverted ? "inverted" : nil, channelPhrase]
      + ["normalized: \(normalization.phrase)"] + turn.phrases.map(Optional.some)
      + [layout.rawValue.uppercased() + (hasBatch ? " with a batch axis" : "")])
      .compactMap(\.self).joined(separator: ", ")
  }

  private var grayPhrase: String? {
    gray.map { "made gray by the weights of \($0.rawValue)" }
  }

  private var channelPhrase: String? {
    switch channels {
    case .gray: nil
    case .gray3: "gray repeated in three channels"
    default:
      "channels "
        + channels.rawValue.map { $0 == "r" ? "red" : $0 == "g" ? "green" : "blue" }
        .joined(separator: ", ")
    }
  }

  private var placementPhrases: [String?] {
    let (resized, target) = (placed.placement.resized, placed.placement.target)
    let scaled = resize.map { "resized to \(resized) by \($0.rawValue)" } ?? "not resized"
    switch placed.fit {
    case .squash: return [scaled]
    case .shorterSideCrop, .centerCrop: return [scaled, "center \(target) cut out"]
    case .letterbox: return [scaled, "rest of \(target) filled with \((fill ?? 0).digits)"]
    }
  }
}

extension ImageTurn {
  fileprivate var flip: String {
    switch (flipsRows, flipsColumns) {
    case (false, false): "none"
    case (false, true): "horizontal"
    case (true, false): "vertical"
    case (true, true): "both"
    }
  }

  var phrases: [String] {
    (isTransposed ? ["rows and columns swapped"] : [])
      + (flip == "none" ? [] : ["flipped (\(flip))"])
  }
}

extension KnownNormalization {
  fileprivate var members: [(name: String, value: JSONText)] {
    [
      ("normalisation", .string(name)), ("scale", .number(scale)), ("offset", .number(offset)),
      ("mean", list(mean)), ("std", list(deviation)),
    ]
  }

  private func list(_ numbers: [Double]) -> JSONText {
    numbers.isEmpty ? .null : .array(numbers.map { .number($0) })
  }

  /// The name, or the numbers where it has none.
  var phrase: String {
    guard name == "solved" else { return name }
    return factor.phrase + (offset == 0 ? "" : " plus \(offset.digits)")
      + (mean.isEmpty ? "" : ", minus \(mean.map(\.digits).joined(separator: ","))")
      + (deviation.isEmpty ? "" : ", divided by \(deviation.map(\.digits).joined(separator: ","))")
  }
}
