/// Non-maximum suppression: of boxes that overlap, those with the best score.
///
/// For each sample and class the boxes with a score above a threshold are taken, best first, each
/// unless it overlaps one that was taken: unless the intersection over union (IoU) of the two is above a threshold. Each
/// row of the output is sample, class and box. As in ONNX (`NonMaxSuppression`); the indices are
/// piecewise constant, so no gradient passes.
///
/// Shapes: boxes `[batch, boxes, 4]`, scores `[batch, classes, boxes]` → `[count, 3]`.
package struct NonMaxSuppression: DataDependentLayer, PlaceLayer {
  package let count: Int
  /// The largest number of boxes that are taken of a class.
  package let limit: Int
  /// The largest intersection over union of two boxes that are both taken.
  package let overlap: Double
  /// The score that a box must be above; `nil` for any.
  package let score: Double?
  /// Whether boxes are center and size, x first; otherwise two opposite corners.
  package let hasCenters: Bool
  static let found = "boxes"

  package init(
    count: Int, limit: Int, overlap: Double = 0, score: Double? = nil, hasCenters: Bool = false
  ) {
    (self.count, self.limit, self.overlap) = (count, limit, overlap)
    (self.score, self.hasCenters) = (score, hasCenters)
  }

  package var checkedInputs: [Int] { [0, 1] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from BOXES, SCORES\"")
    }
    let (boxes, scores) = (inputs[0], inputs[1])
    guard boxes.rank == 3, scores.rank == 3, boxes[2] == 4, boxes[0] == scores[0],
      boxes[1] == scores[2]
    else {
      throw ShapeError(
        "\(kind) takes batch×boxes×4 and batch×classes×boxes, but gets \(boxes) and \(scores)")
    }
    return [[count, 3]]
  }

  func found(in inputs: InputNumbers) -> Int { rows(inputs).count }

  func places(_ inputs: InputNumbers) -> [(name: String, numbers: [Int])] {
    let rows = rows(inputs).flatMap { $0 }
    return [("sample, class or box", rows.filled(to: 3 * count))]
  }

  /// The largest number of pairs of boxes that may have to be compared with these scores.
  package func comparisons(_ scores: Value) -> Int {
    let size = scores.shape[2]
    return (0..<scores.shape[0] * scores.shape[1]).reduce(0) { sum, line in
      let above = (0..<size).count { isAbove(scores.double(at: line * size + $0)) }
      return min(1 << 62, sum + above * min(above, limit))
    }
  }

  /// The number of rows for boxes and scores.
  package func count(in values: [Value]) -> Int { found(in: InputNumbers(values)) }

  private func isAbove(_ number: Double) -> Bool { score.map { number > $0 } ?? true }

  private func rows(_ inputs: InputNumbers) -> [[Int]] {
    let (classes, size) = (inputs.shapes[1][1], inputs.shapes[1][2])
    var rows: [[Int]] = []
    for sample in 0..<inputs.shapes[0][0] {
      let boxes = (0..<size).map { Box(inputs, 4 * (sample * size + $0), hasCenters) }
      for group in 0..<classes {
        let scores = (0..<size).map { inputs[1, (sample * classes + group) * size + $0] }
        rows += taken(boxes, scores).map { [sample, group, $0] }
      }
    }
    return rows
  }

  /// The boxes of a class that are taken, best first; of equal scores the first.
  private func taken(_ boxes: [Box], _ scores: [Double]) -> [Int] {
    let candidates = scores.indices.filter { isAbove(scores[$0]) }
      .sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }
    var taken: [Int] = []
    for box in candidates where taken.count < limit {
      let isSuppressed = taken.contains { boxes[box].overlap(with: boxes[$0]) > overlap }
      if !isSuppressed { taken.append(box) }
    }
    return taken
  }

  /// A box with sides along the axes.
  private struct Box {
    private let low: (Float, Float)
    private let high: (Float, Float)

    init(_ inputs: InputNumbers, _ offset: Int, _ hasCenters: Bool) {
      let numbers = (0..<4).map { Float(inputs[0, offset + $0]) }
      if hasCenters {
        let (width, height) = (numbers[2] / 2, numbers[3] / 2)
        low = (numbers[0] - width, numbers[1] - height)
        high = (numbers[0] + width, numbers[1] + height)
      } else {
        low = (min(numbers[0], numbers[2]), min(numbers[1], numbers[3]))
        high = (max(numbers[0], numbers[2]), max(numbers[1], numbers[3]))
      }
    }

    private var area: Float { (high.0 - low.0) * (high.1 - low.1) }

    /// The intersection over union, in 32 bits as the threshold is meant; 0 for an empty box.
    func overlap(with other: Box) -> Double {
      let width = min(high.0, other.high.0) - max(low.0, other.low.0)
      let height = min(high.1, other.high.1) - max(low.1, other.low.1)
      guard width > 0, height > 0, area > 0, other.area > 0 else { return 0 }
      let shared = width * height
      let union = area + other.area - shared
      return union > 0 ? Double(shared / union) : 0
    }
  }

  package static let grammar = LayerGrammar(
    "nms", summary: "non-maximum suppression: of boxes that overlap, those with the best score",
    help: """
      Reads boxes and their scores by class: takes the boxes of each class, best first, leaving out \
      those that overlap one already taken. Gives sample, class and box of each. How many there are \
      depends on the input, so the network has the count of the one that it was opened with. No \
      gradient passes.
      """,
    options: [
      countOption,
      .init("limit", .whole(atLeast: 0), "the largest number of boxes of a class (default: 0)"),
      .init("overlap", .number, "the largest intersection over union of two (default: 0)"),
      .init("score", .number, "the score that a box must be above (default: any)"),
      .init("center", .flag, "boxes are center and size instead of two corners"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      count: line.whole("count") ?? 0, limit: line.whole("limit") ?? 0,
      overlap: line.number("overlap") ?? 0, score: line.number("score"),
      hasCenters: line.has("center"))
  }

  package var text: String {
    [
      kind, count == 0 ? nil : "count \(count)", limit == 0 ? nil : "limit \(limit)",
      overlap == 0 ? nil : "overlap \(overlap)", score.map { "score \($0)" },
      hasCenters ? "center" : nil,
    ].compactMap(\.self).joined(separator: " ")
  }
}
