import CNNModel
import KernelInterface

/// The arguments of the operations of a training step: the memory of its batch, and its context.
struct StepFrame {
  var batch: BatchFrame
  var context: PassContext
  /// The number of samples in the batch.
  var size: Int
  /// The number of samples in a group: 16 or 1.
  var samples: Int
  let interleave: InterleavedKernels.Interleave
  let deinterleave: InterleavedKernels.Deinterleave
  /// Memory that an operation on the whole batch may use while it runs.
  let scratch: UnsafeMutablePointer<Float>
  /// The kernels of the channel-blocked layout, where tensors are in it.
  let blocked: BlockedKernels?

  /// The memory of a group.
  func frame(_ group: Int) -> GroupFrame {
    GroupFrame(
      group: batch.groups + group * batch.stride, shared: batch.shared,
      count: min(samples, size - group * samples), first: group * samples)
  }

  /// Writes a plain tensor, `[batch, …]`, to an interleaved buffer.
  func pack(_ tensor: Tensor, _ buffer: InterleavedBuffer) {
    let count = buffer.shape.count
    tensor.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      for group in 0..<batch.count {
        let frame = frame(group)
        let (from, to) = (start + group * samples * count, frame.group + buffer.offset)
        if let blocked, buffer.block > 0 {
          var image = buffer.image
          blocked.pack(&image, from, to)
          continue
        }
        guard frame.count < samples else {
          interleave(from, count, to, count)
          continue
        }
        to.update(repeating: 0, count: buffer.count)
        for sample in 0..<frame.count {
          for cell in 0..<count { to[cell * samples + sample] = from[sample * count + cell] }
        }
      }
    }
  }

  /// The plain tensor, `[batch, …]`, of an interleaved buffer.
  func unpack(_ buffer: InterleavedBuffer) -> Tensor {
    let count = buffer.shape.count
    let elements = [Float](unsafeUninitializedCapacity: size * count) { numbers, initialized in
      initialized = size * count
      if let start = numbers.baseAddress { unpack(buffer, start) }
    }
    return Tensor(shape: buffer.shape.batched(size), elements: elements)
  }

  private func unpack(_ buffer: InterleavedBuffer, _ start: UnsafeMutablePointer<Float>) {
    let count = buffer.shape.count
    for group in 0..<batch.count {
      let frame = frame(group)
      let (from, to) = (frame.group + buffer.offset, start + group * samples * count)
      if let blocked, buffer.block > 0 {
        var image = buffer.image
        blocked.unpack(&image, from, to)
        continue
      }
      guard frame.count < samples else {
        deinterleave(from, to, count, count)
        continue
      }
      for sample in 0..<frame.count {
        for cell in 0..<count { to[sample * count + cell] = from[cell * samples + sample] }
      }
    }
  }

  /// A tensor of the shared memory.
  func tensor(_ offset: Int, _ shape: Shape) -> Tensor {
    Tensor(
      shape: shape,
      elements: Array(UnsafeBufferPointer(start: batch.shared + offset, count: shape.count)))
  }

  /// Writes a tensor to the shared memory.
  func set(_ tensor: Tensor, _ offset: Int) {
    tensor.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      (batch.shared + offset).update(from: start, count: numbers.count)
    }
  }
}
