import CNNModel

/// A tensor as pictures: one map for each channel, kernel or row of weights.
package struct FeatureMaps: Sendable {
  /// One picture.
  package struct Map: Sendable {
    package let rows: Int
    package let columns: Int
    /// What it is called: a channel `3`, a kernel `3←1`.
    package let title: String
    /// Where it begins in the tensor.
    package let offset: Int
    /// The distance between adjacent cells of a row in the tensor.
    fileprivate let step: Int
    fileprivate let tensor: Tensor

    package subscript(row: Int, column: Int) -> Float { tensor[place(row, column)] }

    /// Its numbers, row by row.
    package var values: [Float] {
      step == 1
        ? Array(tensor.elements[offset..<offset + rows * columns])
        : (0..<rows * columns).map { tensor[offset + $0 * step] }
    }

    /// The position in the tensor.
    package func position(row: Int, column: Int) -> Position {
      tensor.shape.position(at: place(row, column))
    }

    /// The row and column of a position in the tensor; `nil` where it is on another map.
    package func place(of position: Position) -> (row: Int, column: Int)? {
      guard tensor.shape.contains(position) else { return nil }
      let cell = tensor.shape.offset(of: position) - offset
      guard cell >= 0, cell % step == 0, cell / step < rows * columns else { return nil }
      return (cell / step / columns, cell / step % columns)
    }

    private func place(_ row: Int, _ column: Int) -> Int {
      offset + (row * columns + column) * step
    }
  }

  private let tensor: Tensor
  private let rows: Int
  private let columns: Int
  package private(set) var count: Int

  /// One sample of activations and gradients, all of parameters.
  ///
  /// `[…, rows, columns]` is a map for every index in front, those of a value with the channels last
  /// `[rows, columns, channels]` one for every channel; `[units, inputs]` is one map; a list of
  /// units is one map, in rows of equal length where it is a long one. Of a tensor without numbers
  /// there are none.
  ///
  /// - Precondition: the batch has such a sample.
  package init(_ tensor: Tensor, _ kind: TensorReference.Kind, sample: Int = 0) {
    switch kind {
    case .activation, .gradient: self.init(tensor, sample: sample)
    default: self.init(tensor, sample: nil)
    }
  }

  /// - Parameters:
  ///   - sample: which one of a batch; `nil` for a tensor without a batch.
  ///   - hasChannelsLast: whether `[…, rows, columns, channels]` is a map for every channel.
  /// - Precondition: the batch has such a sample.
  package init(_ tensor: Tensor, sample: Int?, hasChannelsLast: Bool = false) {
    let isEmpty = tensor.shape.count == 0
    let whole: Shape = isEmpty ? [0] : sample == nil ? tensor.shape : tensor.shape.sample
    let isLast = hasChannelsLast && whole.rank == 3
    let shape: Shape = isLast ? [whole[2], whole[0], whole[1]] : whole
    step = isLast ? whole[2] : 1
    self.tensor = tensor
    start = (sample ?? 0) * shape.count
    precondition(start + shape.count <= tensor.shape.count, "no sample \(sample ?? 0)")
    columns = shape.rank == 1 ? Self.rowLength(shape[0]) : shape.extents.last ?? 1
    rows = shape.rank == 1 ? shape[0] / max(1, columns) : shape.rank > 1 ? shape[shape.rank - 2] : 1
    count = rows * columns == 0 ? 0 : shape.count / (rows * columns)
    indices = Shape(Array(shape.extents.dropLast(min(2, shape.rank))))
    let isVolume = sample != nil && indices.rank > 1
    sliceCount = isVolume ? max(1, indices.extents.dropFirst().reduce(1, *)) : 1
  }

  /// The length of the rows in which a list of units is shown: all of a short one, else the divisor
  /// that makes the picture a little wider than high.
  private static func rowLength(_ units: Int) -> Int {
    guard units > 16 else { return units }
    let root = Double(units).squareRoot()
    let divisor = (1...units).first { Double($0) >= root && units % $0 == 0 } ?? units
    return divisor > 4 * Int(root) ? units : divisor
  }

  /// Of a volume `[channels, depth, …, rows, columns]` the number of maps in each channel; 1 for
  /// maps that are channels themselves, and for what has no batch, such as kernels.
  package let sliceCount: Int
  /// The slice that is left of every channel; `nil` where all are there.
  private var slice: Int?

  /// One map for each channel of a volume, of one slice; the nearest where there is no such slice.
  package func slice(_ index: Int) -> FeatureMaps {
    guard sliceCount > 1, slice == nil else { return self }
    var maps = self
    maps.slice = min(max(0, index), sliceCount - 1)
    maps.count = count / sliceCount
    return maps
  }

  /// The slice in which an offset of the tensor stands.
  ///
  /// - Precondition: the offset belongs to the sample that the maps are of.
  package func slice(ofOffset offset: Int) -> Int {
    (offset - start) / max(1, rows * columns) % sliceCount
  }

  private let indices: Shape
  /// The distance between adjacent cells of a map in the tensor.
  private let step: Int
  private let start: Int

  /// The map and the row-major place in it where an offset of the tensor stands.
  ///
  /// - Precondition: the offset belongs to the sample that the maps are of.
  package func place(ofOffset offset: Int) -> (map: Int, place: Int) {
    guard step == 1 else { return ((offset - start) % step, (offset - start) / step) }
    let (map, place) = (offset - start).quotientAndRemainder(dividingBy: rows * columns)
    return (slice == nil ? map : map / sliceCount, place)
  }

  /// - Precondition: there is such a map.
  package subscript(index: Int) -> Map {
    precondition((0..<count).contains(index), "no map \(index) of \(count)")
    let map = slice.map { index * sliceCount + $0 } ?? index
    let place = slice == nil ? indices.position(at: map).indices : [index]
    return Map(
      rows: rows, columns: columns, title: place.map(String.init).joined(separator: "←"),
      offset: start + (step == 1 ? map * rows * columns : map), step: step, tensor: tensor)
  }
}
