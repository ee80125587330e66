extension ConvolutionGeometry {
  /// The declarations of the weight and of the bias of the output channels.
  func parameters(hasBias: Bool, channels: Int) -> [ParameterDeclaration] {
    let (fanIn, fanOut) = (wideGroup * kernelPlane, narrowGroup * kernelPlane)
    let weight = ParameterDeclaration(
      "weight", .weight, weightShape, fanIn: fanIn, fanOut: fanOut)
    guard hasBias else { return [weight] }
    return [weight, ParameterDeclaration("bias", .bias, [channels], fanIn: fanIn, fanOut: fanOut)]
  }
}
