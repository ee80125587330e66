/// Products of matrices with a factor in another order, or with factors exchanged.
enum MatrixAlternatives {
  private static let hint = "Look at which matrix has to be transposed."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? MatrixProduct, inputs.count == 2, inputs.allSatisfy({ $0.rank > 1 })
    else { return [] }
    return [0, 1].flatMap { index in
      [read(layer, index), backward(layer, index)]
    } + exchanged(layer, inputs)
  }

  private static func word(_ index: Int) -> String { index == 0 ? "first" : "second" }

  /// A factor with rows and columns exchanged: a square one transposed, another one reshaped.
  private static func read(_ layer: MatrixProduct, _ index: Int) -> Alternative {
    Alternative(
      "\(word(index))-factor-transposed",
      "the \(word(index)) matrix is transposed, and reshaped where it is not square", hint: hint,
      of: layer,
      forward: { pass in layer.forward(pass.transposing(index)) })
  }

  /// A gradient with the other factor as it is, where it has to be transposed.
  private static func backward(_ layer: MatrixProduct, _ index: Int) -> Alternative {
    let (own, other) = (word(index), word(1 - index))
    return Alternative(
      "\(own)-gradient-not-transposed",
      "the \(other) matrix is not transposed, or is reshaped, in the gradient of the \(own) one",
      hint: hint, of: layer,
      backward: { pass in
        var changed = pass
        changed.forward = pass.forward.transposing(1 - index)
        var gradients = layer.backward(pass)
        gradients.inputs[index] = layer.backward(changed).inputs[index]
        return gradients
      })
  }

  /// What square matrices allow.
  private static func exchanged(_ layer: MatrixProduct, _ inputs: [Shape]) -> [Alternative] {
    guard inputs[0] == inputs[1] else { return [] }
    let other = "Look at the order of the factors."
    return [
      Alternative(
        "factors-exchanged", "the matrices are multiplied in the other order", hint: other,
        of: layer,
        forward: { pass in
          var pass = pass
          pass.inputs.swapAt(0, 1)
          pass.exactInputs = [:]
          return layer.forward(pass)
        }),
      Alternative(
        "factors-exchanged", "the matrices are multiplied in the other order", hint: other,
        of: layer,
        backward: { pass in
          var pass = pass
          pass.forward.inputs.swapAt(0, 1)
          var gradients = layer.backward(pass)
          gradients.inputs.swapAt(0, 1)
          return gradients
        }),
      Alternative(
        "product-of-cells", "the matrices are multiplied cell by cell", hint: other, of: layer,
        forward: { pass in
          ForwardResult(
            Tensor(
              shape: pass.input.shape,
              elements: zip(pass.inputs[0].elements, pass.inputs[1].elements).map(*)))
        }),
    ]
  }
}

extension ForwardPass {
  /// The numbers of an input as those of a matrix with rows and columns exchanged, transposed and
  /// brought back into the shape.
  fileprivate func transposing(_ index: Int) -> ForwardPass {
    var pass = self
    let shape = inputs[index].shape
    let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let plane = rows * columns
    pass.inputs[index] = Tensor(
      shape: shape,
      elements: (0..<shape.count).map { cell in
        let (start, place) = (cell / plane * plane, cell % plane)
        return inputs[index][start + place % columns * rows + place / columns]
      })
    pass.exactInputs = [:]
    return pass
  }
}
