import CNNEngine
import CNNModel

extension ComparedNetwork {
  /// The number of multiply-accumulates from which on a layer is computed by the kernels.
  private static let large = 1 << 20

  /// The outputs of a large node by the kernels of the execution; `nil` where it is small, or the
  /// inputs are others than the network's own.
  func fastOutputs(of node: Int, _ pass: ForwardPass) -> [Value]? {
    let content = network.nodes[node]
    guard content.alternative == nil, content.inputs.count == 1, pass.exactInputs.isEmpty,
      pass.shapes == network.inputShapes(of: node), pass.shapes[0].extents.first == 1,
      network.multiplyAccumulates(of: node) >= Self.large,
      network.outputShapes(of: node).count == 1,
      let alone = try? Network(
        title: content.name,
        nodes: [
          Network.Node("input", Input(sample: pass.shapes[0].sample), inputs: []),
          Network.Node(
            content.name, content.layer, inputs: [ValueReference(0)],
            initialValues: .init(parameters: pass.parameters, statistics: pass.statistics)),
        ])
    else { return nil }
    let state = ModelState(alone, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    return InferencePlan(alone, state: state, use: .once).run(pass.inputs).map(Value.floats)
  }
}
