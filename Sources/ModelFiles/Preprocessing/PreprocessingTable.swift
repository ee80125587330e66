import CNNModel

/// Preprocessing of 8-bit images by table lookup, where it changes every value by itself and at
/// most pads the image: each of the 256 values is computed once.
public struct PreprocessingTable: Sendable {
  private let bytes: ArraySlice<UInt8>
  private let source: Shape
  /// What each byte becomes.
  private let values: [Float]
  private let padding: ImagePadding?
  /// What stands in the padding.
  private let fill: Float

  /// - Returns: nil for other element types and other preprocessing.
  public init?(_ images: LabeledImages, _ preprocessing: Preprocessing) {
    guard let bytes = images.bytes, let table = ValueTable(preprocessing) else { return nil }
    (self.bytes, source) = (bytes, images.imageShape)
    (values, fill, padding) = (table.values, table.fill, table.padding)
  }

  /// Writes an image as the preprocessing makes it to where `target` begins.
  ///
  /// - Precondition: there is such an image, and room for what becomes of it.
  public func write(_ index: Int, to target: inout MutableSpan<Float>) {
    let (bytes, values) = (bytes.span, values.span)
    let (rows, columns) = (source[1], source[2])
    let (top, left) = (padding?.top ?? 0, padding?.left ?? 0)
    let height = rows + top + (padding?.bottom ?? 0)
    let width = columns + left + (padding?.right ?? 0)
    if padding != nil { for place in 0..<target.count { target[place] = fill } }
    let first = index * source.count
    for plane in 0..<source[0] {
      for row in max(0, -top)..<min(rows, height - top) {
        let from = first + (plane * rows + row) * columns
        let to = (plane * height + row + top) * width + left
        for column in max(0, -left)..<min(columns, width - left) {
          target[to + column] = values[Int(bytes[from + column])]
        }
      }
    }
  }
}

/// What a preprocessing makes of each byte and of the cells that it adds around an image.
private struct ValueTable {
  var values: [Float] { Array(table.elements.dropLast()) }
  var fill: Float { table[256] }
  private(set) var padding: ImagePadding?
  /// All bytes, and last the value that stands in the padding.
  private var table = Tensor(shape: [1, 1, 1, 257], elements: (0..<256).map(Float.init) + [0])

  /// - Returns: nil where a value does not depend on one byte alone.
  init?(_ preprocessing: Preprocessing) {
    for step in preprocessing.steps {
      guard add(step) else { return nil }
    }
  }

  /// - Returns: whether the step has the form of a table.
  private mutating func add(_ step: Preprocessing.Step) -> Bool {
    switch step {
    case .inverted, .multiplied: table = step.apply(to: table)
    case .normalized(let normalization) where normalization.isUniform:
      table = step.apply(to: table)
    case .padded(let padding) where self.padding == nil:
      self.padding = padding
      table[256] = padding.fill
    case .flattened: break
    default: return false
    }
    return true
  }
}
