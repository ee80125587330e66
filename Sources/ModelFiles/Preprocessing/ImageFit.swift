import CNNModel

/// What becomes of an image that has other proportions than a network's input.
public struct ImageFit: Hashable, Sendable {
  /// What the user says after `--fit`.
  public var kind: Kind
  /// Of a crop, what the shorter side is resized to; as much as the network takes unless given.
  public var side: Int?
  /// Of padding, the value that fills the rest, as a value of the image after inversion;
  /// 0 unless given.
  public var fill: Float?

  /// What the user says after `--fit`.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Rows and columns are resized each by its own factor.
    case squash
    /// Resized by one factor until the network's input is covered, the center cut out.
    case crop
    /// Resized by one factor until it fits into the network's input, the rest filled.
    case pad
  }

  /// What the shorter side may be resized to.
  public static let sides = 1...65_536

  public init(_ kind: Kind, side: Int? = nil, fill: Float? = nil) {
    (self.kind, self.side, self.fill) = (kind, side, fill)
  }
}

/// An image resized and put at a place of a network's input.
struct ImagePlacement: Hashable, Sendable {
  /// Rows and columns of the image after resizing.
  let resized: Shape
  /// Rows and columns of the input.
  let target: Shape
  /// Where the resized image begins in the input; negative where it is cut off.
  let top, left: Int

  /// Squashed: the whole image fills the input.
  init(squashedTo target: Shape) {
    (resized, self.target, top, left) = (target, target, 0, 0)
  }

  /// An image of `resized` in the center of `target`.
  ///
  /// - Parameter rounding: where half a cell goes; `.down` as integer division does, and
  ///   `.toNearestOrEven` as torchvision's `center_crop`.
  init(resized: Shape, target: Shape, rounding: FloatingPointRoundingRule) {
    (self.resized, self.target) = (resized, target)
    func place(_ axis: Int) -> Int {
      let room = Double(abs(target[axis] - resized[axis])) / 2
      return (target[axis] < resized[axis] ? -1 : 1) * Int(room.rounded(rounding))
    }
    (top, left) = (place(0), place(1))
  }

  /// The image resized by one factor until it fits into `target`, in its center, as it is
  /// letterboxed: extents are rounded, and an odd cell falls to the bottom and to the right.
  ///
  /// - Precondition: no extent is 0.
  init(_ image: Shape, letterboxedIn target: Shape) {
    let factor = min(
      Double(target[0]) / Double(image[0]), Double(target[1]) / Double(image[1]))
    func extent(_ axis: Int) -> Int {
      min(target[axis], max(1, Int((Double(image[axis]) * factor).rounded(.toNearestOrEven))))
    }
    self.init(resized: [extent(0), extent(1)], target: target, rounding: .down)
  }

  /// Rows and columns of an image whose shorter side is resized to `side`: the longer one is
  /// `⌊side · longer / shorter⌋`, as torchvision's `resize` has it.
  ///
  /// - Precondition: no extent is 0, and `side` is one of ``ImageFit/sides``.
  static func shape(of image: Shape, shorterSide side: Int) -> Shape {
    image[0] <= image[1]
      ? [side, side * image[1] / image[0]] : [side * image[0] / image[1], side]
  }

  /// Rows and columns of an image resized by one factor until it covers `target`.
  static func shape(of image: Shape, covering target: Shape) -> Shape {
    target[0] * image[1] >= target[1] * image[0]
      ? [target[0], target[0] * image[1] / image[0]]
      : [target[1] * image[0] / image[1], target[1]]
  }
}
