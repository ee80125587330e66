import CNNModel

/// The layer left out, done twice, or with another function before or behind it.
enum PresenceCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    leftOut(context) + doubled(context) + extra(context)
  }

  private static func leftOut(_ context: NodeContext) -> [NodeChange] {
    context.pass.inputs.enumerated().filter { $1.shape == context.output.shape }.map {
      index, input in
      let before = context.network.nodes[context.network.nodes[context.node].inputs[index].node]
      let isRepeated = before.layer.text == context.layer.text
      return NodeChange(
        name: isRepeated ? "done-twice" : "extra-layer",
        sentence: isRepeated
          ? "\"\(context.layer.text)\" is done twice, by \(context.inputNames[index]) and by "
            + "\(context.name); the reference does it once"
          : "the reference goes on without \(context.name) (\"\(context.layer.text)\"): what it reads "
            + "from \(context.inputNames[index]) is its result there",
        rank: isRepeated ? 14 : 15, outputs: { [.floats(input)] })
    }
  }

  private static func doubled(_ context: NodeContext) -> [NodeChange] {
    guard context.pass.inputs.first?.shape == context.output.shape else { return [] }
    return [
      NodeChange(
        name: "done-once",
        sentence: "the reference does \(context.name) twice, here it is done once",
        rank: 25,
        outputs: {
          var inputs = context.pass.inputs
          inputs[0] = context.output
          return context.forward(inputs: inputs)
        })
    ]
  }

  private static func extra(_ context: NodeContext) -> [NodeChange] {
    let behind = OperationCauses.functions(for: context.output.shape).map { function in
      NodeChange(
        name: "missing-function",
        sentence:
          "in the reference \"\(function.text)\" follows \(context.name), which is missing here",
        parameters: [("intended", function.text)], rank: 28,
        outputs: { function.forward(ForwardPass(inputs: [context.output])).values })
    }
    guard context.pass.inputs.count == 1, let input = context.pass.inputs.first else {
      return behind
    }
    let before = OperationCauses.functions(for: input.shape).map { function in
      NodeChange(
        name: "missing-function",
        sentence: "in the reference \"\(function.text)\" stands before \(context.name), which is "
          + "missing here",
        parameters: [("intended", function.text)], rank: 29,
        outputs: { context.forward(inputs: function.forward(ForwardPass(inputs: [input])).outputs) }
      )
    }
    return behind + before
  }
}
