import CNNModel
import KernelInterface

/// A tensor of a group of samples: its offset in the group's memory, and the shape of one sample.
///
/// Its numbers are `[channels][rows][columns][samples]`; see ``GroupFrame``. In the channel-blocked
/// layout they are those of one sample, `[block of channels][rows][columns][channel of the block]`.
struct InterleavedBuffer: Hashable, Sendable {
  let offset: Int
  /// Without the batch axis.
  let shape: Shape
  /// The number of samples in a group: 16 or 1.
  let samples: Int
  /// The channels of a block; 0 where it is not in the channel-blocked layout.
  var block = 0

  /// The number of floats.
  var count: Int {
    block == 0 ? shape.count * samples : image.blocks * image.blockStep
  }

  /// The geometry in the channel-blocked layout.
  ///
  /// - Precondition: it has blocks.
  var image: BlockedImage {
    let (rows, row) = (shape.extents[1], shape.extents[2] * block)
    return BlockedImage(
      channels: shape.extents[0], rows: rows, columns: shape.extents[2], blockChannels: block,
      blockStep: rows * row, rowStep: row)
  }

  /// The offset in its group of a cell, without that of its sample: of one in the first sample.
  ///
  /// - Parameter cell: the offset in the plain layout.
  func place(of cell: Int) -> Int {
    guard block > 0 else { return offset + cell * samples }
    let image = image
    let (channel, rest) = cell.quotientAndRemainder(dividingBy: image.rows * image.columns)
    return offset + channel / block * image.blockStep + rest * block + channel % block
  }

  /// Floats from one channel to the next.
  var channelStride: Int { shape.extents.dropFirst().reduce(1, *) * samples }

  /// Another tensor of the same group, or the same numbers with another shape.
  func at(_ offset: Int, _ shape: Shape) -> InterleavedBuffer {
    InterleavedBuffer(offset: offset, shape: shape, samples: samples)
  }
}
