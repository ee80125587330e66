import CNNModel
import KernelInterface

/// Statistics of tensors in place, without unpacking them.
extension InterleavedArena {
  /// - Returns: `nil` for the gradient with respect to an input of the network, which training does
  ///   not compute.
  func figure(_ figure: TensorFigure, of part: TrainingPart) -> Double? {
    let (layout, network) = (program.layout, program.network)
    switch part {
    case .output(let value): return self.figure(figure, program.outputs[value.node][value.output])
    case .gradient(let value):
      guard !network.nodes[value.node].isSource else { return nil }
      return self.figure(figure, program.gradients[value.node][value.output])
    case .parameter(let node, let index):
      let shape = network.parameters(of: node)[index].shape
      return self.figure(figure, layout.parameters[node][index], shape)
    case .parameterGradient(let node, let index):
      let shape = network.parameters(of: node)[index].shape
      return self.figure(figure, layout.parameters[node][index] + layout.parameterCount, shape)
    case .statistic(let node, let index):
      let shape = network.statistics(of: node)[index].shape
      return self.figure(figure, layout.statistics[node][index], shape)
    }
  }

  /// The statistic of a tensor in the shared memory.
  private func figure(_ figure: TensorFigure, _ offset: Int, _ shape: Shape) -> Double? {
    guard figure != .dead, shape.count > 0 else { return figure.value(of: tensor(offset, shape)) }
    let start = UnsafeRawPointer(step.batch.shared + offset)
    let (rows, rest) = shape.count.quotientAndRemainder(dividingBy: interleaveFactor)
    let numbers = start.assumingMemoryBound(to: SIMD16<Float>.self)
    let parts = [
      VectorRows.Part(start: numbers, rows: rows, lanes: interleaveFactor),
      VectorRows.Part(start: numbers + rows, rows: rest == 0 ? 0 : 1, lanes: rest),
    ]
    return VectorRows(parts: parts).figure(figure, of: shape.count)
  }

  /// The statistic of a tensor of the batch.
  private func figure(_ figure: TensorFigure, _ buffer: InterleavedBuffer) -> Double? {
    guard buffer.count > 0, buffer.samples == interleaveFactor else {
      return figure.value(of: unpack(buffer))
    }
    let step = step
    let rows = VectorRows(
      parts: (0..<program.groups).map { group in
        let frame = step.frame(group)
        let start = UnsafeRawPointer(frame.group + buffer.offset)
        return VectorRows.Part(
          start: start.assumingMemoryBound(to: SIMD16<Float>.self), rows: buffer.shape.count,
          lanes: frame.count)
      })
    if figure == .dead { return Double(rows.deadCount) / Double(buffer.shape.count) }
    return rows.figure(figure, of: buffer.shape.count * program.batchSize)
  }
}
