/// Functions of every number alone, with another slope or another formula.
enum ElementwiseAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any Elementwise else { return [] }
    let isGated = layer.value(Float(0)) == 0
    let changes =
      ElementChange.slopes + (layer.kinks.isEmpty ? [] : ElementChange.kinks)
      + (isGated ? ElementChange.gates : []) + ElementChange.formulas
      + ElementChange.pieces(layer) + layer.forms.map(ElementChange.init)
    return changes.flatMap { alternatives(layer, $0) }
  }

  private static func alternatives(
    _ layer: any Elementwise, _ change: ElementChange
  ) -> [Alternative] {
    var alternatives: [Alternative] = []
    if let value = change.value {
      alternatives.append(
        Alternative(
          change.name, change.what, hint: change.hint, change.tier, of: layer,
          forward: { pass in
            // Integers are computed by the layer itself.
            guard pass.exactInputs.isEmpty else { return layer.forward(pass) }
            return ForwardResult(pass.input.map { value(layer, $0) })
          }))
    }
    if let gradient = change.gradient {
      alternatives.append(
        Alternative(
          change.name, change.what, hint: change.hint, change.tier, of: layer,
          backward: { pass in
            let (x, y, gy) = (pass.input, pass.output, pass.gradient)
            let gx = x.elements.indices.map { gradient(layer, x[$0], y[$0], gy[$0]) }
            return Gradients(inputs: [Tensor(shape: x.shape, elements: gx)])
          }))
    }
    return alternatives
  }
}

/// Another function with its true slope, or one of them alone.
struct ElementChange: Sendable {
  typealias Value = @Sendable (any Elementwise, _ x: Float) -> Float
  typealias Gradient = @Sendable (any Elementwise, _ x: Float, _ y: Float, _ gy: Float) -> Float

  let name: String
  let what: String
  let hint: String
  var tier = Alternative.Tier.rule
  var value: Value?
  /// The gradient by an input from input, output and gradient.
  var gradient: Gradient?

  /// Another gradient.
  init(
    _ name: String, _ what: String,
    hint: String = "Look at what the gradient of each cell is multiplied by.",
    _ tier: Alternative.Tier = .rule, gradient: @escaping Gradient
  ) {
    (self.name, self.what, self.hint, self.tier) = (name, what, hint, tier)
    self.gradient = gradient
  }

  /// Another function with its slope.
  init(
    _ name: String, _ what: String,
    hint: String = "Look at the formula of the function, one term at a time.",
    _ tier: Alternative.Tier = .rule, value: @escaping Value, slope: @escaping Value
  ) {
    (self.name, self.what, self.hint, self.tier) = (name, what, hint, tier)
    self.value = value
    gradient = { layer, x, _, gy in gy * slope(layer, x) }
  }

  /// A formula of the function's own.
  init(_ form: ElementForm) {
    (name, what) = ("form-\(form.name)", form.what)
    hint =
      form.value == nil
      ? "Look at what the gradient of each cell is multiplied by."
      : "Look at the formula of the function, one term at a time."
    if let value = form.value { self.value = { _, x in value(x) } }
    if let slope = form.slope { gradient = { _, x, y, gy in gy * slope(x, y) } }
  }
}

extension Elementwise {
  /// The slope at an input, by its own output.
  func slope(at x: Float) -> Float { slope(x, value(x)) }
}
