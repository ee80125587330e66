import CNNModel
import KernelInterface

/// The layout of a value in memory.
enum BufferForm: Hashable {
  /// Channels in blocks, with a margin around the image.
  case image(channels: Int, rows: Int, columns: Int, blockChannels: Int, ImageMargin)
  /// Consecutive numbers, padded to whole vectors.
  case row(Int)

  /// The number of floats, with vectors of the given number of lanes.
  func count(lanes: Int) -> Int {
    switch self {
    case .image(let channels, let rows, let columns, let blockChannels, let margin):
      let blocks = (channels + blockChannels - 1) / blockChannels
      let plane = (rows + margin.top + margin.bottom) * (columns + margin.left + margin.right)
      return blocks * Self.blockStep(plane * blockChannels)
    case .row(let count): return (count + lanes - 1) / lanes * lanes
    }
  }

  /// The distance between blocks of `count` floats: an odd number of cache lines, so that the same
  /// cells of all blocks are not in the same cache sets.
  static func blockStep(_ count: Int) -> Int { ((count + 15) / 16 | 1) * 16 }
}

/// The buffer of a value while a plan is made, with the number of remaining readers.
final class ActivationBuffer {
  let form: BufferForm
  let memory: UnsafeMutablePointer<Float>
  /// The buffer of which it is a part: that of several values one after the other.
  let whole: ActivationBuffer?
  var readers = 0

  init(
    _ form: BufferForm, _ memory: UnsafeMutablePointer<Float>, partOf whole: ActivationBuffer? = nil
  ) {
    (self.form, self.memory, self.whole) = (form, memory, whole)
  }

  /// The geometry of an image.
  ///
  /// - Precondition: it is an image.
  var image: BlockedImage {
    guard case .image(let channels, let rows, let columns, let blockChannels, let margin) = form
    else { preconditionFailure("a row is no image") }
    let rowStep = (columns + margin.left + margin.right) * blockChannels
    return BlockedImage(
      channels: channels, rows: rows, columns: columns, blockChannels: blockChannels,
      blockStep: BufferForm.blockStep((rows + margin.top + margin.bottom) * rowStep),
      rowStep: rowStep)
  }

  /// The first cell of an image inside its margin; the first number otherwise.
  var start: UnsafeMutablePointer<Float> {
    guard case .image(_, _, _, let blockChannels, let margin) = form else { return memory }
    return memory + margin.top * image.rowStep + margin.left * blockChannels
  }
}

extension ActivationBuffer {
  /// Writes numbers in the plain layout.
  func fill(_ plain: UnsafePointer<Float>, _ count: Int, _ kernels: BlockedKernels) {
    if case .row = form {
      memory.update(from: plain, count: count)
    } else {
      var image = image
      kernels.pack(&image, plain, start)
    }
  }

  /// Reads its numbers in the plain layout.
  func read(_ plain: UnsafeMutablePointer<Float>, _ count: Int, _ kernels: BlockedKernels) {
    if case .row = form {
      plain.update(from: memory, count: count)
    } else {
      var image = image
      kernels.unpack(&image, start, plain)
    }
  }

  /// Its numbers as a tensor.
  func tensor(_ shape: Shape, _ kernels: BlockedKernels) -> Tensor {
    let count = shape.count
    let elements = [Float](unsafeUninitializedCapacity: count) { buffer, written in
      if let start = buffer.baseAddress { read(start, count, kernels) }
      written = count
    }
    return Tensor(shape: shape, elements: elements)
  }
}
