import CNNModel
import KernelInterface

/// Where everything lies that a program works with, and the tables that its operations read.
final class LaneMemory: @unchecked Sendable {
  /// Floats of a group.
  private(set) var groupCount = LaneMemory.scratchCount
  /// Floats that groups share.
  private(set) var sharedCount: Int
  /// Floats at the beginning of a group for what an operation needs while it runs.
  static let scratchCount = 1 << 15
  /// How many samples of a group lie side by side.
  let samples: Int
  private var tables: [UnsafeMutableRawPointer] = []

  init(sharedCount: Int, samples: Int) { (self.sharedCount, self.samples) = (sharedCount, samples) }

  deinit { for table in tables { table.deallocate() } }

  /// A new tensor of a group.
  func buffer(_ shape: Shape) -> LaneBuffer {
    LaneBuffer(offset: group(shape.count * samples), shape: shape, samples: samples)
  }

  /// So many floats of every group; where they begin.
  func group(_ count: Int) -> Int {
    defer { groupCount += (count + 15) / 16 * 16 }
    return groupCount
  }

  /// So many floats that groups share; where they begin.
  func shared(_ count: Int) -> Int {
    defer { sharedCount += (count + 15) / 16 * 16 }
    return sharedCount
  }

  /// A table that lives as long as the program.
  ///
  /// - Precondition: the elements are plain numbers.
  func table<Element>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
    precondition(_isPOD(Element.self), "a table of objects")
    let table = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, elements.count))
    _ = table.initialize(from: elements)
    if let start = table.baseAddress { tables.append(UnsafeMutableRawPointer(start)) }
    return UnsafeMutableBufferPointer(rebasing: table[..<elements.count])
  }

  /// What a kernel is told, at an address of its own.
  func work<Work>(_ work: Work) -> LaneWork<Work> {
    let address = UnsafeMutablePointer<Work>.allocate(capacity: 1)
    address.initialize(to: work)
    tables.append(UnsafeMutableRawPointer(address))
    return LaneWork(address: UnsafePointer(address))
  }
}

/// What a kernel is told, which nobody changes while there are operations that point to it.
struct LaneWork<Work>: @unchecked Sendable {
  let address: UnsafePointer<Work>
}

/// Where parameters, gradients, slots and statistics begin in what groups share.
struct SharedLayout: Sendable {
  /// By node and index: where a parameter begins; its gradient and slots lie as many
  /// ``parameterCount`` further.
  let parameters: [[Int]]
  let sizes: [[Int]]
  /// Floats of all parameters, with the gaps that align them.
  let parameterCount: Int
  let statistics: [[Int]]
  let newStatistics: [[Int]]
  let statisticSizes: [[Int]]
  let count: Int

  /// How many slots an optimizer has room for.
  static let slots = 2

  init(_ network: Network) {
    sizes = network.nodes.indices.map { network.parameters(of: $0).map(\.shape.count) }
    statisticSizes = network.nodes.indices.map { network.statistics(of: $0).map(\.shape.count) }
    var end = 0
    func place(_ sizes: [[Int]]) -> [[Int]] {
      sizes.map { node in
        node.map { size in
          defer { end += (size + 15) / 16 * 16 }
          return end
        }
      }
    }
    parameters = place(sizes)
    parameterCount = end
    end *= 2 + Self.slots
    statistics = place(statisticSizes)
    newStatistics = place(statisticSizes)
    count = end
  }
}
