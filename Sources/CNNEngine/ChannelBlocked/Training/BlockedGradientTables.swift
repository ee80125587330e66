import CNNModel
import KernelInterface

/// How a weight gradient in the channel-blocked layout is divided into tiles: adjacent numbers of
/// one side times vectors of the other.
///
/// Usually the numbers are of the narrow side, and a vector is a block of channels that a tap reads
/// on the wide side. Where the wide side has fewer channels than a vector lanes, the numbers are a
/// row of its taps and channels, and the vectors are of the narrow side.
struct BlockedGradientTables {
  /// Adjacent numbers of one side: the offset of the first, and what follows for the gradient.
  struct Scalars {
    var offset = 0
    /// Where their gradients are, each at `index` from `first` on:
    /// `place + index / inner · outerStride + index % inner · innerStride`.
    var place = 0
    var first = 0
    var count = 0
    var inner = 1
    var outerStride = 0
    var innerStride = 0

    /// The offset in the gradient of one of them.
    func place(_ number: Int) -> Int {
      let (outer, rest) = (first + number).quotientAndRemainder(dividingBy: inner)
      return place + outer * outerStride + rest * innerStride
    }
  }

  /// Up to three vectors of the other side.
  struct Vectors {
    var count = 1
    var offsets = (0, 0, 0)
    /// The offsets in the gradient of each vector's first number, and how many exist.
    var places = (0, 0, 0)
    var lanes = (0, 0, 0)
  }

  private(set) var scalars: [Scalars] = []
  private(set) var vectors: [Vectors] = []
  /// From the gradient of one lane to that of the next.
  let laneStride: Int
  /// Whether the numbers are of the wide side.
  let isSwapped: Bool

  init(
    _ geometry: ConvolutionGeometry, _ wide: PaddedSource, _ narrow: PaddedSource, lanes: Int,
    scalarsAtOnce: Int
  ) {
    isSwapped = wide.block < lanes && geometry.groups == 1
    let (taps, width) = (geometry.kernelPlane, geometry.wideGroup)
    if isSwapped {
      laneStride = width * taps
      addRuns(geometry, wide, scalarsAtOnce)
      let blocks = (geometry.narrowChannels + lanes - 1) / lanes
      addVectors(
        (0..<blocks).map { block in
          Vector(
            offset: block * narrow.blockStep, place: block * lanes * width * taps,
            lanes: min(lanes, geometry.narrowChannels - block * lanes))
        })
    } else {
      laneStride = taps
      addNarrow(geometry, narrow, lanes, scalarsAtOnce)
      addTaps(geometry, wide, lanes)
    }
  }

  private struct Vector {
    let offset: Int
    let place: Int
    let lanes: Int
  }

  /// The channels of the narrow side.
  private mutating func addNarrow(
    _ geometry: ConvolutionGeometry, _ narrow: PaddedSource, _ lanes: Int, _ atOnce: Int
  ) {
    let stride = geometry.wideGroup * geometry.kernelPlane
    for first in Swift.stride(from: 0, to: geometry.narrowChannels, by: atOnce) {
      let (block, lane) = first.quotientAndRemainder(dividingBy: lanes)
      scalars.append(
        Scalars(
          offset: block * narrow.blockStep + lane, place: first * stride,
          count: min(atOnce, geometry.narrowChannels - first), outerStride: stride))
    }
  }

  /// Rows of taps, each of which reads all channels of the wide side.
  private mutating func addRuns(
    _ geometry: ConvolutionGeometry, _ wide: PaddedSource, _ atOnce: Int
  ) {
    let window = geometry.window
    let (channels, taps) = (geometry.wideChannels, geometry.kernelPlane)
    // Taps that are not adjacent are runs of their own.
    let together = window.columns.dilation == 1 ? window.columns.kernel : 1
    for row in 0..<window.rows.kernel {
      for column in stride(from: 0, to: window.columns.kernel, by: together) {
        let start =
          row * window.rows.dilation * wide.rowStep
          + column * window.columns.dilation * wide.block
        let place = row * window.columns.kernel + column
        for first in stride(from: 0, to: together * channels, by: atOnce) {
          scalars.append(
            Scalars(
              offset: start + first, place: place, first: first,
              count: min(atOnce, together * channels - first), inner: channels, outerStride: 1,
              innerStride: taps))
        }
      }
    }
  }

  /// The channels of the wide side that each tap reads.
  private mutating func addTaps(
    _ geometry: ConvolutionGeometry, _ wide: PaddedSource, _ lanes: Int
  ) {
    let window = geometry.window
    let channels = geometry.groups == 1 ? geometry.wideGroup : geometry.wideChannels
    func vector(_ block: Int, _ row: Int, _ column: Int) -> Vector {
      Vector(
        offset: block * wide.blockStep + row * window.rows.dilation * wide.rowStep
          + column * window.columns.dilation * wide.block,
        place: block * lanes * geometry.kernelPlane + window.rows.weight(tap: row)
          * window.columns.kernel + window.columns.weight(tap: column),
        lanes: min(lanes, channels - block * lanes))
    }
    guard geometry.kernelPlane > 1 else {
      return addVectors((0..<wide.blocks).map { vector($0, 0, 0) })
    }
    for block in 0..<wide.blocks {
      for row in 0..<window.rows.kernel {
        addVectors((0..<window.columns.kernel).map { vector(block, row, $0) })
      }
    }
  }

  /// Groups vectors, up to three at once and all of nearly the same size.
  private mutating func addVectors(_ all: [Vector]) {
    for part in parts(of: all.count, atMost: 3) {
      var group = Vectors()
      let three = (0..<3).map { all[min(part.lowerBound + $0, part.upperBound - 1)] }
      group.count = part.count
      group.offsets = (three[0].offset, three[1].offset, three[2].offset)
      group.places = (three[0].place, three[1].place, three[2].place)
      group.lanes = (three[0].lanes, three[1].lanes, three[2].lanes)
      vectors.append(group)
    }
  }
}
