/// Data augmentation: every image of a batch is shifted by a few cells at random, and zeros are
/// shifted in.
///
/// `new[row, column] = old[row − down, column − right]`, both drawn from −most…most for every
/// image, as a function of (seed, step, index in the batch).
///
/// Shapes: `[batch, channels, rows, columns]` → the same; other tensors are not changed.
public struct ImageShift: Hashable, Sendable {
  /// The largest shift in every direction; 0 changes nothing.
  public let most: Int

  /// - Precondition: the largest shift is at least 0.
  public init(most: Int) {
    precondition(most >= 0, "a shift of \(most)")
    self.most = most
  }

  /// Shifts all images of a batch.
  public func apply(to images: Tensor, seed: UInt64, step: Int) -> Tensor {
    guard most > 0, images.shape.rank == 4 else { return images }
    var shifted = images.zeros
    let size = images.shape.sample.count
    for sample in 0..<images.shape[0] {
      var target = shifted.elements.mutableSpan
      copy(
        images.elements.span, to: &target, from: sample * size, images.shape.sample, seed: seed,
        step: step, sample: sample)
    }
    return shifted
  }

  /// Shifts one image of a batch.
  ///
  /// - Parameters:
  ///   - target: zeros, which receive the shifted image.
  ///   - start: the offset of the image in both.
  package func copy(
    _ source: Span<Float>, to target: inout MutableSpan<Float>, from start: Int, _ shape: Shape,
    seed: UInt64, step: Int, sample: Int
  ) {
    let random = CounterRandom(seed: seed, stream: .augmentation, step, sample)
    let down = random.below(2 * most + 1, 0) - most
    let right = random.below(2 * most + 1, 1) - most
    let (channels, rows, columns) = (shape[0], shape[1], shape[2])
    let (firstRow, firstColumn) = (max(0, down), max(0, right))
    guard firstRow < min(rows, rows + down), firstColumn < min(columns, columns + right) else {
      return
    }
    for channel in 0..<channels {
      for row in firstRow..<min(rows, rows + down) {
        for column in firstColumn..<min(columns, columns + right) {
          target[start + (channel * rows + row) * columns + column] =
            source[start + (channel * rows + row - down) * columns + column - right]
        }
      }
    }
  }
}
