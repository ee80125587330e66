import CNNModel
import KernelInterface

/// Layers and losses without a form of their own: what they read is unpacked, what they give is
/// packed again.
extension LaneProgramMaker {
  func plainForward(_ layer: any Layer, _ site: LaneSite) {
    site.isPlain = true
    site.outputs = layer.checkedOutputShapes(for: site.shapes).map { memory.buffer($0.sample) }
    let (outputs, newStatistics) = (site.outputs, site.newStatistics)
    let passes = passes(layer, site)
    site.forward.append(
      .batch { step in
        let result = layer.forward(passes.forward(step))
        for (buffer, tensor) in zip(outputs, result.outputs) { step.pointee.pack(tensor, buffer) }
        for (offset, tensor) in zip(newStatistics, result.statistics) {
          step.pointee.set(tensor, offset)
        }
      })
  }

  func plainBackward(_ layer: any Layer, _ site: LaneSite) {
    let passes = passes(layer, site)
    let edges = site.inputs.indices.map { site.inputGradient($0) }
    let (outputs, gradients) = (site.outputs, site.gradients)
    let parameters = site.parameters.map { $0 + site.gradientDistance }
    site.backward.append(
      .batch { step in
        let pass = BackwardPass(
          forward: passes.forward(step), outputs: outputs.map(step.pointee.unpack),
          gradients: gradients.map(step.pointee.unpack))
        let result = layer.backward(pass)
        for (buffer, tensor) in zip(edges, result.inputs) { step.pointee.pack(tensor, buffer) }
        for (offset, tensor) in zip(parameters, result.parameters) {
          step.pointee.set(tensor, offset)
        }
      })
    site.tasks += layout.wholeTasks(site.node)
  }

  /// What a plain layer is given.
  private struct Passes: Sendable {
    let node: Int
    let inputs: [LaneBuffer]
    let parameters: [(offset: Int, shape: Shape)]
    let statistics: [(offset: Int, shape: Shape)]

    func forward(_ step: UnsafePointer<LaneStep>) -> ForwardPass {
      var context = step.pointee.context
      context.node = node
      return ForwardPass(
        inputs: inputs.map(step.pointee.unpack),
        parameters: parameters.map { step.pointee.tensor($0.offset, $0.shape) },
        statistics: statistics.map { step.pointee.tensor($0.offset, $0.shape) }, context: context)
    }
  }

  private func passes(_ layer: any Layer, _ site: LaneSite) -> Passes {
    Passes(
      node: site.node, inputs: site.inputs,
      parameters: zip(site.parameters, layer.parameters(for: site.shapes)).map { ($0, $1.shape) },
      statistics: zip(site.statistics, layer.statistics(for: site.shapes)).map { ($0, $1.shape) })
  }

  func plainLoss(_ loss: any Loss, _ output: LaneBuffer) -> LaneLossForm {
    LaneLossForm(
      plain: loss, output, gradient: memory.buffer(output.shape), memory)
  }
}

extension SharedLayout {
  /// The parameters of a node, whose gradients need nothing more.
  func wholeTasks(_ node: Int) -> [LaneTask] {
    zip(parameters[node], sizes[node]).map { offset, size in
      LaneTask(range: offset..<offset + size) { _ in }
    }
  }
}
