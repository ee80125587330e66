import CNNModel

extension LabeledImages {
  /// An image in gray with other numbers of rows and columns, by the mean of the pixels that fall
  /// into each cell: `[rows, columns]`, with the values of the file.
  ///
  /// - Precondition: the index is within 0..<count, and neither number is 0.
  package func thumbnail(of index: Int, rows: Int, columns: Int) -> Tensor {
    let resize = ImageResize(
      from: imageShape.sample, to: [rows, columns], method: .area)
    return resize.apply(to: gray(images(at: [index]))).reshaped(to: [rows, columns])
  }

  /// The gray of a color image, the first channel of any other one.
  private func gray(_ image: Tensor) -> Tensor {
    guard imageShape[0] != 3 else { return image.grayscale() }
    let plane = imageShape[1] * imageShape[2]
    return Tensor(
      shape: [1, 1, imageShape[1], imageShape[2]], elements: Array(image.elements[..<plane]))
  }
}

extension Tensor {
  /// A map `[rows, columns]` with other numbers of rows and columns, by the mean of the cells that
  /// fall into each.
  ///
  /// - Precondition: it is such a map, and no number is 0.
  package func shrunk(toRows rows: Int, columns: Int) -> Tensor {
    precondition(shape.rank == 2 && shape.count > 0, "no map: \(shape)")
    return ImageResize(from: shape, to: [rows, columns], method: .area)
      .apply(to: reshaped(to: [1, 1, shape[0], shape[1]])).reshaped(to: [rows, columns])
  }
}
