/// A layer that makes one number of each of several groups of input cells: the poolings, and the
/// reductions along axes.
///
/// From the groups and the function follow its passes, and what they become when one of them is
/// changed.
protocol CellReduction: Layer {
  /// The cells of every group, in the order of the outputs.
  ///
  /// - Precondition: the layer takes the shapes.
  func cellGroups(for inputs: [Shape]) -> CellGroups

  /// What a group becomes.
  var cellFunction: CellFunction { get }

  /// What a group is called: `window`.
  var groupWord: String { get }
}

/// Groups of cells within planes of equal size, the same in every plane.
struct CellGroups: Sendable {
  /// A cell of the padding.
  static let padding = -1
  /// A place behind the padding, where a last window is only partly over the image.
  static let beyond = -2

  /// The number of planes, one behind the other.
  let planes: Int
  /// The cells of a plane.
  let plane: Int
  /// By group, the offsets of its cells within a plane, ``padding`` or ``beyond``.
  let taps: [[Int]]
  /// The extents of a group on its axes.
  let extents: [Int]
  /// The numbers of groups on the axes of an image; `nil` where they are those of the layer's output.
  private(set) var outputs: [Int]?

  init(planes: Int, plane: Int, taps: [[Int]], extents: [Int]) {
    (self.planes, self.plane, self.taps, self.extents) = (planes, plane, taps, extents)
  }

  /// The windows over an image.
  ///
  /// - Parameters:
  ///   - own: a window over the same cells, whose padding counts.
  ///   - image: `[batch, channels, …]`
  init(_ window: SpatialWindow, paddedAs own: SpatialWindow, image: Shape) {
    let places = zip(window.axes, own.axes).map { axis, own in
      (0..<axis.outputs).map { output in
        (0..<axis.kernel).map { Self.place(axis.place(output: output, tap: $0), own) }
      }
    }
    let extents = window.extents
    taps = SpatialWindow.places(in: window.outputs).map { output in
      output.indices.reduce([0]) { offsets, axis in
        offsets.flatMap { offset in
          places[axis][output[axis]].map { place in
            min(offset, place) < 0 ? min(offset, place) : offset * extents[axis] + place
          }
        }
      }
    }
    (planes, plane) = (image[0] * image[1], window.imagePlane)
    self.extents = window.kernel
    outputs = window.outputs
  }

  private static func place(_ place: Int, _ axis: AxisWindow) -> Int {
    if place >= 0, place < axis.extent { return place }
    guard place >= -axis.before, place < axis.extent + axis.after else { return beyond }
    return axis.fill.resolve(place, extent: axis.extent) ?? padding
  }

  /// Whether a cell belongs to several groups.
  var overlap: Bool {
    var seen: Set<Int> = []
    return taps.contains { $0.contains { $0 >= 0 && !seen.insert($0).inserted } }
  }

  /// Whether any group has cells outside of the image.
  var reachesOutside: Bool { taps.contains { $0.contains { $0 < 0 } } }
}

/// The numbers of one group of cells.
struct CellGroup {
  /// Those of the cells in the image.
  let x: [Double]
  /// The index of each of them among all places of the group.
  let places: [Int]
  /// The number of places of the group that are in the padding.
  let padding: Int
  /// The number of places of the group.
  let size: Int
  /// The extents of the group on its axes.
  let extents: [Int]
  /// The result, in a backward pass.
  var y = 0.0
  /// The gradient of the result, in a backward pass.
  var gy = 0.0
  /// The largest number of the plane, in a backward pass.
  var largestOfPlane = 0.0
}

extension CellGroups {
  /// A group of a plane.
  func group(_ index: Int, plane start: Int, _ x: [Float]) -> CellGroup {
    let taps = taps[index]
    let places = taps.indices.filter { taps[$0] >= 0 }
    return CellGroup(
      x: places.map { Double(x[start + taps[$0]]) }, places: places,
      padding: taps.count { $0 == Self.padding }, size: taps.count, extents: extents)
  }
}
