/// The counts of a layer's passes that somebody may divide by.
struct PassExtents: Sendable {
  /// The samples of the batch.
  let samples: Int
  /// The channels or units of the first input.
  let inputChannels: Int
  /// The channels or units of the first output.
  let outputChannels: Int
  /// The spatial extents of the first input.
  let inputAxes: [Int]
  /// The spatial extents of the first output.
  let outputAxes: [Int]
  /// The spatial extents of the first parameter: those of a kernel.
  let kernelAxes: [Int]

  init(_ inputs: [Shape], outputs: [Shape], parameters: [Shape]) {
    let (input, output) = (inputs.first?.extents ?? [], outputs.first?.extents ?? [])
    samples = input.first ?? 1
    inputChannels = input.dropFirst().first ?? 1
    outputChannels = output.dropFirst().first ?? 1
    inputAxes = Array(input.dropFirst(2))
    outputAxes = Array(output.dropFirst(2))
    kernelAxes = Array(parameters.first?.extents.dropFirst(2) ?? [])
  }

  /// Those of a forward pass with its outputs.
  init(_ pass: ForwardPass, outputs: [Tensor]) {
    self.init(
      pass.shapes, outputs: outputs.map(\.shape), parameters: pass.parameters.map(\.shape))
  }

  /// The places of a channel of the input.
  var inputPlaces: Int { inputAxes.reduce(1, *) }

  /// The places of a channel of the output.
  var places: Int { outputAxes.reduce(1, *) }

  /// The places of a kernel.
  var taps: Int { kernelAxes.reduce(1, *) }
}
