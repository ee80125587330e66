/// Data augmentation: random changes of the images to train with, one after the other.
///
/// What is drawn is a function of (seed, step, index in the batch) and the place of the change in the
/// list, so that a step can be repeated, and does not depend on threads.
///
/// Shapes: `[batch, channels, rows, columns]` → the same; other tensors are not changed.
public struct Augmentation: Hashable, Sendable {
  /// The changes in their order; none leaves images as they are.
  public let changes: [ImageChange]

  /// Changes in their order.
  public init(_ changes: [ImageChange] = []) { self.changes = changes }

  /// Every image is moved by up to so many cells; see ``ImageChange/shift(_:)``.
  ///
  /// - Precondition: the number is at least 0.
  public init(shift cells: Int) {
    precondition(cells >= 0, "a shift of \(cells)")
    changes = cells == 0 ? [] : [.shift(cells)]
  }

  /// The changes of a text such as `flip, crop 4, cutout 8`, or `none`.
  ///
  /// - Throws: ``LineError`` for a word that is no change, or a number that does not fit.
  public init(_ text: String) throws(LineError) {
    guard text != Self.none else {
      self.init()
      return
    }
    var (changes, column): ([ImageChange], Int) = ([], 1)
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      changes.append(try ImageChange(Word.split(part, startingAt: column), column: column))
      column += part.count + 1
    }
    self.init(changes)
  }

  private static let none = "none"

  /// The text that is read as these changes.
  public var text: String {
    changes.isEmpty ? Self.none : changes.map(\.text).joined(separator: ", ")
  }

  /// By how many cells images are moved, where nothing else is done to them.
  public var shiftAlone: Int? {
    if changes.isEmpty { return 0 }
    guard changes.count == 1, case .shift(let cells) = changes[0] else { return nil }
    return cells
  }

  /// Changes all images of a batch.
  public func apply(to images: Tensor, seed: UInt64, step: Int) -> Tensor {
    guard !changes.isEmpty, images.shape.rank == 4 else { return images }
    var changed = images.zeros
    let size = images.shape.sample.count
    for sample in 0..<images.shape[0] {
      var target = changed.elements.mutableSpan
      copy(
        images.elements.span, to: &target, from: sample * size, images.shape.sample, seed: seed,
        step: step, sample: sample)
    }
    return changed
  }

  /// Copies one image of a batch, changed.
  ///
  /// - Parameters:
  ///   - target: zeros, which receive the changed image.
  ///   - start: the offset of the image in both.
  package func copy(
    _ source: Span<Float>, to target: inout MutableSpan<Float>, from start: Int, _ shape: Shape,
    seed: UInt64, step: Int, sample: Int
  ) {
    let plane = shape[1] * shape[2]
    let origins = origins(shape, seed: seed, step: step, sample: sample)
    for channel in 0..<shape[0] {
      let first = start + channel * plane
      for cell in 0..<plane where origins[cell] >= 0 {
        target[first + cell] = source[first + origins[cell]]
      }
    }
  }

  /// For every cell of the changed image the cell of the original that it shows; −1 for a zero.
  private func origins(_ shape: Shape, seed: UInt64, step: Int, sample: Int) -> [Int] {
    let random = CounterRandom(seed: seed, stream: .augmentation, step, sample)
    var origins = Array(0..<shape[1] * shape[2])
    for (place, change) in changes.enumerated() {
      let draw = ImageChange.Draw(change, random, place: place, rows: shape[1], columns: shape[2])
      origins = draw.moved(origins)
    }
    return origins
  }

  /// What is done to one image of a batch, in words: `flipped`, `moved down by 2 and right
  /// by -1`; nothing for what leaves it as it is.
  ///
  /// - Parameter shape: of the image, `[channels, rows, columns]`.
  package func description(
    of sample: Int, _ shape: Shape, seed: UInt64, step: Int
  ) -> [String] {
    guard shape.rank == 3 else { return [] }
    let random = CounterRandom(seed: seed, stream: .augmentation, step, sample)
    return changes.enumerated().compactMap { place, change in
      ImageChange.Draw(change, random, place: place, rows: shape[1], columns: shape[2]).description
    }
  }
}
