/// A convolution as its kernels see it: a *wide* side (the image that the window moves over) and a
/// *narrow* side (a number for each place of the window). `conv` goes from wide to narrow, `deconv`
/// from narrow to wide, and each one's input gradient is the other's forward pass.
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

  /// The weight, and the bias of the output channels.
  func parameters(hasBias: Bool, channels: Int) -> [ParameterDeclaration] {
    let (fanIn, fanOut) = (wideGroup * kernelPlane, narrowGroup * kernelPlane)
    let weight = ParameterDeclaration(
      "weight", .weight, weightShape, fanIn: fanIn, fanOut: fanOut)
    guard hasBias else { return [weight] }
    return [weight, ParameterDeclaration("bias", .bias, [channels], fanIn: fanIn, fanOut: fanOut)]
  }

  /// The cells from one row to the next of an image.
  ///
  /// - Precondition: there are two axes.
  package var wideRow: Int { window.columns.extent }
  /// The places of the window from one row to the next.
  ///
  /// - Precondition: there are two axes.
  package var narrowRow: Int { window.columns.outputs }
}
