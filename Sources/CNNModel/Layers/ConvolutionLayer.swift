/// A layer whose passes are those of a convolution: forward from the wide to the narrow side, or as a
/// transposed one from the narrow to the wide side.
protocol ConvolutionLayer: SingleOutputLayer, WeightedSum {
  /// The output channels.
  var channels: Int { get }
  var hasBias: Bool { get }

  /// - Precondition: the layer accepts the shapes.
  func geometry(_ shapes: [Shape]) -> ConvolutionGeometry

  /// The forward pass with a geometry.
  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ geometry: ConvolutionGeometry
  ) -> PlainArray<S>

  /// The backward pass with a geometry.
  func backward(_ pass: BackwardPass, _ geometry: ConvolutionGeometry) -> Gradients
}

extension ConvolutionLayer {
  var biasAxis: Int? { 1 }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    geometry(inputs).parameters(hasBias: hasBias, channels: channels)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    compute(inputs, parameters, geometry(inputs.map(\.shape)))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    backward(pass, geometry(pass.shapes))
  }

  /// The gradients of the weight and, where there is one, of the bias.
  ///
  /// - Parameters:
  ///   - weight: the numbers of the weight's gradient.
  ///   - output: those of the output's gradient, with so many in a plane.
  func parameterGradients(
    _ weight: [Float], _ output: [Float], plane: Int, _ geometry: ConvolutionGeometry
  ) -> [Tensor] {
    let weight = Tensor(shape: geometry.weightShape, elements: weight)
    guard hasBias else { return [weight] }
    let sums = Loops.channelSums(output, channels: channels, plane: plane)
    return [weight, Tensor(shape: [channels], elements: sums)]
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let geometry = geometry(inputs)
    return geometry.batch * geometry.narrowPlane * geometry.weightShape.count
  }
}
