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
