/// Inputs that were repeated, whose copies' gradients are put together in another way.
enum BroadcastSumAlternatives {
  private static let hint = "Look at the gradient of an input that is read by several outputs."

  static func all(_ layer: any Broadcasting, _ inputs: [Shape]) -> [Alternative] {
    guard let output = Shape.broadcast(inputs), inputs.contains(where: { $0 != output }) else {
      return []
    }
    let loops = BroadcastLoops(layer: layer)
    return combinations.map { change in
      Alternative(
        change.rule, change.what, hint: hint, .rule, of: layer,
        backward: { pass in
          loops.collect(pass, loops.rightParts(pass), change.combine)
        })
    } + [averaged(loops), unsummed(loops)]
      + output.extents.indices.flatMap { axis in
        repeated(inputs, output, axis) ? parts(loops, axis, output.rank) : []
      }
  }

  /// Whether an input is repeated along an axis of the output, and along another one too.
  private static func repeated(_ inputs: [Shape], _ output: Shape, _ axis: Int) -> Bool {
    inputs.contains { input in
      let axes = output.extents.indices.filter { input.extent(along: $0, of: output) < output[$0] }
      return axes.count > 1 && axes.contains(axis)
    }
  }

  /// The copies along one axis put together in another way than by a sum.
  private static func parts(_ loops: BroadcastLoops, _ axis: Int, _ rank: Int) -> [Alternative] {
    let name = AxisMapChanges.axisName(axis, rank)
    let ways: [(String, String, @Sendable (_ index: Int, _ extent: Int) -> Float)] = [
      (
        "first", "counts only the first of its copies along the \(name)", { i, _ in i == 0 ? 1 : 0 }
      ),
      ("last", "counts only the last of its copies along the \(name)", { $0 == $1 - 1 ? 1 : 0 }),
      (
        "averaged", "is averaged over its copies along the \(name)",
        { _, extent in 1 / Float(max(1, extent)) }
      ),
    ]
    return ways.map { way, what, weight in
      Alternative(
        "copies-\(way)-on-axis-\(axis)", "the gradient of a repeated input \(what)", hint: hint,
        of: loops.layer,
        backward: { pass in
          let parts = zip(loops.rightParts(pass), pass.shapes).map { part, input -> Tensor in
            let (extent, stride) = (part.shape[axis], part.shape.strides[axis])
            guard input.extent(along: axis, of: part.shape) < extent else { return part }
            let numbers = part.elements.indices.map { cell in
              part[cell] * weight(cell / stride % extent, extent)
            }
            return Tensor(shape: part.shape, elements: numbers)
          }
          return loops.collect(pass, parts) { sum, part, _ in sum + part }
        })
    }
  }

  private struct Combination: Sendable {
    let rule: String
    let what: String
    let combine: @Sendable (_ sum: Float, _ part: Float, _ count: Int) -> Float
  }

  private static let combinations: [Combination] = [
    Combination(
      rule: "copies-assigned", what: "a repeated input keeps the gradient of its last copy"
    ) { _, part, _ in part },
    Combination(
      rule: "copies-first", what: "a repeated input keeps the gradient of its first copy"
    ) { sum, part, count in count == 0 ? part : sum },
    Combination(
      rule: "copies-largest", what: "a repeated input keeps the largest gradient of its copies"
    ) { sum, part, count in count == 0 ? part : max(sum, part) },
  ]

  private static func averaged(_ loops: BroadcastLoops) -> Alternative {
    Alternative(
      "copies-averaged", "a repeated input gets the mean over its copies instead of the sum",
      hint: hint, .rule, of: loops.layer,
      backward: { pass in
        var gradients = loops.layer.backward(pass)
        for input in gradients.inputs.indices {
          let copies = Float(max(1, loops.copies(pass.shapes, input: input)))
          gradients.inputs[input] = gradients.inputs[input].map { $0 / copies }
        }
        return gradients
      })
  }

  private static func unsummed(_ loops: BroadcastLoops) -> Alternative {
    Alternative(
      "copies-not-summed", "the gradient of a repeated input is not summed over its copies",
      hint: hint, .rule, of: loops.layer,
      backward: { Gradients(inputs: loops.rightParts($0)) }
    ).withOtherShapes
  }
}

extension BroadcastLoops {
  /// By input the right gradient of every copy.
  fileprivate func rightParts(_ pass: BackwardPass) -> [Tensor] {
    parts(pass) { cell in cell.slopes.map { $0 == 0 ? 0 : $0 * cell.gy } }
  }
}

extension Shape {
  /// The extent that meets an axis of a shape to which this one is broadcast.
  fileprivate func extent(along axis: Int, of output: Shape) -> Int {
    let own = axis - (output.rank - rank)
    return own < 0 ? 1 : self[own]
  }
}
