/// Functions of every number alone, with another slope.
enum ElementwiseAlternatives {
  private static let hint =
    "Look at what the gradient of each cell is multiplied by."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any Elementwise else { return [] }
    return changes.filter { !layer.kinks.isEmpty || !$0.isAtKinks }.map { change in
      Alternative(
        change.name, change.what, hint: hint, .rule, of: layer,
        backward: { pass in
          let gx = pass.input.elements.indices.map {
            change.gradient(layer, pass.input[$0], pass.output[$0], pass.gradient[$0])
          }
          return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx)])
        })
    }
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    var isAtKinks = false
    /// The gradient by an input from input, output and gradient.
    let gradient: @Sendable (any Elementwise, _ x: Float, _ y: Float, _ gy: Float) -> Float
  }

  private static let changes: [Change] = [
    Change(name: "slope-of-output", what: "the slope is taken at the output instead of the input") {
      layer, _, y, gradient in
      gradient * layer.slope(y, y)
    },
    Change(name: "slope-ignored", what: "the gradient passes as if the slope were 1") {
      _, _, _, gradient in gradient
    },
    Change(name: "gradient-ignored", what: "the slope is not multiplied by the gradient") {
      layer, x, y, _ in layer.slope(x, y)
    },
    Change(
      name: "kinks-from-above", what: "the slope at a kink is that of larger numbers",
      isAtKinks: true
    ) { layer, x, y, gradient in
      let isKink = layer.kinks.contains { Float($0) == x }
      return gradient * layer.slope(isKink ? x.nextUp : x, y)
    },
  ]
}
