package import CNNModel

/// The backward pass of the lab's layer: everything by the layer itself and its definitions.
package struct LabGradients: Sendable {
  let lab: LabState
  /// The gradient that arrives at the output.
  package let output: Tensor
  /// The gradient with respect to the image, in its shape.
  package let input: Tensor
  /// The gradients with respect to weight and, where there is one, bias.
  package let parameters: [Tensor]

  /// - Returns: `nil` for the two layers of a separable convolution.
  package init?(_ lab: LabState) { self.init(lab, lab.backward.gradient) }

  private init?(_ lab: LabState, _ gradient: Tensor) {
    guard lab.run.layers.count == 1 else { return nil }
    let gradients = lab.run.layers[0].backward(lab.run.backwardPass(gradient))
    (self.lab, output, input) = (lab, gradient, gradients.inputs[0])
    parameters = gradients.parameters
  }

  package var weight: Tensor { parameters[0] }

  /// The number that is selected: of the image's gradient, of the kernel's, or of the output's.
  package var value: Float {
    switch lab.backward.pass {
    case .forward, .scatter: output[lab.position]
    case .input: input[inputPosition]
    case .weight: weightPosition.map { weight[$0] } ?? 0
    }
  }

  /// The selected cell of the image.
  package var inputPosition: Position {
    let cursor = lab.cursor
    return [0, cursor.input, cursor.source.rows, cursor.source.columns]
  }

  /// The selected weight between the channels that are shown; `nil` where groups keep them apart.
  package var weightPosition: Position? {
    let (cursor, setting) = (lab.cursor, lab.setting)
    let (inputs, outputs) = (setting.inputs / setting.groups, setting.outputs / setting.groups)
    guard cursor.input / inputs == cursor.output / outputs else { return nil }
    let tap = cursor.tap
    return setting.isTransposed
      ? [cursor.input, cursor.output % outputs, tap.rows, tap.columns]
      : [cursor.output, cursor.input % inputs, tap.rows, tap.columns]
  }

  /// The sum that makes the selected number of the image's or the kernel's gradient.
  package var definition: Expression? {
    let pass = lab.run.backwardPass(output)
    let layer = lab.run.layers[0]
    switch lab.backward.pass {
    case .forward, .scatter: return nil
    case .input: return layer.define(.inputGradient(0, inputPosition), in: pass)
    case .weight:
      return weightPosition.map { layer.define(.parameterGradient(0, $0), in: pass) }
    }
  }
}

/// From one output cell: what its gradient adds, and what was added until there.
extension LabGradients {
  /// What the selected output cell alone gives to image and kernel.
  package var share: LabGradients { keeping { $0 == lab.position } }

  /// What it and all cells before it in reading order give together: `+=` until here.
  package var soFar: LabGradients {
    let last = output.shape.offset(of: lab.position)
    return keeping { output.shape.offset(of: $0) <= last }
  }

  /// The selected cell is the last of all.
  package var isComplete: Bool { output.shape.offset(of: lab.position) == output.shape.count - 1 }

  private func keeping(_ isKept: (Position) -> Bool) -> LabGradients {
    var kept = output
    for offset in 0..<output.shape.count where !isKept(output.shape.position(at: offset)) {
      kept[offset] = 0
    }
    guard let gradients = LabGradients(lab, kept) else {
      preconditionFailure("gradients of what has gradients")
    }
    return gradients
  }
}
