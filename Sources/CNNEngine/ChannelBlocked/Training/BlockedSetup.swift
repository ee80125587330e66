import CNNModel
import KernelInterface

/// What the layers of a program in the channel-blocked layout need.
struct BlockedSetup: Sendable {
  /// The channels of a block.
  let lanes: Int
  /// The samples of a batch.
  let samples: Int
  let kernels: BlockedKernels
  let training: BlockedTrainingKernels

  init(_ table: KernelTable, samples: Int) {
    (lanes, self.samples) = (table.lanes, samples)
    (kernels, training) = (table.channelBlocked, table.blockedTraining)
  }
}

/// The places of a convolution's weights in the shared memory, as one of its passes reads them.
struct BlockedWeights: Sendable {
  let offset: Int
  /// The offset of the bias, if there is one.
  let bias: Int?
  /// From the weight of one target, and of one source, to the next.
  let targetStride: Int
  let sourceStride: Int
  let kernelColumns: Int
  /// Whether every target sums over one source.
  let isDepthwise: Bool
}

/// A table of plain values that lives as long as the program.
struct UnsafeMutableTable<Element>: @unchecked Sendable {
  private let elements: UnsafeMutableBufferPointer<Element>

  init(_ elements: UnsafeMutableBufferPointer<Element>) { self.elements = elements }

  var count: Int { elements.count }
  var pointer: UnsafePointer<Element>? { UnsafePointer(elements.baseAddress) }
  subscript(index: Int) -> Element { elements[index] }
}

/// The offsets of the weights of a phase's taps.
struct KernelTaps: @unchecked Sendable {
  let pointer: UnsafeBufferPointer<Int>

  init(_ taps: UnsafeMutableBufferPointer<Int>) { pointer = UnsafeBufferPointer(taps) }

  var count: Int { pointer.count }
}
