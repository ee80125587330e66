/// Layers with parameters, with others in one pass, or with their gradients summed in another way.
enum ParameterAlternatives {
  private static let hint =
    "Look at how the parameters enter the result, and at how their gradients are summed."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    let parameters = layer.parameters(for: inputs)
    guard !parameters.isEmpty else { return [] }
    return changes.flatMap { change -> [Alternative] in
      guard let index = parameters.firstIndex(where: change.applies) else { return [] }
      return alternatives(layer, index, change)
    } + [averaged(layer)]
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    let applies: @Sendable (ParameterDeclaration) -> Bool
    let tensor: @Sendable (Tensor) -> Tensor
  }

  private static let changes: [Change] = [
    Change(
      name: "weight-transposed", what: "the last two axes of the weight are exchanged",
      applies: { $0.kind == .weight && $0.shape.hasSquarePlanes }, tensor: \.withPlanesTransposed)
  ]

  private static func alternatives(
    _ layer: any Layer, _ index: Int, _ change: Change
  ) -> [Alternative] {
    [
      Alternative(
        change.name, change.what, hint: hint, .attribute, of: layer,
        forward: { pass in
          layer.forward(pass.changing(index, change.tensor))
        }),
      Alternative(
        change.name, change.what, hint: hint, .attribute, of: layer,
        backward: { pass in
          var pass = pass
          pass.forward = pass.forward.changing(index, change.tensor)
          return layer.backward(pass)
        }),
    ]
  }

  private static func averaged(_ layer: any Layer) -> Alternative {
    Alternative(
      "gradients-averaged", "the gradients of parameters are averaged over the samples", hint: hint,
      .attribute,
      of: layer,
      backward: { pass in
        var gradients = layer.backward(pass)
        let samples = Float(max(1, pass.input.shape.extents.first ?? 1))
        gradients.parameters = gradients.parameters.map { $0.map { $0 / samples } }
        return gradients
      })
  }
}

extension ForwardPass {
  /// The same pass with one parameter changed.
  fileprivate func changing(_ parameter: Int, _ change: (Tensor) -> Tensor) -> ForwardPass {
    var pass = self
    pass.parameters[parameter] = change(parameters[parameter])
    return pass
  }
}

extension Shape {
  fileprivate var hasSquarePlanes: Bool { rank >= 2 && self[rank - 1] == self[rank - 2] }
}

extension Tensor {
  /// With the last two axes exchanged.
  ///
  /// - Precondition: they have the same extent.
  fileprivate var withPlanesTransposed: Tensor {
    let size = shape[shape.rank - 1]
    let offsets = shape.count == 0 ? 0..<0 : 0..<shape.count
    return Tensor(
      shape: shape,
      elements: offsets.map { offset in
        let (row, column) = (offset / size % size, offset % size)
        return self[offset + (column - row) * size + row - column]
      })
  }
}
