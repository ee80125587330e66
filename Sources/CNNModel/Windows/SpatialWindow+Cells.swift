/// The connections between cells, weights and outputs on all axes. Cells, weights and outputs are
/// given by their indices on the spatial axes.
extension SpatialWindow {
  /// The cells that an output reads and the indices of their weights, tap by tap in reading order.
  /// A cell is `nil` in zero padding; `place` is its position in any case.
  ///
  /// - Parameter output: with sample and channel, which are ignored.
  func taps(at output: Position) -> [(cell: [Int]?, weight: [Int], place: [Int])] {
    Self.places(in: kernel).map { tap in
      (
        cell(output.spatial, tap), onAxes { $0.weight(tap: tap[$1]) },
        place(output.spatial, tap)
      )
    }
  }

  /// The outputs that read a cell, and the indices of the weights by which they multiply it.
  ///
  /// - Parameter cell: with sample and channel, which are ignored.
  func readers(of cell: Position) -> [(output: [Int], weight: [Int])] {
    zip(axes, cell.spatial).reduce([([], [])]) { found, axis in
      let (window, cell) = axis
      let readers = window.readers(of: cell)
      return found.flatMap { outer in
        readers.map { (outer.0 + [$0.output], outer.1 + [window.weight(tap: $0.tap)]) }
      }
    }
  }

  /// The pairs of cell and output that a weight connects, output by output in reading order.
  func connections(of weight: [Int]) -> [(cell: [Int]?, output: [Int], place: [Int])] {
    let tap = onAxes { $0.tap(weight: weight[$1]) }
    return Self.places(in: outputs).map { (cell($0, tap), $0, place($0, tap)) }
  }

  /// The position of a tap, in the image or in its padding.
  private func place(_ output: [Int], _ tap: [Int]) -> [Int] {
    onAxes { $0.place(output: output[$1], tap: tap[$1]) }
  }

  private func cell(_ output: [Int], _ tap: [Int]) -> [Int]? {
    let sources = axes.indices.compactMap { axes[$0].source(output: output[$0], tap: tap[$0]) }
    return sources.count == axes.count ? sources : nil
  }

  private func onAxes(_ number: (AxisWindow, Int) -> Int) -> [Int] {
    axes.indices.map { number(axes[$0], $0) }
  }

  /// All combinations of indices within some extents, in reading order.
  static func places(in extents: [Int]) -> [[Int]] {
    extents.reduce([[]]) { places, extent in
      places.flatMap { place in (0..<extent).map { place + [$0] } }
    }
  }

  /// The arithmetic of every axis, in one line if it is the same for all.
  func arithmetic(ceiling: Bool = false) -> [String] {
    axes.map { $0.arithmetic(ceiling: ceiling) }.distinctLines
  }
}

extension [String] {
  /// One line if all are equal.
  var distinctLines: [String] { allSatisfy { $0 == first } ? Array(prefix(1)) : self }
}

extension Position {
  /// The indices after sample and channel.
  var spatial: [Int] { Array(indices.dropFirst(2)) }

  /// A position within a channel of a sample.
  init(_ sample: Int, _ channel: Int, _ spatial: [Int]) {
    self.init([sample, channel] + spatial)
  }
}
