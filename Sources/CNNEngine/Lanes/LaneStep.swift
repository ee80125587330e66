import CNNModel
import KernelInterface

/// What a step works on: the memory of its batch, and its place in the training.
struct LaneStep {
  var batch: LaneBatch
  var context: PassContext
  /// How many samples there are.
  var size: Int
  /// How many samples of a group lie side by side.
  var samples: Int
  let interleave: @Sendable (UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, Int) -> Void
  let separate: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int, Int) -> Void

  /// What a group works on.
  func frame(_ group: Int) -> LaneFrame {
    LaneFrame(
      group: batch.groups + group * batch.stride, shared: batch.shared,
      count: min(samples, size - group * samples), first: group * samples)
  }

  /// Puts the samples of a tensor side by side.
  func pack(_ tensor: Tensor, _ buffer: LaneBuffer) {
    let count = buffer.shape.count
    tensor.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      for group in 0..<batch.count {
        let frame = frame(group)
        let (from, to) = (start + group * samples * count, frame.group + buffer.offset)
        guard frame.count < samples else {
          interleave(from, count, to, count)
          continue
        }
        to.update(repeating: 0, count: buffer.count)
        for lane in 0..<frame.count {
          for cell in 0..<count { to[cell * samples + lane] = from[lane * count + cell] }
        }
      }
    }
  }

  /// The tensor whose samples lie side by side.
  func unpack(_ buffer: LaneBuffer) -> Tensor {
    let count = buffer.shape.count
    let elements = [Float](unsafeUninitializedCapacity: size * count) { numbers, initialized in
      initialized = size * count
      guard let start = numbers.baseAddress else { return }
      for group in 0..<batch.count {
        let frame = frame(group)
        let (from, to) = (frame.group + buffer.offset, start + group * samples * count)
        guard frame.count < samples else {
          separate(from, to, count, count)
          continue
        }
        for lane in 0..<frame.count {
          for cell in 0..<count { to[lane * count + cell] = from[cell * samples + lane] }
        }
      }
    }
    return Tensor(shape: buffer.shape.batched(size), elements: elements)
  }

  /// Numbers that groups share, as a tensor.
  func tensor(_ offset: Int, _ shape: Shape) -> Tensor {
    Tensor(
      shape: shape,
      elements: Array(UnsafeBufferPointer(start: batch.shared + offset, count: shape.count)))
  }

  /// Puts a tensor among the numbers that groups share.
  func set(_ tensor: Tensor, _ offset: Int) {
    tensor.elements.withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      (batch.shared + offset).update(from: start, count: numbers.count)
    }
  }
}
