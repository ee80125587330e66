import CNNModel

/// What the axes of an array of inputs are.
struct AxisOrder: Hashable, Sendable {
  private enum Kind: Hashable {
    case asItIs
    /// `[count, rows, columns, channels]`
    case channelsLast
    /// `[count, numbers]`, as images of this shape.
    case rows(Shape)
  }

  private let kind: Kind

  /// The order that the extents show.
  ///
  /// The channels are last where the last of four extents is 1 to 4 and the second is larger, unless
  /// the network takes the array as it is. Rows of as many numbers as the network's image has are such
  /// images, and otherwise images of one row.
  init(_ shape: Shape, fit: ImageShaping?) {
    let image = fit?.input.image
    if shape.rank == 2 {
      let isImage = image?.rank == 3 && image?.count == shape[1]
      kind = .rows(isImage ? image ?? [1, 1, shape[1]] : [1, 1, shape[1]])
    } else if shape.rank == 4, (1...4).contains(shape[3]), shape[1] > 4, shape.sample != image {
      kind = .channelsLast
    } else {
      kind = .asItIs
    }
  }

  /// What is done, as a sentence.
  var notes: [String] {
    kind == .channelsLast ? ["the channels are the last axis; they are moved to the front"] : []
  }

  /// The inputs as images, `[count, channels, rows, columns]` or `[count, rows, columns]`; an array of
  /// another rank as it is.
  func images(_ file: DataSet.NamedFile) -> DataSet.NamedFile {
    let array = file.array
    switch kind {
    case .rows(let image) where array.shape.rank == 2 && array.shape[1] == image.count:
      return (array.reshaped(to: image.batched(array.shape[0])), file.path)
    case .channelsLast where array.shape.rank == 4:
      return (array.transposed([0, 3, 1, 2]), file.path)
    default: return file
    }
  }
}
