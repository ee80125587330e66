import CNNModel
import KernelInterface

/// Layers without operations in the batch-interleaved layout: their inputs are unpacked, and their
/// outputs packed.
extension ProgramBuilder {
  func plainForward(_ node: Network.Node, _ builder: NodeBuilder) {
    builder.isPlain = true
    builder.outputs = node.layer.checkedOutputShapes(for: builder.shapes).map {
      memory.buffer($0.sample)
    }
    let (outputs, newStatistics) = (builder.outputs, builder.newStatistics)
    let values = PlainNodeValues(node.layer, builder)
    builder.forward.append(
      .batch { step in
        let result = node.forward(values.forwardPass(step))
        for (buffer, tensor) in zip(outputs, result.outputs) { step.pointee.pack(tensor, buffer) }
        for (offset, tensor) in zip(newStatistics, result.statistics) {
          step.pointee.set(tensor, offset)
        }
      })
  }

  func plainBackward(_ node: Network.Node, _ builder: NodeBuilder) {
    let values = PlainNodeValues(node.layer, builder)
    let edges = builder.inputs.indices.map { builder.inputGradient($0) }
    let (outputs, gradients) = (builder.outputs, builder.gradients)
    let parameters = builder.parameters.map { $0 + builder.gradientDistance }
    builder.backward.append(
      .batch { step in
        let pass = BackwardPass(
          forward: values.forwardPass(step), outputs: outputs.map(step.pointee.unpack),
          gradients: gradients.map(step.pointee.unpack))
        let result = node.backward(pass)
        for (buffer, tensor) in zip(edges, result.inputs) { step.pointee.pack(tensor, buffer) }
        for (offset, tensor) in zip(parameters, result.parameters) {
          step.pointee.set(tensor, offset)
        }
      })
    builder.tasks += layout.finishedTasks(builder.node)
  }
}

/// The places of the inputs, parameters and statistics of a plain layer.
private struct PlainNodeValues: Sendable {
  private let node: Int
  private let inputs: [InterleavedBuffer]
  private let parameters: [(offset: Int, shape: Shape)]
  private let statistics: [(offset: Int, shape: Shape)]

  init(_ layer: any Layer, _ builder: NodeBuilder) {
    (node, inputs) = (builder.node, builder.inputs)
    parameters = zip(builder.parameters, layer.parameters(for: builder.shapes)).map {
      ($0, $1.shape)
    }
    statistics = zip(builder.statistics, layer.statistics(for: builder.shapes)).map {
      ($0, $1.shape)
    }
  }

  func forwardPass(_ step: UnsafePointer<StepFrame>) -> ForwardPass {
    var context = step.pointee.context
    context.node = node
    return ForwardPass(
      inputs: inputs.map(step.pointee.unpack),
      parameters: parameters.map { step.pointee.tensor($0.offset, $0.shape) },
      statistics: statistics.map { step.pointee.tensor($0.offset, $0.shape) }, context: context)
  }
}
