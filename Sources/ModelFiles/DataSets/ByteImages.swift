import CNNModel

/// Images of bytes whose fit changes every number by itself and at most frames the image: each of
/// the 256 numbers is made once, and an image is looked up.
public struct ByteImages: Sendable {
  private let bytes: ArraySlice<UInt8>
  private let source: Shape
  private let numbers: [Float]
  private let margin: ImageMargin?
  /// What stands in the margin.
  private let fill: Float

  /// - Returns: `nil` for other numbers and other fits.
  public init?(_ images: LabeledImages, _ fit: InputFit) {
    guard let bytes = images.bytes else { return nil }
    // All bytes, and last the number that stands in the margin.
    var numbers = Tensor(shape: [1, 1, 1, 257], elements: (0..<256).map(Float.init) + [0])
    var margin: ImageMargin?
    for step in fit.steps {
      switch step {
      case .inverted, .multiplied: numbers = step.apply(to: numbers)
      case .normalized(let rule) where rule.mean.count == 1 && rule.deviation.count == 1:
        numbers = step.apply(to: numbers)
      case .framed(let frame) where margin == nil:
        margin = frame
        numbers[256] = 0
      case .flattened: break
      default: return nil
      }
    }
    (self.bytes, source, self.margin) = (bytes, images.imageShape, margin)
    (self.numbers, fill) = (Array(numbers.elements.dropLast()), numbers[256])
  }

  /// Puts an image as the fit makes it where `target` begins.
  ///
  /// - Precondition: there is such an image, and room for what the fit makes of it.
  public func write(_ index: Int, to target: inout MutableSpan<Float>) {
    let (rows, columns) = (source[1], source[2])
    let (top, left) = (margin?.top ?? 0, margin?.left ?? 0)
    let height = rows + top + (margin?.bottom ?? 0)
    let width = columns + left + (margin?.right ?? 0)
    if margin != nil { for place in 0..<target.count { target[place] = fill } }
    let first = index * source.count
    let bytes = bytes.span
    let numbers = numbers.span
    for plane in 0..<source[0] {
      for row in max(0, -top)..<min(rows, height - top) {
        let from = first + (plane * rows + row) * columns
        let to = (plane * height + row + top) * width + left
        for column in max(0, -left)..<min(columns, width - left) {
          target[to + column] = numbers[Int(bytes[from + column])]
        }
      }
    }
  }
}
