package import CNNModel

/// An image that is drawn on, in the numbers that the network takes, with what was drawn before.
package struct InputDrawing: Hashable, Sendable {
  /// What the network takes: `[1, channels, rows, columns]`, or with the channels last.
  package private(set) var image: Tensor
  package let rows: Int
  package let columns: Int
  package let channels: Int
  /// The numbers of a black and of a white pixel, by channel.
  package let black: [Float]
  package let white: [Float]
  private let original: Tensor
  private let isLast: Bool
  private var undone: [Tensor] = []
  private var earlier: [Tensor] = []

  /// The most bytes that earlier images may take.
  private static let memory = 64 << 20

  /// - Throws: ``UserError`` where the network's input is no image of floats.
  package init(_ input: NetworkInput, for network: Network) throws(UserError) {
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
    (image, original) = (input.image, input.image)
    let ends = input.pixelEnds ?? (input.image, input.image)
    let isKnown = input.pixelEnds != nil
    let place = (rows / 2, columns / 2)
    var (black, white): ([Float], [Float]) = ([], [])
    for channel in 0..<channels {
      let offset = Self.offset(channel, place, isLast, (channels, rows, columns))
      black.append(isKnown ? ends.0[offset] : ends.0.elements.min() ?? 0)
      white.append(isKnown ? ends.1[offset] : ends.1.elements.max() ?? 1)
    }
    (self.black, self.white) = (black, white)
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

  /// The rows and columns that a square brush covers around a pixel: of an even side one more before
  /// it than behind.
  package func covered(
    row: Int, column: Int, size: Int
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    let (top, left) = (row - size / 2, column - size / 2)
    return (
      (top..<top + size).clamped(to: 0..<rows), (left..<left + size).clamped(to: 0..<columns)
    )
  }

  /// Gives the pixels under a square brush a color.
  ///
  /// - Parameters:
  ///   - ink: a number for each channel.
  ///   - continues: whether it belongs to the stroke before, which is undone together with it.
  package mutating func paint(
    row: Int, column: Int, size: Int, _ ink: [Float], continues: Bool = false
  ) {
    let part = covered(row: row, column: column, size: size)
    change(to: filled(part.rows, part.columns, ink), continues: continues)
  }

  /// Makes every pixel black.
  package mutating func clear() { change(to: filled(0..<rows, 0..<columns, black)) }

  /// Returns to the image that it began with.
  package mutating func reset() { change(to: original) }

  private func filled(_ rows: Range<Int>, _ columns: Range<Int>, _ ink: [Float]) -> Tensor {
    var filled = image
    for channel in 0..<channels {
      for row in rows {
        for column in columns { filled[offset(channel, row, column)] = ink[channel] }
      }
    }
    return filled
  }

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
