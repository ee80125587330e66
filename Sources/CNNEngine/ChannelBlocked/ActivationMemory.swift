import CNNModel

/// The memory of an inference plan. Released buffers are reused for the same form, whose margin is
/// still 0.
final class ActivationMemory {
  private var free: [BufferForm: [UnsafeMutablePointer<Float>]] = [:]
  private var blocks: [LargeMemory] = []
  /// The unused rest of the last block.
  private var rest: UnsafeMutableBufferPointer<Float> = .init(start: nil, count: 0)
  private let lanes: Int

  /// The largest block in floats, unless a single request is larger.
  private static let largestBlock = 4 << 20
  /// The number of floats allocated so far.
  private var allocated = 1 << 14
  /// Floats after the end of a buffer that may be read: vectors of outputs that do not exist.
  private static let slack = 512

  init(lanes: Int) { self.lanes = lanes }

  deinit { for block in blocks { block.free() } }

  func buffer(_ form: BufferForm) -> ActivationBuffer {
    if let memory = free[form]?.popLast() { return ActivationBuffer(form, memory) }
    return ActivationBuffer(form, allocate(form.count(lanes: lanes)))
  }

  /// Makes the memory of a buffer available again.
  func release(_ buffer: ActivationBuffer) {
    free[buffer.form, default: []].append(buffer.memory)
  }

  /// Zeroed floats, aligned to a cache line.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let needed = (count + Self.slack + 15) / 16 * 16
    if needed > rest.count { addBlock(needed) }
    let memory = UnsafeMutableBufferPointer(rebasing: rest[..<needed])
    rest = UnsafeMutableBufferPointer(rebasing: rest[needed...])
    guard let start = memory.baseAddress else { preconditionFailure("memory of no numbers") }
    return start
  }

  /// Blocks grow with the plan.
  private func addBlock(_ needed: Int) {
    let size = max(needed, min(Self.largestBlock, allocated))
    let memory = LargeMemory(count: size)
    blocks.append(memory)
    rest = UnsafeMutableBufferPointer(start: memory.start, count: size)
    allocated += size
  }

  /// A copy of an array, padded with zeros to whole vectors.
  func copy(_ numbers: [Float]) -> UnsafeMutablePointer<Float> {
    let memory = allocate((numbers.count + lanes - 1) / lanes * lanes)
    numbers.withUnsafeBufferPointer { numbers in
      if let start = numbers.baseAddress { memory.update(from: start, count: numbers.count) }
    }
    return memory
  }

  /// The factors of windows as ``BlockedPool`` has them.
  func scales(
    _ shares: WindowShares
  ) -> (scales: UnsafePointer<Float>, rows: UnsafePointer<Int32>) {
    let (rows, columns) = (shares.counts[0], shares.counts[1])
    var (starts, scales, known) = ([Int32](), [Float](), [Int: Int32]())
    for row in rows {
      let start = known[row] ?? Int32(scales.count)
      if known.updateValue(start, forKey: row) == nil {
        scales += columns.map { shares.share(row, $0) }
      }
      starts.append(start)
    }
    let table = UnsafeMutableRawPointer(allocate(starts.count))
      .bindMemory(to: Int32.self, capacity: starts.count)
    for (row, start) in starts.enumerated() { table[row] = start }
    return (UnsafePointer(copy(scales)), UnsafePointer(table))
  }
}
