import CNNModel
import Testing

/// A layer on given numbers, whose alternatives are asked for their results.
struct AlternativeCase {
  let layer: any Layer
  private let pass: ForwardPass

  /// - Parameter line: a layer without parameters.
  init(_ line: String, _ inputs: Tensor...) throws {
    layer = try LayerCatalog.layer(Word.split(line[...]))
    pass = ForwardPass(inputs: inputs)
  }

  /// Whether a rule is among those of a phase.
  func has(_ rule: String, _ phase: Alternative.Phase) -> Bool {
    layer.alternatives(for: pass.shapes).contains { $0.rule == rule && $0.phase == phase }
  }

  /// The first output by a rule.
  func output(_ rule: String) throws -> Tensor {
    try alternative(rule, .forward).forward(pass).outputs[0]
  }

  /// The gradients of the inputs by a rule, with the right outputs.
  func gradients(_ rule: String, _ gradient: Tensor) throws -> [Tensor] {
    try alternative(rule, .backward).backward(backward(gradient)).inputs
  }

  /// The right first output.
  var output: Tensor { layer.forward(pass).outputs[0] }

  /// The right gradients of the inputs.
  func gradients(_ gradient: Tensor) -> [Tensor] { layer.backward(backward(gradient)).inputs }

  private func backward(_ gradient: Tensor) -> BackwardPass {
    BackwardPass(
      forward: pass, outputs: layer.forward(pass).outputs, gradients: [gradient])
  }

  private func alternative(_ rule: String, _ phase: Alternative.Phase) throws -> Alternative {
    try #require(
      layer.alternatives(for: pass.shapes).first { $0.rule == rule && $0.phase == phase },
      "\(rule) in \(phase)")
  }
}

extension Tensor {
  /// Small whole numbers of either sign that are all different.
  static func counted(_ shape: Shape) -> Tensor {
    Tensor(
      shape: shape,
      elements: (0..<shape.count).map { Float($0 * 7 % (shape.count + 2)) - Float(shape.count / 3) }
    )
  }
}
