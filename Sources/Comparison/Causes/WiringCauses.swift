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

  /// The reference's values of a shape that the node may read: none that is made of what it gives,
  /// and none that is the very array to be explained.
  private static func values(
    _ context: NodeContext, of shape: Shape
  ) -> [(name: String, tensor: Tensor)] {
    context.stretch.context.values(of: shape, notBehind: context.node)
      .filter { !$0.tensor.equals(context.stretch.theirs, within: ArrayEquality.share) }
  }

  private static func replaced(_ context: NodeContext) -> [NodeChange] {
    context.pass.inputs.indices.flatMap { index in
      values(context, of: context.pass.inputs[index].shape)
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

  /// A tensor of the reference that is added or multiplied there and not read here at all; it may have
  /// one number for each channel.
  private static func partial(_ context: NodeContext) -> [NodeChange] {
    let shape = context.output.shape
    let perChannel =
      shape.rank == 4 && shape[2] * shape[3] > 1
      ? values(context, of: [shape[0], shape[1], 1, 1]) : []
    let others = (values(context, of: shape) + perChannel)
      .filter { $0.name != context.name }
    return others.flatMap { name, tensor in
      [("add", "adds \(name) to"), ("arithmetic multiply", "multiplies by \(name)")].compactMap {
        line, verb in
        guard let layer = try? LayerCatalog.layer(Word.split(line[...])) else { return nil }
        return NodeChange(
          name: "missing-connection",
          sentence: "the reference \(verb) what \(context.name) gives, which is missing here",
          parameters: [("intended", name)], rank: 30,
          outputs: { layer.forward(ForwardPass(inputs: [context.output, tensor])).values })
      }
    }
  }
}
