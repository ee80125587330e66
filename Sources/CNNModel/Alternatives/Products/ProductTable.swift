/// Every product that a convolution, a transposed convolution or a linear layer sums, as offsets
/// into its three arrays: the wide side, the narrow side and the weight.
///
/// For a sample, a pair of channels, a tap and a place there is the product of one weight, the cell
/// that the window at the place reads through the tap, and the narrow cell of the place. A changed
/// rule is a changed table: its sums in three directions are the forward pass and the true
/// derivatives under that rule.
struct ProductTable: Sendable {
  /// A narrow channel and a wide channel that are connected.
  struct Pair: Hashable, Sendable {
    var narrow: Int
    var wide: Int
    /// The row of ``ProductTable/weights``.
    var kernel: Int
  }

  /// The samples, pairs, taps and places whose products are summed.
  var samples: [Int]
  var pairs: [Pair]
  var taps: [Int]
  var places: [Int]
  /// By tap, then by place, the offset of the cell in its plane; negative outside of it.
  var cells: [Int]
  /// By kernel, then by tap, the offset of the weight.
  var weights: [Int]
  /// The value of a cell outside.
  var padding: Float = 0
  /// The channels and the extents of the wide and of the narrow side.
  private(set) var wide: Shape
  private(set) var narrow: Shape
  /// The number of taps that ``weights`` and ``cells`` have entries for.
  private(set) var tapCount: Int
  let weightCount: Int

  init(_ geometry: ConvolutionGeometry) {
    samples = Array(0..<geometry.batch)
    pairs = (0..<geometry.narrowChannels).flatMap { narrow in
      (0..<geometry.wideGroup).map { inner in
        Pair(
          narrow: narrow,
          wide: narrow / geometry.narrowGroup * geometry.wideGroup + inner,
          kernel: narrow * geometry.wideGroup + inner)
      }
    }
    (taps, places, cells, weights, tapCount) = ([], [], [], [], 0)
    (wide, narrow) = (geometry.wideShape, geometry.narrowShape)
    weightCount = geometry.weightShape.count
    follow(geometry.window)
    let order = geometry.window.weightOrder
    weights = (0..<geometry.narrowChannels * geometry.wideGroup).flatMap { kernel in
      order.map { kernel * order.count + $0 }
    }
  }

  /// Goes by another window, with as many taps and with any number of places and cells.
  mutating func follow(_ window: SpatialWindow) {
    (wide, narrow) = (wide.replacingPlane(window.extents), narrow.replacingPlane(window.outputs))
    (tapCount, taps) = (window.kernelPlane, Array(0..<window.kernelPlane))
    places = Array(0..<window.outputPlane)
    cells = window.cellOffsets
  }

  /// The taps several times, each time at other cells.
  mutating func repeatTaps(_ cells: [[Int]]) {
    weights = stride(from: 0, to: weights.count, by: tapCount).flatMap { start in
      cells.flatMap { _ in weights[start..<start + tapCount] }
    }
    self.cells = cells.flatMap(\.self)
    tapCount *= cells.count
    taps = Array(0..<tapCount)
  }

  var widePlane: Int { wide.plane }
  var narrowPlane: Int { narrow.plane }
}

extension Shape {
  fileprivate func replacingPlane(_ extents: [Int]) -> Shape {
    Shape([self[0], self[1]] + extents)
  }
}

extension SpatialWindow {
  /// By tap, then by place, the offset of the cell that is read; negative outside.
  fileprivate var cellOffsets: [Int] {
    let strides = Shape(extents).strides
    return Self.places(in: kernel).flatMap { tap in
      Offsets.sums(
        axes.indices.map { axis in
          (0..<axes[axis].outputs).map { output in
            axes[axis].checkedSource(output: output, tap: tap[axis]).map { $0 * strides[axis] }
              ?? Offsets.outside
          }
        })
    }
  }

  /// By tap, the place of its weight in the kernel.
  fileprivate var weightOrder: [Int] {
    Offsets.sums(
      zip(axes, Shape(kernel).strides).map { axis, stride in
        (0..<axis.kernel).map { axis.weight(tap: $0) * stride }
      })
  }
}

extension AxisWindow {
  /// The cell that is read; `nil` outside, also where the fill does not reach as far.
  fileprivate func checkedSource(output: Int, tap: Int) -> Int? {
    source(output: output, tap: tap).flatMap { (0..<extent).contains($0) ? $0 : nil }
  }
}
