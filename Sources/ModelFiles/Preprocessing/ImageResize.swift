import CNNModel

/// Images resampled to other numbers of rows and columns, each axis by itself.
///
/// Cell `i` of the new axis has its center at `s = (i + ½) · from / to − ½` of the old one.
/// Bilinear: `(1 − w) · old[⌊s⌋] + w · old[⌊s⌋ + 1]` with `w = s − ⌊s⌋`, the edge's cell standing for
/// those beyond it. Nearest: `old[⌊i · from / to⌋]`. Both as PyTorch's `interpolate` with
/// `align_corners=False`. Area: the mean of the old cells from `i · from / to` to
/// `(i + 1) · from / to`, a cell that lies there in part counted by that part; for images that
/// become much smaller. The others are those of ``ResamplingMethod``.
///
/// Shapes: `[…, rows, columns]` → `[…, R, K]`.
public struct ImageResize: Hashable, Sendable {
  /// Rows and columns before.
  let from: Shape
  /// Rows and columns after.
  let to: Shape
  let method: ResamplingMethod
  /// Whether the numbers stand for 8 bits; then they are rounded to integers where a library's
  /// method computes with such.
  var isBytes = false

  func apply(to images: Tensor) -> Tensor {
    let rounds = isBytes && method.arithmetic(from: from, to: to) != .real
    let resampler = Resampler(from: from, to: to, method, isBytes: isBytes)
    let old = rounds ? images.map(Self.byte).elements : images.elements
    var elements: [Float] = []
    elements.reserveCapacity(images.shape.count / from.count * to.count)
    for start in stride(from: 0, to: images.shape.count, by: from.count) {
      elements += resampler.apply(to: old[start..<start + from.count])
    }
    return Tensor(
      shape: Shape(images.shape.extents.dropLast(2) + to.extents), elements: elements)
  }

  private static func byte(_ number: Float) -> Float {
    min(max(number.rounded(.toNearestOrEven), 0), 255)
  }
}

extension ImageResize: CustomStringConvertible {
  /// `scaled bilinearly 8×8 → 32×32`.
  public var description: String { "\(method.phrase) \(from) → \(to)" }
}
