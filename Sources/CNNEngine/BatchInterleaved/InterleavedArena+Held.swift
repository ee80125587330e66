import CNNModel

/// Cells that are held. A program that is not fused has memory of its own for every value and every
/// contribution to a gradient, so that cells can change there between two phases.
extension InterleavedArena {
  /// Gives cells of a tensor the numbers that they are held at.
  ///
  /// - Returns: by offset in the plain layout, what they were.
  func hold(_ cells: HeldCells, _ buffer: InterleavedBuffer) -> [Int: Float] {
    var computed: [Int: Float] = [:]
    for offset in cells.offsets {
      guard let cell = cell(offset, of: buffer), let number = cells.number(at: offset) else {
        continue
      }
      computed[offset] = cell.pointee
      cell.pointee = number
    }
    return computed
  }

  /// Computes a backward pass of a node whose cells are held: from what its layer computed for them,
  /// and with gradients of 0.
  ///
  /// - Parameter computed: what the layer computed; `nil` where no cell is held.
  func releasing(_ node: Int, _ computed: [Int: Float]?, _ backward: () -> Void) {
    guard let computed else { return backward() }
    let (output, gradient) = (program.outputs[node][0], program.gradients[node][0])
    let held = exchange(computed, output)
    let gradients = exchange(computed.mapValues { _ in 0 }, gradient)
    backward()
    _ = exchange(held, output)
    _ = exchange(gradients, gradient)
  }

  /// - Returns: what the cells were.
  private func exchange(_ numbers: [Int: Float], _ buffer: InterleavedBuffer) -> [Int: Float] {
    var before: [Int: Float] = [:]
    for (offset, number) in numbers {
      guard let cell = cell(offset, of: buffer) else { continue }
      before[offset] = cell.pointee
      cell.pointee = number
    }
    return before
  }

  /// The address of a cell; `nil` where the batch does not have its sample.
  ///
  /// - Parameter offset: in the plain layout, including the batch axis.
  private func cell(_ offset: Int, of buffer: InterleavedBuffer) -> UnsafeMutablePointer<Float>? {
    let (sample, cell) = offset.quotientAndRemainder(dividingBy: buffer.shape.count)
    guard sample < program.batchSize else { return nil }
    let frame = step.frame(sample / buffer.samples)
    return frame.group + buffer.place(of: cell) + sample % buffer.samples
  }
}
