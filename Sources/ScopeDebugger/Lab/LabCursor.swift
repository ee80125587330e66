package import CNNModel

/// What is selected in the lab.
package struct LabCursor: Hashable, Sendable {
  /// The channels of the image and of the output that are shown.
  package internal(set) var input = 0
  package internal(set) var output = 0
  /// The cell of the output: where the window is.
  package internal(set) var place = Pair(0, 0)
  /// The cell of the image: what is edited, and what a transposed convolution
  /// multiplies the kernel by.
  package internal(set) var source = Pair(0, 0)
  /// The cell of the kernel.
  package internal(set) var tap = Pair(0, 0)

  /// Keeps everything on what there is.
  mutating func settle(in lab: LabState) {
    let (image, result) = (lab.image.shape, lab.run.output.shape)
    input = min(max(0, input), image[1] - 1)
    output = min(max(0, output), result[1] - 1)
    if lab.kernel(from: input, to: output) == nil {
      input =
        output / (lab.setting.outputs / lab.setting.groups)
        * (lab.setting.inputs / lab.setting.groups)
    }
    source = source.within(Pair(image[2], image[3]))
    place = place.within(Pair(result[2], result[3]))
    tap = tap.within(Pair(both: lab.setting.kernel))
  }
}

extension Pair {
  /// The nearest cell of a map of this size.
  func within(_ size: Pair) -> Pair {
    Pair(min(max(0, rows), size.rows - 1), min(max(0, columns), size.columns - 1))
  }

  package static func + (a: Pair, b: Pair) -> Pair { Pair(a.rows + b.rows, a.columns + b.columns) }
}

extension LabState {
  /// Moves the window by cells of the output. Of a transposed convolution, an image cell that
  /// contributes to the new one is selected, if there is one.
  package mutating func move(place step: Pair) { go(to: cursor.place + step) }

  /// Moves the window to a cell of the output, or the nearest there is.
  package mutating func go(to place: Pair) {
    cursor.place = place
    cursor.settle(in: self)
    guard setting.isTransposed else { return }
    let sources = contributingCells
    if !sources.contains(cursor.source), let first = sources.first { cursor.source = first }
  }

  /// Moves the selection of the image. Of a transposed convolution, an output cell that it
  /// contributes to is selected, if there is one.
  package mutating func move(source step: Pair) {
    cursor.source = cursor.source + step
    cursor.settle(in: self)
    guard setting.isTransposed else { return }
    let cells = reachedCells
    if !cells.contains(cursor.place), let first = cells.first { cursor.place = first }
  }

  package mutating func move(tap step: Pair) {
    cursor.tap = cursor.tap + step
    cursor.settle(in: self)
  }

  /// Shows another channel: of the output, and of the image with it where groups keep them apart.
  package mutating func choose(output channel: Int) {
    let count = run.output.shape[1]
    cursor.output = (channel % count + count) % count
    cursor.settle(in: self)
  }

  package mutating func choose(input channel: Int) {
    let count = image.shape[1]
    cursor.input = (channel % count + count) % count
    let (from, to) = (setting.inputs / setting.groups, setting.outputs / setting.groups)
    if setting.mixing != .separable, kernel(from: cursor.input, to: cursor.output) == nil {
      cursor.output = cursor.input / from * to
    }
  }

  /// The position of the selected output cell.
  package var position: Position { [0, cursor.output, cursor.place.rows, cursor.place.columns] }

  /// The number in the selected output cell.
  package var value: Float { run.output[position] }

  /// The image cells of the shown channel that contribute to the selected output cell.
  package var contributingCells: [Pair] {
    run.definition(of: position).terms.compactMap { term in
      guard case .input(_, let cell) = term.source, cell[1] == cursor.input else { return nil }
      return Pair(cell[2], cell[3])
    }
  }

  /// The output cells of the shown channel that the selected image cell contributes to.
  package var reachedCells: [Pair] {
    run.reach(of: [0, cursor.input, cursor.source.rows, cursor.source.columns]).compactMap {
      $0[1] == cursor.output ? Pair($0[2], $0[3]) : nil
    }
  }
}
