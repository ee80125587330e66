import KernelInterface

/// Cells around an image, kept at 0, so that a window may reach over its border.
struct BlockMargin: Hashable {
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0

  /// The least margin that is enough for two readers.
  func union(_ other: BlockMargin) -> BlockMargin {
    BlockMargin(
      top: max(top, other.top), left: max(left, other.left), bottom: max(bottom, other.bottom),
      right: max(right, other.right))
  }

  /// What a window needs.
  init(_ window: ImageWindow) {
    func after(_ axis: AxisWindow) -> Int {
      max(0, axis.place(output: axis.outputs - 1, tap: axis.kernel - 1) - axis.extent + 1)
    }
    (top, left) = (window.rows.before, window.columns.before)
    (bottom, right) = (after(window.rows), after(window.columns))
  }

  init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
    (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
  }
}

/// How a value lies in memory.
enum BlockForm: Hashable {
  /// Channels in blocks, with a margin.
  case image(channels: Int, rows: Int, columns: Int, blockChannels: Int, BlockMargin)
  /// Numbers in a row, as many as registers hold.
  case row(Int)

  /// How many numbers of memory it takes.
  func count(lanes: Int) -> Int {
    switch self {
    case .image(let channels, let rows, let columns, let blockChannels, let margin):
      let blocks = (channels + blockChannels - 1) / blockChannels
      let plane = (rows + margin.top + margin.bottom) * (columns + margin.left + margin.right)
      return blocks * plane * blockChannels
    case .row(let count): return (count + lanes - 1) / lanes * lanes
    }
  }
}

/// A value in memory.
final class BlockPlace {
  let form: BlockForm
  let memory: UnsafeMutablePointer<Float>
  /// How many readers are still to come.
  var readers = 0

  init(_ form: BlockForm, _ memory: UnsafeMutablePointer<Float>) {
    (self.form, self.memory) = (form, memory)
  }

  /// The geometry of an image.
  ///
  /// - Precondition: it is one.
  var image: BlockImage {
    guard case .image(let channels, let rows, let columns, let blockChannels, let margin) = form
    else { preconditionFailure("a row is no image") }
    let rowStep = (columns + margin.left + margin.right) * blockChannels
    return BlockImage(
      channels: channels, rows: rows, columns: columns, blockChannels: blockChannels,
      blockStep: (rows + margin.top + margin.bottom) * rowStep, rowStep: rowStep)
  }

  /// The first cell of an image inside of its margin; the first number of a row.
  var start: UnsafeMutablePointer<Float> {
    guard case .image(_, _, _, let blockChannels, let margin) = form else { return memory }
    return memory + margin.top * image.rowStep + margin.left * blockChannels
  }
}

/// The memory of a plan: handed out, taken back and handed out again for the same form, whose
/// margin is still 0.
final class BlockMemory {
  private var free: [BlockForm: [UnsafeMutablePointer<Float>]] = [:]
  private var all: [UnsafeMutablePointer<Float>] = []
  private let lanes: Int

  /// Numbers behind the end that may be read: a register at the last channel.
  private static let slack = 64

  init(lanes: Int) { self.lanes = lanes }

  deinit { for memory in all { memory.deallocate() } }

  func place(_ form: BlockForm) -> BlockPlace {
    if let memory = free[form]?.popLast() { return BlockPlace(form, memory) }
    return BlockPlace(form, allocate(form.count(lanes: lanes)))
  }

  /// The memory of a place may be used again.
  func release(_ place: BlockPlace) { free[place.form, default: []].append(place.memory) }

  /// Zeros, aligned to a line of the cache.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = (count + Self.slack) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    let memory = raw.initializeMemory(as: Float.self, repeating: 0, count: count + Self.slack)
    all.append(memory)
    return memory
  }

  /// A copy of an array with zeros behind it up to a whole number of registers.
  func copy(_ numbers: [Float]) -> UnsafeMutablePointer<Float> {
    let memory = allocate((numbers.count + lanes - 1) / lanes * lanes)
    for (index, number) in numbers.enumerated() { memory[index] = number }
    return memory
  }
}
