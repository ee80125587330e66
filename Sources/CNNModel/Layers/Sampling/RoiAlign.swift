/// Pooling of regions of interest (RoI): every bin of a region is the mean, or the largest, of points
/// that are interpolated between the cells of the image.
///
/// A region is `x1, y1, x2, y2` in coordinates of which the image has `scale` cells each. As in ONNX
/// (`RoiAlign`) and torchvision (`roi_align`); as there, the largest is that of the weighted cells of
/// all points. The regions have no gradient.
///
/// Shapes: image `[batch, channels, rows, columns]`, regions `[regions, 4]`, the sample of each
/// `[regions]` → `[regions, channels, rows′, columns′]`.
package struct RoiAlign: SamplingLayer {
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    case mean, largest
  }

  /// The rows and columns of the output.
  package let size: PerAxis
  package let mode: Mode
  /// Points along each axis of a bin; 0 for one in each cell that the bin covers.
  package let points: Int
  /// Cells per unit of a region's coordinates.
  package let scale: Double
  /// Whether coordinates count from the edge of the first cell instead of its center.
  package let countsFromEdge: Bool

  package init(
    size: PerAxis, mode: Mode = .mean, points: Int = 0, scale: Double = 1,
    countsFromEdge: Bool = true
  ) {
    (self.size, self.mode, self.points) = (size, mode, points)
    (self.scale, self.countsFromEdge) = (scale, countsFromEdge)
  }

  var takesLargest: Bool { mode == .largest }

  private var bins: [Int] { (0..<2).map { size[$0] } }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 3 else {
      throw ShapeError(
        "\(kind) takes 3 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from IMAGE, REGIONS, SAMPLES\"")
    }
    let (image, regions) = (inputs[0], inputs[1])
    guard image.rank == 4, image.plane > 0, image[0] > 0, regions.rank == 2, regions[1] == 4,
      inputs[2] == [regions[0]]
    else {
      throw ShapeError(
        "\(kind) takes batch×channels×rows×columns, regions×4 and a sample for each, but gets "
          + inputs.map(\.description).joined(separator: ", "))
    }
    try PlaneSampling.checkSize([multiplyAccumulates(for: inputs)], of: kind)
    return [[regions[0], image[1], bins[0], bins[1]]]
  }

  /// An upper bound where the number of points follows from the regions.
  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let counts = (0..<2).map { axis in
      points > 0 ? points * bins[axis] : 2 * inputs[0][axis + 2] + 2 + bins[axis]
    }
    return Shape.saturatingProduct([4, inputs[1][0]] + counts)
  }

  func sampling(_ inputs: InputNumbers) -> PlaneSampling {
    let (image, count) = (inputs.shapes[0], inputs.shapes[1][0])
    var sampling = PlaneSampling(
      images: (0..<count).map { Self.sample(inputs[2, $0], image[0]) })
    for region in 0..<count {
      let axes = (0..<2).map { axis in
        // Columns come first among the coordinates.
        BinAxis(
          self, axis, extent: image[axis + 2], from: inputs[1, 4 * region + 1 - axis],
          to: inputs[1, 4 * region + 3 - axis])
      }
      for row in 0..<bins[0] {
        for column in 0..<bins[1] {
          add(axes[0].points(row), axes[1].points(column), image[3], to: &sampling)
          sampling.endPlace()
        }
      }
    }
    return sampling
  }

  private static func sample(_ number: Double, _ batch: Int) -> Int {
    number.magnitude < Double(batch) ? Int(number.magnitude) : 0
  }

  private func add(
    _ rows: BinAxis.Points, _ columns: BinAxis.Points, _ width: Int,
    to sampling: inout PlaneSampling
  ) {
    let count = rows.count * columns.count
    let share = takesLargest ? 1 : 1 / Double(max(1, count))
    // A point outside of the image counts as 0.
    if takesLargest, rows.inside.count * columns.inside.count < count {
      sampling.add(0, weight: 0)
    }
    for row in rows.inside {
      for column in columns.inside {
        for (y, weight) in row {
          for (x, other) in column {
            sampling.add(y * width + x, weight: weight * other * share)
          }
        }
      }
    }
  }

  /// The points of the bins of a region along one axis.
  private struct BinAxis {
    typealias Neighbor = (index: Int, weight: Double)
    /// How many there are in a bin, and the cells around each of those within the image.
    typealias Points = (count: Int, inside: [[Neighbor]])
    private let extent: Int
    private let start: Double
    private let bin: Double
    /// The number of points of a bin.
    private let count: Int
    /// Whether it follows from the length of the bin, which is positive then.
    private let isAdaptive: Bool

    init(_ layer: RoiAlign, _ axis: Int, extent: Int, from: Double, to: Double) {
      let offset = layer.countsFromEdge ? 0.5 : 0
      self.extent = extent
      start = from * layer.scale - offset
      let length = to * layer.scale - offset - start
      bin = (layer.countsFromEdge ? length : max(length, 1)) / Double(layer.size[axis])
      isAdaptive = layer.points == 0
      let needed = min(max(0, bin.rounded(.up)), 0x1p30)
      count = isAdaptive ? (needed.isNaN ? 0 : Int(needed)) : layer.points
    }

    func points(_ index: Int) -> Points {
      let inside = candidates(index).compactMap { point in
        neighbors(start + (Double(index) + (Double(point) + 0.5) / Double(count)) * bin)
      }
      return (count, inside)
    }

    /// The points of a bin but for those that are far from the image.
    private func candidates(_ index: Int) -> Range<Int> {
      guard isAdaptive else { return 0..<count }
      guard bin.isFinite, count > 0 else { return 0..<0 }
      func point(at place: Double) -> Double {
        ((place - start) / bin - Double(index)) * Double(count)
      }
      let first = max(0, point(at: -1) - 1).rounded(.down)
      let end = min(Double(count), point(at: Double(extent)) + 1).rounded(.up)
      return first < end ? Int(first)..<Int(end) : 0..<0
    }

    /// The cells around a place, with their weights; `nil` for one outside of the image.
    private func neighbors(_ place: Double) -> [Neighbor]? {
      guard place >= -1, place <= Double(extent) else { return nil }
      let inside = min(max(place, 0), Double(extent - 1))
      let first = Int(inside)
      let ratio = inside - Double(first)
      return first + 1 < extent
        ? [(first, 1 - ratio), (first + 1, ratio)] : [(first, 1)]
    }
  }
}

extension RoiAlign {
  package static let grammar = LayerGrammar(
    "roi-align", summary: "regions of an image pooled between its cells",
    help: """
      Reads an image, regions x1, y1, x2, y2, and the sample that each lies in: cuts every region \
      into bins and takes the mean of points that are interpolated between the cells. The gradient \
      goes to the image, not to the regions.
      """,
    positional: [.init("size", .perAxis(atLeast: 1), "the rows and columns of the output")],
    options: [
      .init(
        "mode", .choice(Mode.allCases.map(\.rawValue)),
        "what a bin is of its points (default: mean)"),
      .init(
        "points", .whole(atLeast: 0), "points along each axis of a bin (default: one for each cell)"
      ),
      .init("scale", .number, "cells per unit of the regions (default: 1)"),
      .init("centers", .flag, "coordinates count from the center of the first cell"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      size: line.perAxis("size") ?? .one,
      mode: line.choice("mode").flatMap(Mode.init) ?? .mean,
      points: min(line.whole("points") ?? 0, 1024), scale: line.number("scale") ?? 1,
      countsFromEdge: !line.has("centers"))
  }

  package var text: String {
    var words = [kind, size.plain]
    if mode != .mean { words += ["mode", mode.rawValue] }
    if points != 0 { words += ["points", "\(points)"] }
    if scale != 1 { words += ["scale", "\(scale)"] }
    if !countsFromEdge { words.append("centers") }
    return words.joined(separator: " ")
  }
}

extension RoiAlign: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch else { return .unknown(text, call) }
    let regions = "torch.cat([\(call.inputs[2])[:, None], \(call.inputs[1])], 1)"
    let align = PythonCall("torchvision.ops.roi_align", call.input, regions, bins.python)
      .with("spatial_scale", scale).with("sampling_ratio", points == 0 ? -1 : points)
      .with("aligned", countsFromEdge)
    return LayerCode("\(align)", note: takesLargest ? "with the largest of a bin" : nil)
  }
}
