package import CNNModel

/// An image that is drawn on, in the numbers that the network takes, with what was drawn before.
package struct InputDrawing: Hashable, Sendable {
  /// What the network takes: `[1, channels, rows, columns]`, or with the channels last.
  package private(set) var image: Tensor
  /// The image that the drawing began with.
  let start: Tensor
  package let rows: Int
  package let columns: Int
  package let channels: Int
  /// The numbers of a black and of a white pixel, by channel.
  package let black: [Float]
  package let white: [Float]
  /// The mean of the image that the drawing began with, by channel.
  package let mean: [Float]
  /// The image as it came.
  private let original: Tensor
  private let isLast: Bool
  private var undone: [Tensor] = []
  private var earlier: [Tensor] = []

  /// The most bytes that earlier images may take.
  private static let memory = 64 << 20

  /// - Parameter start: the image as it is now, where numbers of it were changed.
  /// - Throws: ``UserError`` where the network's input is no image of floats.
  package init(
    _ input: NetworkInput, from start: Tensor? = nil, for network: Network
  ) throws(UserError) {
    let source = network.sources[0]
    let sample = network.sampleShape(of: source)
    let axes = ImageAxes(network).spatial[source]
    guard network.sources.count == 1, network.hasBatch(source), sample.rank == 3,
      axes == [2, 3] || axes == [1, 2], input.image.shape == sample.batched(1),
      network.elementType(of: ValueReference(source)).isFloating
    else {
      throw UserError("\(network.title) takes \(sample), which is no image to draw on")
    }
    isLast = axes == [1, 2]
    (rows, columns) = isLast ? (sample[0], sample[1]) : (sample[1], sample[2])
    channels = isLast ? sample[2] : sample[0]
    original = input.image
    image = start ?? input.image
    self.start = image
    let size = (channels: channels, rows: rows, columns: columns)
    (black, white) = Self.ends(input, isLast, size)
    mean = Self.means(image, isLast, size)
  }

  private static func ends(
    _ input: NetworkInput, _ isLast: Bool, _ size: (channels: Int, rows: Int, columns: Int)
  ) -> (black: [Float], white: [Float]) {
    guard let ends = input.pixelEnds else {
      let numbers = input.image.elements
      return (
        [Float](repeating: numbers.min() ?? 0, count: size.channels),
        [Float](repeating: numbers.max() ?? 1, count: size.channels)
      )
    }
    let middle = (size.rows / 2, size.columns / 2)
    let offsets = (0..<size.channels).map { offset($0, middle, isLast, size) }
    return (offsets.map { ends.black[$0] }, offsets.map { ends.white[$0] })
  }

  private static func means(
    _ image: Tensor, _ isLast: Bool, _ size: (channels: Int, rows: Int, columns: Int)
  ) -> [Float] {
    (0..<size.channels).map { channel in
      var sum = 0.0
      for row in 0..<size.rows {
        for column in 0..<size.columns {
          sum += Double(image[offset(channel, (row, column), isLast, size)])
        }
      }
      return Float(sum / Double(max(1, size.rows * size.columns)))
    }
  }

  private static func offset(
    _ channel: Int, _ place: (row: Int, column: Int), _ isLast: Bool,
    _ size: (channels: Int, rows: Int, columns: Int)
  ) -> Int {
    isLast
      ? (place.row * size.columns + place.column) * size.channels + channel
      : (channel * size.rows + place.row) * size.columns + place.column
  }

  /// The number of a pixel in a channel.
  package subscript(channel: Int, row: Int, column: Int) -> Float {
    image[offset(channel, row, column)]
  }

  private func offset(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    Self.offset(channel, (row, column), isLast, (channels, rows, columns))
  }

  /// The cells of a pixel, as offsets in the image.
  func offsets(_ row: Int, _ column: Int) -> [Int] {
    (0..<channels).map { offset($0, row, column) }
  }

  /// Whether the image is large, so that one changes rectangles of it, not pixels.
  package var isLarge: Bool { rows > 64 || columns > 64 }

  /// The pixels that are other than at the beginning, as few rectangles.
  package var changes: [PixelPatch] {
    [PixelPatch](rows: rows, columns: columns) { row, column in
      let offsets = offsets(row, column)
      guard offsets.contains(where: { image[$0] != start[$0] }) else { return nil }
      return offsets.map { image[$0] }
    }
  }
}

/// Changing it.
extension InputDrawing {
  /// The pixels that a rectangular brush covers around one: of an even side one more before it than
  /// behind.
  package func patch(
    row: Int, column: Int, _ size: BrushSize, _ ink: [Float]
  ) -> PixelPatch {
    let (top, left) = (row - size.height / 2, column - size.width / 2)
    return PixelPatch(
      rows: (top..<top + size.height).clamped(to: 0..<rows),
      columns: (left..<left + size.width).clamped(to: 0..<columns), ink: ink)
  }

  /// Gives the pixels of rectangles their colors.
  ///
  /// - Parameter continues: whether it belongs to the stroke before, which is undone together with it.
  /// - Precondition: the image has the pixels.
  package mutating func paint(_ patches: [PixelPatch], continues: Bool = false) {
    var painted = image
    for patch in patches {
      for row in patch.rows {
        for column in patch.columns {
          for channel in 0..<channels {
            painted[offset(channel, row, column)] = patch.ink[channel]
          }
        }
      }
    }
    change(to: painted, continues: continues)
  }

  /// Makes every pixel black.
  package mutating func clear() {
    paint([PixelPatch(rows: 0..<rows, columns: 0..<columns, ink: black)])
  }

  /// Returns to the image as it came.
  package mutating func reset() { change(to: original) }

  private mutating func change(to changed: Tensor, continues: Bool = false) {
    guard changed != image else { return }
    if !continues || earlier.isEmpty { earlier.append(image) }
    let most = max(8, Self.memory / max(1, 4 * image.shape.count))
    if earlier.count > most { earlier.removeFirst() }
    (image, undone) = (changed, [])
  }

  /// Takes the last stroke back.
  ///
  /// - Throws: ``UserError`` where nothing was drawn.
  package mutating func undo() throws(UserError) {
    guard let last = earlier.popLast() else { throw UserError("nothing was drawn to undo") }
    undone.append(image)
    image = last
  }

  /// Draws again what was taken back last.
  ///
  /// - Throws: ``UserError`` where nothing was taken back.
  package mutating func redo() throws(UserError) {
    guard let next = undone.popLast() else { throw UserError("nothing was undone to redo") }
    earlier.append(image)
    image = next
  }
}

/// The sides of a rectangular brush, in pixels.
package struct BrushSize: Hashable, Sendable {
  package var height: Int
  package var width: Int

  package init(_ height: Int, _ width: Int) { (self.height, self.width) = (height, width) }

  package init(side: Int) { self.init(side, side) }

  /// `3×3`
  package var text: String { "\(height)×\(width)" }

  /// The size of `3` or `4x6`; `nil` for other texts.
  package init?(_ word: String) {
    let parts = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let height = parts[0], let width = parts[parts.count - 1],
      [height, width].allSatisfy({ (1...4096).contains($0) })
    else { return nil }
    self.init(height, width)
  }
}
