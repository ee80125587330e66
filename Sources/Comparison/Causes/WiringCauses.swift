import CNNModel

/// Inputs from other places of the network, in another order, or left out.
enum WiringCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    permuted(context) + replaced(context) + partial(context)
  }

  private static func permuted(_ context: NodeContext) -> [NodeChange] {
    let count = context.pass.inputs.count
    guard (2...4).contains(count) else { return [] }
    return Array(0..<count).permutations.dropFirst().map { order in
      let names = order.map { context.inputNames[$0] }.joined(separator: ", ")
      return NodeChange(
        name: "input-order",
        sentence:
          "the reference's \(context.name) takes its inputs in the order \(names), here they are "
          + context.inputNames.joined(separator: ", "),
        parameters: [("intended", names)], rank: 16,
        outputs: { context.forward(inputs: order.map { context.pass.inputs[$0] }) })
    }
  }

  private static func replaced(_ context: NodeContext) -> [NodeChange] {
    context.pass.inputs.indices.flatMap { index in
      context.stretch.context.values(of: context.pass.inputs[index].shape)
        .filter { $0.name != context.inputNames[index] && $0.name != context.name }
        .map { name, tensor in
          NodeChange(
            name: "wrong-tap",
            sentence: "the reference's \(context.name) reads \(name), here it reads "
              + context.inputNames[index],
            parameters: [("intended", name), ("found", context.inputNames[index])], rank: 18,
            outputs: {
              var inputs = context.pass.inputs
              inputs[index] = tensor
              return context.forward(inputs: inputs)
            })
        }
    }
  }

  /// A single input where there are several is a layer left out; here another tensor is added that
  /// is not read at all.
  private static func partial(_ context: NodeContext) -> [NodeChange] {
    guard context.network.multiplyAccumulates(of: context.node) == 0 || context.theirs != nil else {
      return []
    }
    return context.stretch.context.values(of: context.output.shape)
      .filter { $0.name != context.name }.flatMap { name, tensor in
        [
          NodeChange(
            name: "missing-connection",
            sentence:
              "the reference adds \(name) to what \(context.name) gives, here nothing is added",
            parameters: [("intended", name)], rank: 30,
            outputs: { [.floats(context.output + tensor)] }),
          NodeChange(
            name: "missing-connection",
            sentence: "the reference multiplies what \(context.name) gives by \(name), which is "
              + "missing here",
            parameters: [("intended", name)], rank: 31,
            outputs: {
              [
                .floats(
                  Tensor(
                    shape: tensor.shape,
                    elements: zip(context.output.elements, tensor.elements).map { $0 * $1 }))
              ]
            }),
        ]
      }
  }
}
