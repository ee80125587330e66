/// One rule by which a layer that copies cells copies others, or collects their gradients in
/// another way.
struct OriginsChange: Sendable {
  let rule: String
  /// The clause for the forward pass; `nil` where it is as it was.
  var forward: String?
  /// The clause for the backward pass; `nil` where it is as it was.
  var backward: String?
  let hint: String
  /// The origins, where they are others; an offset out of the inputs is a constant.
  var origins: (@Sendable (_ own: [Origins], _ inputs: [Shape]) -> [Origins])?
  /// The constant, where it is another.
  var filling: Float?
  var combination = GradientCombination.added
  /// What the gradients are multiplied by, from the shapes of the first input and output.
  var factor: (@Sendable (_ inputs: [Shape], _ output: Shape) -> Float)?
  /// Whether outputs may have other shapes; such a change has no backward pass.
  var changesShapes = false

  func alternatives(of layer: any MovingLayer) -> [Alternative] {
    Alternative.ofPasses(
      rule, (forward, backward), hint: hint, changesShapes: changesShapes, of: layer,
      forward: { forward($0, layer) }, backward: { backward($0, layer) })
  }

  private func origins(_ pass: ForwardPass, _ layer: any MovingLayer) -> [Origins] {
    let own = layer.origins(of: pass)
    let moved = Array(pass.shapes.prefix(layer.movedCount(of: pass.shapes.count)))
    let count = JoinedInputs(moved).starts[moved.count]
    return (origins?(own, moved) ?? own).map { origins in
      Origins(origins.shape, origins.offsets.map { $0 < count ? $0 : Offsets.outside })
    }
  }

  private func forward(_ pass: ForwardPass, _ layer: any MovingLayer) -> ForwardResult {
    let moved = pass.inputs.prefix(layer.movedCount(of: pass.inputs.count))
    let numbers = moved.flatMap(\.elements)
    return ForwardResult(
      outputs: origins(pass, layer).map {
        $0.read(numbers, filling: filling ?? layer.constant).tensor
      })
  }

  private func backward(_ pass: BackwardPass, _ layer: any MovingLayer) -> Gradients {
    let moved = Array(pass.shapes.prefix(layer.movedCount(of: pass.shapes.count)))
    let joined = JoinedInputs(moved)
    var combined = CombinedGradients<Float>(count: joined.starts[moved.count], combination)
    for (index, origins) in origins(pass.forward, layer).enumerated() {
      let gradient = pass.gradients[min(index, pass.gradients.count - 1)]
      for (cell, offset) in origins.offsets.enumerated()
      where offset >= 0 && cell < gradient.shape.count {
        combined.add(gradient[cell], to: offset)
      }
    }
    var sums = combined.elements
    if let factor = factor?(moved, pass.gradient.shape) {
      for offset in sums.indices { sums[offset] *= factor }
    }
    return Gradients(
      inputs: joined.split(sums) + pass.forward.inputs.dropFirst(moved.count).map(\.zeros))
  }
}
