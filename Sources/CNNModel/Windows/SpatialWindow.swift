/// The windows on all spatial axes of a sequence, an image or a volume.
public struct SpatialWindow: Hashable, Sendable {
  /// Outermost first: rows, then columns.
  public let axes: [AxisWindow]

  /// - Precondition: there is at least one axis.
  package init(axes: [AxisWindow]) {
    precondition(!axes.isEmpty, "a window without axes")
    self.axes = axes
  }

  public var extents: [Int] { axes.map(\.extent) }
  public var outputs: [Int] { axes.map(\.outputs) }
  public var kernel: [Int] { axes.map(\.kernel) }

  /// The cells of one channel, and the places of the window over them.
  package var imagePlane: Int { axes.reduce(1) { $0 * $1.extent } }
  package var outputPlane: Int { axes.reduce(1) { $0 * $1.outputs } }
  package var kernelPlane: Int { axes.reduce(1) { $0 * $1.kernel } }
}

/// The axes of an image.
extension SpatialWindow {
  /// - Precondition: there are two axes.
  package init(rows: AxisWindow, columns: AxisWindow) { self.init(axes: [rows, columns]) }

  /// - Precondition: there are two axes.
  public var rows: AxisWindow { image.rows }

  /// - Precondition: there are two axes.
  public var columns: AxisWindow { image.columns }

  private var image: (rows: AxisWindow, columns: AxisWindow) {
    precondition(axes.count == 2, "rows and columns of \(axes.count) axes")
    return (axes[0], axes[1])
  }
}
