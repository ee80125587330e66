/// The geometry of a convolution, with a *wide* side (the image that the window slides over) and a
/// *narrow* side (one cell per window). A convolution goes from wide to narrow, a transposed
/// convolution from narrow to wide, and the input gradient of each is the forward pass of the
/// other.
///
/// Weights are `[narrow channels, wide channels / groups, …kernel]`.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let batch: Int
  package let wideChannels: Int
  package let narrowChannels: Int
  package let groups: Int
  package let window: SpatialWindow

  package var wideGroup: Int { wideChannels / groups }
  package var narrowGroup: Int { narrowChannels / groups }
  package var widePlane: Int { window.imagePlane }
  package var narrowPlane: Int { window.outputPlane }
  package var kernelPlane: Int { window.kernelPlane }
  package var wideShape: Shape { Shape([batch, wideChannels] + window.extents) }
  package var narrowShape: Shape { Shape([batch, narrowChannels] + window.outputs) }
  package var weightShape: Shape { Shape([narrowChannels, wideGroup] + window.kernel) }

  /// The length of a row of the image.
  ///
  /// - Precondition: there are two axes.
  package var wideRow: Int { window.columns.extent }

  /// The number of windows in a row.
  ///
  /// - Precondition: there are two axes.
  package var narrowRow: Int { window.columns.outputs }
}
