/// Slice: on some axes the cells from a start up to, but not including, an end, with a step.
///
/// Negative starts and ends count from the end and are clamped to the axis; a negative step
/// reverses the order. As in ONNX (`Slice`).
///
/// Shapes: each sliced axis has `⌈(end − start)/step⌉` cells.
package struct Slice: Rearrangement {
  /// Negative ones count from the end.
  package let axes: [Int]
  package let starts: [Int]
  package let ends: [Int]
  package let steps: [Int]

  /// - Parameters:
  ///   - axes: the first axes if empty.
  ///   - steps: 1 if empty.
  package init(axes: [Int] = [], starts: [Int], ends: [Int], steps: [Int] = []) {
    self.axes = axes.isEmpty ? Array(starts.indices) : axes
    (self.starts, self.ends) = (starts.map(Self.bounded), ends.map(Self.bounded))
    self.steps = steps.isEmpty ? starts.map { _ in 1 } : steps.map(Self.bounded)
  }

  /// Clamps an index to a range that is larger than any axis.
  private static func bounded(_ place: Int) -> Int { min(max(place, -1 << 31), 1 << 31) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard starts.count == axes.count, ends.count == axes.count, steps.count == axes.count,
      !steps.contains(0)
    else {
      throw ShapeError(
        "\(kind) needs a start, an end and a step other than 0 for each of \(axes.count) axes")
    }
    var extents = input.extents
    for (index, axis) in axes.enumerated() {
      let axis = try resolved(axis, of: input)
      extents[axis] = places(index, extent: input[axis]).count
    }
    return [Shape(extents)]
  }

  /// The indices of the cells that are selected on an axis.
  func places(_ index: Int, extent: Int) -> [Int] {
    let step = steps[index]
    let bounds = step > 0 ? (0, extent) : (-1, extent - 1)
    func bounded(_ place: Int, _ least: Int) -> Int {
      min(max(place < 0 ? place + extent : place, least), bounds.1)
    }
    let start = bounded(starts[index], 0)
    return Array(stride(from: start, to: bounded(ends[index], bounds.0), by: step))
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let input = shapes[0]
    var addends = zip(input.extents, input.strides).map { extent, stride in
      (0..<extent).map { $0 * stride }
    }
    for (index, axis) in axes.enumerated() {
      let axis = checked(axis, of: input)
      addends[axis] = places(index, extent: input[axis]).map { $0 * input.strides[axis] }
    }
    return [Origins(checkedOutputShapes(for: shapes)[0], Offsets.sums(addends))]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard let index = axes.firstIndex(where: { inputs[0].axis($0) == axis }) else { return outputs }
    let places = places(index, extent: inputs[0][axis])
    guard places.indices.contains(outputs.upperBound), outputs.lowerBound >= 0 else { return nil }
    let ends = [places[outputs.lowerBound], places[outputs.upperBound]]
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }

  package static let grammar = LayerGrammar(
    "slice", summary: "a part of the cells on some axes",
    help: """
      Selects the cells from a start to an end (exclusive) with a step; negative numbers count from \
      the end. Cells that are not selected receive no gradient.
      """,
    options: [
      .init("axes", .wholes, "the axes (default: the first ones)"),
      .init("starts", .wholes, "where each begins"),
      .init("ends", .wholes, "where each ends, exclusively"),
      .init("steps", .wholes, "from one cell to the next (default: 1)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    guard let starts = line.wholes("starts"), let ends = line.wholes("ends") else {
      throw LineError(
        "slice needs starts and ends", column: line.keyword.column,
        proposal: "write \"slice axes 2 starts 0 ends -1\"")
    }
    self.init(
      axes: line.wholes("axes") ?? [], starts: starts, ends: ends,
      steps: line.wholes("steps") ?? [])
  }

  package var text: String {
    var words = [kind]
    if axes != Array(starts.indices) { words += ["axes", axes.words] }
    words += ["starts", starts.words, "ends", ends.words]
    if steps.contains(where: { $0 != 1 }) { words += ["steps", steps.words] }
    return words.joined(separator: " ")
  }
}
