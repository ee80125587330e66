/// Poolings and reductions with other groups, functions, slopes or sums.
enum CellAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any CellReduction else { return [] }
    let groups = layer.cellGroups(for: inputs)
    let windows =
      PoolWindowChanges.all(layer, inputs) + PoolShapeChanges.all(layer, inputs)
    let functions =
      CellFunctionChanges.all(layer, groups) + CellDivisorChanges.all(layer, groups, inputs)
      + CellSlopeChanges.all(layer, inputs)
    return (windows + functions + CellPlaceChanges.all(layer, groups, inputs))
      .flatMap { $0.alternatives(of: layer) } + CellShapeAlternatives.all(layer, inputs)
  }
}

/// Outputs and gradients of groups in another shape.
enum CellShapeAlternatives {
  static func all(_ layer: any CellReduction, _ inputs: [Shape]) -> [Alternative] {
    let word = layer.groupWord
    let hint = "Look at the shape of the result."
    return [
      Alternative(
        "axes-dropped", "the axes with one cell are left out of the output", hint: hint, .rule,
        of: layer,
        forward: { pass in
          var result = layer.forward(pass)
          result.outputs = result.outputs.map { $0.reshaped(to: $0.shape.withoutAxesOfOne) }
          result.exactOutputs = [:]
          return result
        }
      ).withOtherShapes,
      Alternative(
        "gradient-not-spread", "the gradient of each \(word) is not spread over its cells",
        hint: hint, .rule, of: layer, backward: { Gradients(inputs: [$0.gradient]) }
      ).withOtherShapes,
      Alternative(
        "share-not-spread",
        "the gradient of each \(word) is divided, but not spread over its cells",
        hint: hint, .rule, of: layer,
        backward: { pass in
          let count = Float(max(1, pass.input.shape.count / max(1, pass.output.shape.count)))
          return Gradients(inputs: [pass.gradient.map { $0 / count }])
        }
      ).withOtherShapes,
    ]
  }
}

extension Shape {
  /// Without the axes of one cell behind the first axis.
  fileprivate var withoutAxesOfOne: Shape {
    Shape(extents.prefix(1) + extents.dropFirst().filter { $0 != 1 })
  }
}
