import CNNModel
import KernelInterface

/// Plans the memory of a program while it is built, and owns the tables that its operations read.
final class ProgramMemory: @unchecked Sendable {
  /// The floats reserved in a group so far.
  private(set) var groupCount = ProgramMemory.scratchCount
  /// The floats reserved in the shared memory so far.
  private(set) var sharedCount: Int
  /// The floats at the start of a group that an operation may use while it runs.
  static let scratchCount = 1 << 15
  /// The number of samples in a group.
  let samples: Int
  /// The floats of memory that any operation on the whole batch may use while it runs.
  private(set) var scratchNeed = 0
  private var tables: [UnsafeMutableRawPointer] = []
  /// The bytes of all tables.
  private(set) var tableSize = 0

  init(sharedCount: Int, samples: Int) { (self.sharedCount, self.samples) = (sharedCount, samples) }

  deinit { for table in tables { table.deallocate() } }

  /// A new tensor of a group.
  func buffer(_ shape: Shape) -> InterleavedBuffer {
    InterleavedBuffer(offset: group(shape.count * samples), shape: shape, samples: samples)
  }

  /// A new tensor of one sample in the channel-blocked layout; a plain one if `block` is 0.
  func buffer(_ shape: Shape, block: Int) -> InterleavedBuffer {
    var buffer = InterleavedBuffer(offset: 0, shape: shape, samples: samples, block: block)
    buffer = InterleavedBuffer(
      offset: group(buffer.count), shape: shape, samples: samples, block: block)
    return buffer
  }

  /// A new tensor of the same form as another.
  func buffer(like other: InterleavedBuffer) -> InterleavedBuffer {
    buffer(other.shape, block: other.block)
  }

  /// Makes sure that there are so many floats for an operation on the whole batch.
  func needScratch(_ count: Int) { scratchNeed = max(scratchNeed, count) }

  /// Reserves floats in every group.
  ///
  /// - Returns: their offset.
  func group(_ count: Int) -> Int {
    defer { groupCount += (count + 15) / 16 * 16 }
    return groupCount
  }

  /// Reserves floats in the shared memory.
  ///
  /// - Returns: their offset.
  func shared(_ count: Int) -> Int {
    defer { sharedCount += (count + 15) / 16 * 16 }
    return sharedCount
  }

  /// A table that lives as long as the program.
  ///
  /// - Precondition: the elements are plain values without references.
  func table<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    precondition(_isPOD(Element.self), "a table of objects")
    let table = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, elements.count))
    tableSize += elements.count * MemoryLayout<Element>.stride
    _ = table.initialize(from: elements)
    if let start = table.baseAddress { tables.append(UnsafeMutableRawPointer(start)) }
    return UnsafeMutableBufferPointer(rebasing: table[..<elements.count])
  }

  /// The arguments of a kernel, at an address that lives as long as the program.
  func arguments<Work>(_ work: Work) -> KernelArguments<Work> {
    let address = UnsafeMutablePointer<Work>.allocate(capacity: 1)
    address.initialize(to: work)
    tables.append(UnsafeMutableRawPointer(address))
    return KernelArguments(address: UnsafePointer(address))
  }
}

/// The memory that the forward pass of a node writes, except for its running statistics.
struct ForwardRegion: Sendable {
  /// In every group.
  let group: Range<Int>
  let shared: Range<Int>
}

/// The arguments of a kernel, which do not change as long as operations refer to them.
struct KernelArguments<Work>: @unchecked Sendable {
  let address: UnsafePointer<Work>
}
