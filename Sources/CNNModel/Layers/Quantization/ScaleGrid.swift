/// Which of several scales, factors or zero points belongs to a cell: the same for all, one for every
/// index of an axis, or one for every block of indices along an axis.
public struct ScaleGrid: Hashable, Sendable {
  /// Negative ones count from the end; `nil` where all cells have the same.
  public let axis: Int?
  /// The number of indices that share one with the other axes fixed; `nil` where all cells at an
  /// index do.
  public let block: Int?

  package init(axis: Int? = nil, block: Int? = nil) { (self.axis, self.block) = (axis, block) }

  /// The same for all cells.
  package static let whole = ScaleGrid()

  /// The number of scales for a tensor of a shape.
  ///
  /// - Throws: ``ShapeError`` where the shape has no such axis.
  func count(for shape: Shape) throws(ShapeError) -> Int {
    guard let number = axis else { return 1 }
    guard let axis = shape.axis(number) else {
      throw ShapeError("scales along axis \(number) of \(shape), which has \(shape.rank) axes")
    }
    guard let block else { return shape[axis] }
    return shape.replacing(axis: axis, with: (shape[axis] + block - 1) / block).count
  }

  /// For every cell of a shape the index of its scale.
  ///
  /// - Precondition: ``count(for:)`` does not throw.
  func places(in shape: Shape) -> ScalePlaces { ScalePlaces(self, shape) }
}

/// The index of the scale of every cell of a tensor.
struct ScalePlaces {
  /// The number of cells from one index of the axis to the next.
  private let stride: Int
  /// The number of indices of the axis.
  private let extent: Int
  private let block: Int?
  private let isWhole: Bool

  fileprivate init(_ grid: ScaleGrid, _ shape: Shape) {
    let axis = grid.axis.flatMap { shape.axis($0) }
    (isWhole, block) = (axis == nil, grid.block)
    stride = axis.map { max(1, shape.strides[$0]) } ?? 1
    extent = axis.map { max(1, shape[$0]) } ?? 1
  }

  /// The index of the scale of the cell at a row-major offset.
  func place(of offset: Int) -> Int {
    if isWhole { return 0 }
    let (row, inner) = offset.quotientAndRemainder(dividingBy: stride)
    let (outer, index) = row.quotientAndRemainder(dividingBy: extent)
    guard let block else { return index }
    let blocks = (extent + block - 1) / block
    return (outer * blocks + index / block) * stride + inner
  }
}
