import CNNModel
import ReferenceFolder
import Testing

/// Layers, one at a time, against PyTorch: outputs, every gradient, running statistics.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct LayerReferenceTests {
  @Test(
    "Layers compute what PyTorch computes",
    arguments: [
      "conv2d", "conv_transpose2d", "max_pool2d", "avg_pool2d", "linear", "batch_norm",
      "activation", "other",
    ])
  func layers(kind: String) throws {
    var tally = Tally(kind: kind)
    for example in try ReferenceCase.all(kind) {
      tally.count(example, try mistakes(example))
    }
    print(tally.line)
    #expect(tally.mistakes.isEmpty, "\(tally.mistakes.joined(separator: "\n"))")
    #expect(tally.passed > 0, "no case of \(kind) was run")
  }

  /// `nil` when the catalog has no such layer.
  private func mistakes(_ example: ReferenceCase) throws -> [String]? {
    guard let line = example.line else { return nil }
    let layer = try LayerCatalog.layer(Word.split(Substring(line)))
    var inputs: [Tensor] = []
    for name in ["x", "z"] { if let tensor = example.tensor(name) { inputs.append(tensor) } }
    let pass = ForwardPass(
      inputs: inputs, parameters: example.parameters(of: layer, inputs),
      statistics: ["running_mean", "running_var"].compactMap(example.tensor),
      context: PassContext(mode: example.json["training"]?.bool == true ? .training : .evaluation))
    let result = layer.forward(pass)
    var found = [example.mistake("y", result.outputs[0])]
    if let gy = example.tensor("gy") {
      let gradient = gy.reshaped(to: result.outputs[0].shape)
      let gradients = layer.backward(
        BackwardPass(forward: pass, outputs: result.outputs, gradients: [gradient]))
      for (name, ours) in zip(["gx", "gz"], gradients.inputs) {
        found.append(example.mistake(name, ours))
      }
      for (index, names) in [["gw", "ga", "ggamma"], ["gb", "gbeta"]].enumerated() {
        let name = names.first { example.arrays[$0] != nil } ?? names[0]
        let ours = gradients.parameters.indices.contains(index) ? gradients.parameters[index] : nil
        found.append(example.mistake(name, ours))
      }
    }
    for (name, ours) in zip(["running_mean_after", "running_var_after"], result.statistics) {
      found.append(example.mistake(name, ours))
    }
    return found.compactMap { $0 }
  }
}

extension ReferenceCase {
  /// The parameters of the case; missing scales and kernels are 1, other missing parameters 0.
  func parameters(of layer: any Layer, _ inputs: [Tensor]) -> [Tensor] {
    let names = [["w", "a", "gamma"], ["b", "beta"]]
    return layer.parameters(for: inputs.map(\.shape)).enumerated().map { index, declaration in
      let stored = names[index].lazy.compactMap { tensor($0) }.first
      return stored ?? Tensor(shape: declaration.shape, repeating: index == 0 ? 1 : 0)
    }
  }
}
