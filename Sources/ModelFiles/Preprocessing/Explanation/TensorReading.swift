import CNNModel

/// A tensor read as an image: where its channels, rows and columns are.
struct TensorReading: Sendable {
  /// The order of the axes.
  enum Layout: String, Sendable {
    case channelsFirst = "nchw"
    case channelsLast = "nhwc"
    /// Rows and columns alone.
    case rowsAndColumns = "hw"
  }

  let layout: Layout
  /// Whether there is an axis of one sample in front.
  let hasBatch: Bool
  /// Rows and columns.
  let size: Shape
  /// One list of numbers for each channel.
  let planes: [[Float]]

  /// Whether all channels are linear functions of the first.
  var isGray: Bool {
    planes.dropFirst().allSatisfy {
      LinearRelation.unexplained($0, by: [planes[0]]) < 1e-3
    }
  }

  /// All ways to read an array as an image of 1 or 3 channels.
  static func all(_ array: NumericArray) -> [TensorReading] {
    let extents = array.shape.extents
    let hasBatch = extents.count == 4 && extents[0] == 1
    let inner = hasBatch ? Array(extents.dropFirst()) : extents
    let numbers = array.tensor.elements
    if inner.count == 2 {
      return [
        TensorReading(
          layout: .rowsAndColumns, hasBatch: false, size: Shape(inner), planes: [numbers])
      ]
    }
    guard inner.count == 3 else { return [] }
    var readings: [TensorReading] = []
    if [1, 3].contains(inner[0]) {
      let plane = inner[1] * inner[2]
      let planes = (0..<inner[0]).map { Array(numbers[$0 * plane..<($0 + 1) * plane]) }
      readings.append(
        TensorReading(
          layout: .channelsFirst, hasBatch: hasBatch, size: [inner[1], inner[2]], planes: planes))
    }
    if [1, 3].contains(inner[2]) {
      let planes = (0..<inner[2]).map { channel in
        stride(from: channel, to: numbers.count, by: inner[2]).map { numbers[$0] }
      }
      readings.append(
        TensorReading(
          layout: .channelsLast, hasBatch: hasBatch, size: [inner[0], inner[1]], planes: planes))
    }
    return readings
  }
}

/// How an image was turned at the end: rows and columns swapped, then mirrored.
struct ImageTurn: Hashable, Sendable {
  var isTransposed = false
  /// Whether the rows stand in the opposite order.
  var flipsRows = false
  /// Whether the columns stand in the opposite order.
  var flipsColumns = false

  static let all = [false, true].flatMap { transposed in
    [(false, false), (false, true), (true, false), (true, true)].map {
      ImageTurn(isTransposed: transposed, flipsRows: $0.0, flipsColumns: $0.1)
    }
  }

  /// The rows and columns that an image of `size` had before it was turned.
  func sizeBefore(_ size: Shape) -> Shape { isTransposed ? [size[1], size[0]] : size }

  /// A plane of `size` as it was before it was turned.
  func before(_ plane: [Float], _ size: Shape) -> [Float] {
    guard self != ImageTurn() else { return plane }
    let before = sizeBefore(size)
    var numbers: [Float] = []
    numbers.reserveCapacity(plane.count)
    for row in 0..<before[0] {
      for column in 0..<before[1] {
        let (down, right) = isTransposed ? (column, row) : (row, column)
        let line = flipsRows ? size[0] - 1 - down : down
        numbers.append(plane[line * size[1] + (flipsColumns ? size[1] - 1 - right : right)])
      }
    }
    return numbers
  }
}
