/// The reverse of max pooling: every number goes back to the place that it was the largest of, and all
/// other cells are 0.
///
/// The places count the cells of the whole output, as the second output of `maxpool indices rows`
/// does; one out of range is left out, and of several numbers with one place the last counts. As in
/// ONNX (`MaxUnpool`); PyTorch's (`MaxUnpool2d`) counts them within each map. The places have no
/// gradient.
///
/// Shapes: `[batch, channels, …]`, places of the same shape → `[batch, channels, …′]`, where an extent
/// is `(extent − 1)·stride + kernel − padding` unless `size` gives it.
package struct MaxUnpool: SelectionLayer {
  package let kernel: PerAxis
  package let stride: PerAxis
  /// The cells that pooling added before and after every spatial axis; none where it is empty.
  package let padding: [Int]
  /// The spatial extents of the output where they do not follow from the window.
  package let size: [Int]?

  package init(kernel: PerAxis, stride: PerAxis, padding: [Int] = [], size: [Int]? = nil) {
    (self.kernel, self.stride, self.padding, self.size) = (kernel, stride, padding, size)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, PLACES\"")
    }
    let (input, axes) = (inputs[0], inputs[0].rank - 2)
    guard SpatialAxes.counts.contains(axes), inputs[1] == input else {
      throw ShapeError(
        "\(kind) takes numbers and places of the same shape, but gets \(input) and \(inputs[1])")
    }
    guard [1, axes].contains(kernel.numbers.count), [1, axes].contains(stride.numbers.count),
      padding.isEmpty || padding.count == 2 * axes
    else { throw ShapeError("\(text) does not fit the \(axes) axes of \(input)") }
    if let size, size.count != axes { throw ShapeError("\(text) does not fit \(input)") }
    let extents = size ?? (0..<axes).map { extent(of: input, $0) }
    guard extents.allSatisfy({ (1...1 << 30).contains($0) }) else {
      throw ShapeError("\(kind) gives axes of \(extents) cells")
    }
    return [Shape(input.extents[..<2] + extents)]
  }

  private func extent(of input: Shape, _ axis: Int) -> Int {
    let added = padding.isEmpty ? 0 : padding[axis] + padding[axis + input.rank - 2]
    return (input[axis + 2] - 1) * stride[axis] + kernel[axis] - added
  }

  func origins(_ inputs: InputNumbers) -> Origins {
    let output = checkedOutputShapes(for: inputs.shapes)[0]
    var offsets = [Int](repeating: Offsets.outside, count: output.count)
    for cell in 0..<inputs.shapes[1].count {
      let place = inputs[1, cell]
      if place >= 0, place < Double(output.count) { offsets[Int(place)] = cell }
    }
    return Origins(output, offsets)
  }

  package static let grammar = LayerGrammar(
    "unpool", summary: "the reverse of max pooling: every number at the place it came from",
    help: """
      Reads numbers and places, as maxpool gives them with indices rows: every number goes to its \
      place, and all other cells are 0. The gradient comes from there.
      """,
    positional: [.init("kernel", .perAxis(atLeast: 1), "the size of the pooling's window")],
    options: [
      .init("stride", .perAxis(atLeast: 1), "cells between its windows (default: the kernel)"),
      .init("pad", .wholes, "cells that it added before and then after every axis"),
      .init("size", .wholes, "the extents of the output (default: by the window)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let kernel = line.perAxis("kernel") ?? .one
    let padding = line.wholes("pad") ?? []
    guard padding.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw LineError("pad takes numbers from 0 to 1048576", column: line.keyword.column)
    }
    self.init(
      kernel: kernel, stride: line.perAxis("stride") ?? kernel, padding: padding,
      size: line.wholes("size"))
  }

  package var text: String {
    var words = [kind, kernel.plain]
    if stride != kernel { words += ["stride", stride.plain] }
    if !padding.isEmpty { words += ["pad", padding.words] }
    if let size { words += ["size", size.words] }
    return words.joined(separator: " ")
  }
}

extension MaxUnpool: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch, call.shapes[0].extents[..<2] == [1, 1] else {
      return .unknown(text, call)
    }
    let unpool = PythonCall("nn.MaxUnpool\(call.shapes[0].rank - 2)d", kernel.python)
      .with("stride", stride.python)
    return LayerCode(
      holding: "\(unpool)", "\(call.module)(\(call.input), \(call.inputs[1]).long())",
      note: padding.allSatisfy { $0 == 0 } ? nil : "with padding \(padding.words)")
  }
}
