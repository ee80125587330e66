/// A well-known kernel of image processing.
package enum ClassicKernel: String, Hashable, Sendable, CaseIterable {
  case identity, blur
  case sobelX = "sobel-x"
  case sobelY = "sobel-y"
  case laplacian, sharpen

  /// Its numbers, row by row, for a kernel of `size`×`size`.
  ///
  /// The blur is the mean of all cells; the others are 3×3, in the middle of a larger kernel and cut
  /// off at the edges of a smaller one.
  package func plane(size: Int) -> [Float] {
    guard self != .blur else {
      return [Float](repeating: 1 / Float(size * size), count: size * size)
    }
    return Self.resized(three, from: 3, to: size)
  }

  /// The kernel after this one in the list, or another number of places on.
  func next(by places: Int) -> ClassicKernel {
    let all = Self.allCases
    let index = (all.firstIndex(of: self) ?? 0) + places
    return all[(index % all.count + all.count) % all.count]
  }

  /// A square kernel with zeros around it, or cut off evenly, so that its middle stays the middle.
  static func resized(_ plane: [Float], from old: Int, to new: Int) -> [Float] {
    let shift = (new - 1) / 2 - (old - 1) / 2
    return (0..<new * new).map { index in
      let (row, column) = (index / new - shift, index % new - shift)
      guard (0..<old).contains(row), (0..<old).contains(column) else { return 0 }
      return plane[row * old + column]
    }
  }

  private var three: [Float] {
    switch self {
    case .identity: [0, 0, 0, 0, 1, 0, 0, 0, 0]
    case .blur: [Float](repeating: 1 / 9, count: 9)
    case .sobelX: [-1, 0, 1, -2, 0, 2, -1, 0, 1]
    case .sobelY: [-1, -2, -1, 0, 0, 0, 1, 2, 1]
    case .laplacian: [0, 1, 0, 1, -4, 1, 0, 1, 0]
    case .sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0]
    }
  }
}
