/// Pooling of regions of interest (RoI): every bin of a region is the largest of its cells, 0 without
/// any.
///
/// A region is `sample, x1, y1, x2, y2`, rounded to cells, of which there are `scale` per unit. As in
/// ONNX (`MaxRoiPool`) and torchvision (`roi_pool`). The regions have no gradient. Source:
/// R. Girshick, "Fast R-CNN", 2015.
///
/// Shapes: image `[batch, channels, rows, columns]`, regions `[regions, 5]` →
/// `[regions, channels, rows′, columns′]`.
package struct RoiPool: SamplingLayer {
  /// The rows and columns of the output.
  package let size: PerAxis
  /// Cells per unit of a region's coordinates.
  package let scale: Double

  package init(size: PerAxis, scale: Double = 1) { (self.size, self.scale) = (size, scale) }

  var takesLargest: Bool { true }

  private var bins: [Int] { (0..<2).map { size[$0] } }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from IMAGE, REGIONS\"")
    }
    let (image, regions) = (inputs[0], inputs[1])
    guard image.rank == 4, image[0] > 0, regions.rank == 2, regions[1] == 5 else {
      throw ShapeError(
        "\(kind) takes batch×channels×rows×columns and regions×5, but gets \(image) and \(regions)")
    }
    let cells = (0..<2).map { image[$0 + 2] + 2 * bins[$0] }
    try PlaneSampling.checkSize([regions[0]] + cells, of: kind)
    return [[regions[0], image[1], bins[0], bins[1]]]
  }

  func sampling(_ inputs: InputNumbers) -> PlaneSampling {
    let (image, count) = (inputs.shapes[0], inputs.shapes[1][0])
    var sampling = PlaneSampling(
      images: (0..<count).map { region in
        let sample = inputs[1, 5 * region].magnitude
        return sample < Double(image[0]) ? Int(sample) : 0
      })
    for region in 0..<count {
      let axes = (0..<2).map { axis in
        ranges(
          axis, extent: image[axis + 2], from: inputs[1, 5 * region + 2 - axis],
          to: inputs[1, 5 * region + 4 - axis])
      }
      for rows in axes[0] {
        for columns in axes[1] {
          for row in rows {
            for column in columns { sampling.add(row * image[3] + column, weight: 1) }
          }
          sampling.endPlace()
        }
      }
    }
    return sampling
  }

  /// The cells of every bin along an axis, computed in 32 bits as torchvision and ONNX Runtime do.
  private func ranges(_ axis: Int, extent: Int, from: Double, to: Double) -> [Range<Int>] {
    let (start, end) = (cell(from), cell(to))
    let bin = max(end - start + 1, 1) / Float(bins[axis])
    return (0..<bins[axis]).map { index in
      let first = (Float(index) * bin).rounded(.down) + start
      let last = (Float(index + 1) * bin).rounded(.up) + start
      guard first < last, first.isFinite, last.isFinite else { return 0..<0 }
      let bounds = [first, last].map { Int(min(max($0, 0), Float(extent))) }
      return bounds[0]..<bounds[1]
    }
  }

  private func cell(_ coordinate: Double) -> Float {
    (Float(coordinate) * Float(scale)).rounded(.toNearestOrAwayFromZero)
  }

  package static let grammar = LayerGrammar(
    "roi-pool", summary: "the largest cells of regions of an image",
    help: """
      Reads an image and regions: sample, x1, y1, x2, y2, rounded to cells. Cuts every region into \
      bins and takes the largest cell of each. The gradient goes to the image, not to the regions.
      """,
    positional: [.init("size", .perAxis(atLeast: 1), "the rows and columns of the output")],
    options: [.init("scale", .number, "cells per unit of the regions (default: 1)")])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(size: line.perAxis("size") ?? .one, scale: line.number("scale") ?? 1)
  }

  package var text: String {
    "\(kind) \(size.plain)" + (scale == 1 ? "" : " scale \(scale)")
  }
}

extension RoiPool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch else { return .unknown(text, call) }
    let pool = PythonCall("torchvision.ops.roi_pool", call.input, call.inputs[1], bins.python)
      .with("spatial_scale", scale)
    return LayerCode("\(pool)")
  }
}
