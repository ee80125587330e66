/// The windows over all spatial axes of a sequence, an image or a volume.
public struct SpatialWindow: Hashable, Sendable {
  /// One window per axis, outermost first.
  public let axes: [AxisWindow]

  /// - Precondition: there is at least one axis.
  package init(axes: [AxisWindow]) {
    precondition(!axes.isEmpty, "a window without axes")
    self.axes = axes
  }

  /// The number of cells on each axis.
  public var extents: [Int] { axes.map(\.extent) }

  /// The number of windows on each axis.
  public var outputs: [Int] { axes.map(\.outputs) }

  /// The number of taps on each axis.
  public var kernel: [Int] { axes.map(\.kernel) }

  /// The number of windows that read no cell of the image.
  package var emptyCount: Int {
    outputPlane
      - axes.reduce(1) { count, axis in count * (0..<axis.outputs).count(where: axis.reads) }
  }

  /// Whether an output's window reads no cell of the image.
  ///
  /// - Parameter output: with sample and channel, which are ignored.
  package func isEmpty(at output: Position) -> Bool {
    !zip(axes, output.spatial).allSatisfy { $0.reads(output: $1) }
  }

  /// The number of cells of one channel.
  package var imagePlane: Int { axes.reduce(1) { $0 * $1.extent } }
  package var outputPlane: Int { axes.reduce(1) { $0 * $1.outputs } }
  package var kernelPlane: Int { axes.reduce(1) { $0 * $1.kernel } }
}

/// The axes of an image.
extension SpatialWindow {
  /// - Precondition: there are two axes.
  package init(rows: AxisWindow, columns: AxisWindow) { self.init(axes: [rows, columns]) }

  /// The window along the rows.
  ///
  /// - Precondition: there are two axes.
  public var rows: AxisWindow { image.rows }

  /// The window along the columns.
  ///
  /// - Precondition: there are two axes.
  public var columns: AxisWindow { image.columns }

  private var image: (rows: AxisWindow, columns: AxisWindow) {
    precondition(axes.count == 2, "rows and columns of \(axes.count) axes")
    return (axes[0], axes[1])
  }
}
