import CNNModel
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
      return blocks * Self.blockStep(plane * blockChannels)
    case .row(let count): return (count + lanes - 1) / lanes * lanes
    }
  }

  /// From a block of so many numbers to the next: an odd number of lines of the cache, so that the
  /// same cells of all blocks do not compete for the same lines.
  static func blockStep(_ count: Int) -> Int { ((count + 15) / 16 | 1) * 16 }
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
      blockStep: BlockForm.blockStep((rows + margin.top + margin.bottom) * rowStep),
      rowStep: rowStep)
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
  private var all: [LargeMemory] = []
  /// What of the last piece is not handed out yet.
  private var rest: UnsafeMutableBufferPointer<Float> = .init(start: nil, count: 0)
  private let lanes: Int

  /// Numbers of a piece at most, unless one request is larger.
  private static let piece = 4 << 20
  /// Numbers that were allocated so far.
  private var allocated = 1 << 14
  /// Numbers behind the end that may be read: registers of outputs that there are not.
  private static let slack = 512

  init(lanes: Int) { self.lanes = lanes }

  deinit { for memory in all { memory.free() } }

  func place(_ form: BlockForm) -> BlockPlace {
    if let memory = free[form]?.popLast() { return BlockPlace(form, memory) }
    return BlockPlace(form, allocate(form.count(lanes: lanes)))
  }

  /// The memory of a place may be used again.
  func release(_ place: BlockPlace) { free[place.form, default: []].append(place.memory) }

  /// Zeros, aligned to a line of the cache: from a piece that holds many of them.
  func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let needed = (count + Self.slack + 15) / 16 * 16
    if needed > rest.count {
      // The larger the plan, the larger its pieces.
      let size = max(needed, min(Self.piece, allocated))
      let memory = LargeMemory(count: size)
      all.append(memory)
      rest = UnsafeMutableBufferPointer(start: memory.start, count: size)
      allocated += size
    }
    let memory = UnsafeMutableBufferPointer(rebasing: rest[..<needed])
    rest = UnsafeMutableBufferPointer(rebasing: rest[needed...])
    guard let start = memory.baseAddress else { preconditionFailure("memory of no numbers") }
    return start
  }

  /// A copy of an array with zeros behind it up to a whole number of registers.
  func copy(_ numbers: [Float]) -> UnsafeMutablePointer<Float> {
    let memory = allocate((numbers.count + lanes - 1) / lanes * lanes)
    for (index, number) in numbers.enumerated() { memory[index] = number }
    return memory
  }
}
