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
    fileprivate let tensor: Tensor

    package subscript(row: Int, column: Int) -> Float { tensor[offset + row * columns + column] }

    /// Its numbers, row by row.
    package var values: [Float] { Array(tensor.elements[offset..<offset + rows * columns]) }

    /// The position in the tensor.
    package func position(row: Int, column: Int) -> Position {
      tensor.shape.position(at: offset + row * columns + column)
    }
  }

  private let tensor: Tensor
  private let rows: Int
  private let columns: Int
  package let count: Int

  /// One sample of activations and gradients, all of parameters.
  ///
  /// `[…, rows, columns]` is a map for every index in front; `[units, inputs]` is one map; a list of
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

  /// - Parameter sample: which one of a batch; `nil` for a tensor without a batch.
  /// - Precondition: the batch has such a sample.
  package init(_ tensor: Tensor, sample: Int?) {
    let isEmpty = tensor.shape.count == 0
    let shape: Shape = isEmpty ? [0] : sample == nil ? tensor.shape : tensor.shape.sample
    self.tensor = tensor
    start = (sample ?? 0) * shape.count
    precondition(start + shape.count <= tensor.shape.count, "no sample \(sample ?? 0)")
    columns = shape.rank == 1 ? Self.rowLength(shape[0]) : shape.extents.last ?? 1
    rows = shape.rank == 1 ? shape[0] / max(1, columns) : shape.rank > 1 ? shape[shape.rank - 2] : 1
    count = rows * columns == 0 ? 0 : shape.count / (rows * columns)
    indices = Shape(Array(shape.extents.dropLast(min(2, shape.rank))))
  }

  /// The length of the rows in which a list of units is shown: all of a short one, else the divisor
  /// that makes the picture a little wider than high.
  private static func rowLength(_ units: Int) -> Int {
    guard units > 16 else { return units }
    let root = Double(units).squareRoot()
    let divisor = (1...units).first { Double($0) >= root && units % $0 == 0 } ?? units
    return divisor > 4 * Int(root) ? units : divisor
  }

  private let indices: Shape
  private let start: Int

  /// The map and the row-major place in it where an offset of the tensor stands.
  ///
  /// - Precondition: the offset belongs to the sample that the maps are of.
  package func place(ofOffset offset: Int) -> (map: Int, place: Int) {
    let (map, place) = (offset - start).quotientAndRemainder(dividingBy: rows * columns)
    return (map, place)
  }

  /// - Precondition: there is such a map.
  package subscript(index: Int) -> Map {
    precondition((0..<count).contains(index), "no map \(index) of \(count)")
    let place = indices.position(at: index).indices
    return Map(
      rows: rows, columns: columns, title: place.map(String.init).joined(separator: "←"),
      offset: start + index * rows * columns, tensor: tensor)
  }
}
