/// One rule by which the passes of a ``CellReduction`` are changed.
struct CellChange: Sendable {
  let rule: String
  /// The clause for the forward pass; `nil` where it is as it was.
  var forward: String?
  /// The clause for the backward pass; `nil` where it is as it was.
  var backward: String?
  let hint: String
  /// The groups, where they are others.
  var groups: (@Sendable (_ layer: any CellReduction, _ inputs: [Shape]) -> CellGroups)?
  /// The function, where it is another.
  var function: CellFunction?
  /// The plane whose numbers are looked at in the backward pass, where it is another.
  var seen: (@Sendable (_ plane: Int, _ input: Shape) -> Int)?
  /// Where the gradients of a group go within its plane, where it is elsewhere.
  var targets: (@Sendable (_ groups: CellGroups, _ index: Int) -> [Int])?
  var combination = GradientCombination.added
  /// Whether there are other numbers of groups; such a change has no backward pass.
  var changesShapes = false

  /// The alternatives of a layer.
  func alternatives(of layer: any CellReduction) -> [Alternative] {
    Alternative.ofPasses(
      rule, (forward, backward), hint: hint, changesShapes: changesShapes, of: layer,
      forward: { forward($0, layer) }, backward: { backward($0, layer) })
  }

  private func groups(_ layer: any CellReduction, _ shapes: [Shape]) -> CellGroups {
    groups?(layer, shapes) ?? layer.cellGroups(for: shapes)
  }

  private func forward(_ pass: ForwardPass, _ layer: any CellReduction) -> ForwardResult {
    let (groups, function) = (groups(layer, pass.shapes), function ?? layer.cellFunction)
    var result = layer.forward(pass)
    var y: [Float] = []
    for plane in 0..<groups.planes {
      for index in groups.taps.indices {
        let group = groups.group(index, plane: plane * groups.plane, pass.input.elements)
        y.append(Float(function.value(group)))
      }
    }
    let shape =
      groups.outputs.map { Shape(pass.input.shape.extents.prefix(2) + $0) }
      ?? result.outputs[0].shape
    result.outputs[0] = Tensor(shape: shape, elements: y)
    result.exactOutputs[0] = nil
    return result
  }

  private func backward(_ pass: BackwardPass, _ layer: any CellReduction) -> Gradients {
    let (groups, function) = (groups(layer, pass.shapes), function ?? layer.cellFunction)
    var sums = CombinedGradients<Double>(count: pass.input.shape.count, combination)
    for plane in 0..<groups.planes {
      let numbers = pass.input.elements[plane * groups.plane..<(plane + 1) * groups.plane]
      let largest = Double(numbers.max() ?? 0)
      for (index, taps) in groups.taps.enumerated() {
        let (start, output) = (plane * groups.plane, plane * groups.taps.count + index)
        let seen = (seen?(plane, pass.input.shape) ?? plane) * groups.plane
        var group = groups.group(index, plane: seen, pass.input.elements)
        group.gy = Double(pass.gradient[output])
        group.y = Double(pass.output[output])
        group.largestOfPlane = largest
        let targets = targets?(groups, index) ?? taps
        for (place, slope) in zip(group.places, function.slopes(group))
        where place < targets.count && targets[place] >= 0 {
          let part = slope == 0 ? 0 : group.gy * slope
          sums.add(part, to: start + targets[place], contributes: slope != 0)
        }
      }
    }
    return Gradients(inputs: [
      Tensor(shape: pass.input.shape, elements: sums.elements.map { Float($0) })
    ])
  }
}
