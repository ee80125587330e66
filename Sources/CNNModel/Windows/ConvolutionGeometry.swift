/// A convolution as its kernels see it: a *wide* side (the image that the window moves over) and a
/// *narrow* side (a number for each place of the window). `conv` goes from wide to narrow, `deconv`
/// from narrow to wide, and each one's input gradient is the other's forward pass.
///
/// Weights are `[narrow channels, wide channels / groups, rows, columns]`.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let batch: Int
  package let wideChannels: Int
  package let narrowChannels: Int
  package let groups: Int
  package let window: ImageWindow

  package var wideGroup: Int { wideChannels / groups }
  package var narrowGroup: Int { narrowChannels / groups }
  package var wideRow: Int { window.columns.extent }
  package var widePlane: Int { window.rows.extent * window.columns.extent }
  package var narrowRow: Int { window.columns.outputs }
  package var narrowPlane: Int { window.outputs.product }
  package var kernelPlane: Int { window.kernel.product }
  package var wideShape: Shape { [batch, wideChannels, window.rows.extent, window.columns.extent] }
  package var narrowShape: Shape {
    [batch, narrowChannels, window.rows.outputs, window.columns.outputs]
  }
  package var weightShape: Shape {
    [narrowChannels, wideGroup, window.kernel.rows, window.kernel.columns]
  }
}
