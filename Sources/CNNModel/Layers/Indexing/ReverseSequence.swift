/// Reversal of sequences: the beginning of every sequence of a batch in reverse order, as long as a
/// second value says; the rest stays.
///
/// As in ONNX (`ReverseSequence`).
///
/// Shapes: `[…, time, …, batch, …]`, `[batch]` → the first.
package struct ReverseSequence: IndexedRearrangement {
  static var inputNames: [String] { ["A", "LENGTHS"] }

  package let batchAxis: Int
  package let timeAxis: Int

  package init(batchAxis: Int = 1, timeAxis: Int = 0) {
    (self.batchAxis, self.timeAxis) = (batchAxis, timeAxis)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let (values, lengths) = try pair(inputs)
    let (batch, time) = (try resolved(batchAxis, of: values), try resolved(timeAxis, of: values))
    guard batch != time, lengths == [values[batch]] else {
      throw ShapeError(
        "\(kind) takes a length for each of the \(values[batch]) sequences of \(values), "
          + "not \(lengths)")
    }
    return [values]
  }

  func origins(_ values: Shape, _ indices: Shape, _ places: [Int]) -> Origins {
    let (batch, time) = (checked(batchAxis, of: values), checked(timeAxis, of: values))
    let strides = values.strides
    let offsets = (0..<values.count).map { offset in
      let length = places[offset / strides[batch] % values[batch]]
      let step = offset / strides[time] % values[time]
      guard (0...values[time]).contains(length) else { return Offsets.outside }
      return step < length ? offset + (length - 1 - 2 * step) * strides[time] : offset
    }
    return Origins(values, offsets)
  }

  func range(
    of index: Int, _ values: Shape, _ indices: Shape
  ) -> IndexRange {
    IndexRange(numbers: 0..<values[checked(timeAxis, of: values)] + 1, axis: nil)
  }

  package static let grammar = LayerGrammar(
    "reverse-sequence", summary: "the beginning of every sequence in reverse order",
    help: """
      Reads sequences and their lengths: the cells before its length are reversed, the rest stays. \
      The gradient goes the same way back.
      """,
    options: [
      .init("batch", .axis, "the axis of the sequences (default: 1)"),
      .init("time", .axis, "the axis along which a sequence runs (default: 0)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(batchAxis: line.whole("batch") ?? 1, timeAxis: line.whole("time") ?? 0)
  }

  package var text: String {
    var words = [kind]
    if batchAxis != 1 { words += ["batch", "\(batchAxis)"] }
    if timeAxis != 0 { words += ["time", "\(timeAxis)"] }
    return words.joined(separator: " ")
  }
}
