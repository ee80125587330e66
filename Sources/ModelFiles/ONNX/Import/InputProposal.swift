public import CNNModel

/// What is known of the shape of a model's first input before the model is read.
public struct InputProposal: Sendable {
  /// The shape of one sample that the user sets; it counts more than the file's.
  let sample: Shape?
  /// The shape of the array that is to be fed, with or without its batch.
  let array: Shape?
  /// The image's channels, rows and columns; asked for only where the file leaves extents open.
  let image: @Sendable () -> Shape?

  /// What is known; see the properties.
  public init(
    sample: Shape? = nil, array: Shape? = nil, image: @escaping @Sendable () -> Shape? = { nil }
  ) {
    (self.sample, self.array, self.image) = (sample, array, image)
  }

  /// The shape with the batch that fits what a file declares: the array's, of which one sample is
  /// fed where the batch is open, or the image's where rows or columns are open.
  ///
  /// - Returns: `nil` where none fits.
  func shape(fitting extents: [ModelGraph.Extent]) -> Shape? {
    if let shape = array.flatMap({ Self.fit($0, extents) }) { return shape }
    guard extents.count == 4, extents.dropFirst().contains(where: \.isOpen), let image = image()
    else { return nil }
    let orders: [Shape] = [image, [image[1], image[2], image[0]]]
    let isLast = extents[1].isOpen && !extents[3].isOpen
    return Self.filled(isLast ? orders[1] : orders[0], extents)
  }

  private static func fit(_ array: Shape, _ extents: [ModelGraph.Extent]) -> Shape? {
    if array.fits(extents) {
      return extents.first?.isOpen == true ? array.replacing(axis: 0, with: 1) : array
    }
    let single = array.batched(1)
    return single.fits(extents) ? single : nil
  }

  /// What the file declares, with the extents that it leaves open from a sample.
  private static func filled(_ sample: Shape, _ extents: [ModelGraph.Extent]) -> Shape {
    Shape(
      zip(extents, [1] + sample.extents).map { extent, size in
        if case .fixed(let fixed) = extent { fixed } else { size }
      })
  }
}

extension Shape {
  /// Whether it is one of the shapes that a file allows.
  func fits(_ allowed: [ModelGraph.Extent]) -> Bool {
    rank == allowed.count
      && zip(extents, allowed).allSatisfy { size, extent in
        if case .fixed(let fixed) = extent { fixed == size } else { true }
      }
  }
}

extension ModelGraph.Extent {
  /// Whether it is known only at run time.
  var isOpen: Bool { if case .open = self { true } else { false } }
}
