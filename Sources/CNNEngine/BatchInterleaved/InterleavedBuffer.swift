import CNNModel
import KernelInterface

/// A tensor of a group of samples: its offset in the group's memory, and the shape of one sample.
///
/// Its numbers are `[channels][rows][columns][samples]`; see ``GroupFrame``.
struct InterleavedBuffer: Hashable, Sendable {
  let offset: Int
  /// Without the batch axis.
  let shape: Shape
  /// The number of samples in a group: 16 or 1.
  let samples: Int

  /// The number of floats.
  var count: Int { shape.count * samples }

  /// Floats from one channel to the next.
  var channelStride: Int { shape.extents.dropFirst().reduce(1, *) * samples }

  /// Another tensor of the same group, or the same numbers with another shape.
  func at(_ offset: Int, _ shape: Shape) -> InterleavedBuffer {
    InterleavedBuffer(offset: offset, shape: shape, samples: samples)
  }
}
