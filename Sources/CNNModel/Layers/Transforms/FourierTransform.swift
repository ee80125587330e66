/// The discrete Fourier transform along an axis, by its definition.
///
/// `y[k] = Σₙ x[n]·e^(−2πi·k·n/N)`, with `inverse` `y[k] = 1/N · Σₙ x[n]·e^(2πi·k·n/N)`. The last axis
/// holds the real part alone, or the real and the imaginary part. Cells beyond N are left out, and
/// missing ones are 0. As in ONNX (`DFT`) and NumPy (`fft`).
///
/// Shapes: `[…, e, …, 1 or 2]` → `[…, N, …, 2]`; with `one-sided` `N/2 + 1` frequencies.
package struct FourierTransform: SingleOutputLayer, WeightedSum {
  /// N.
  package let length: Int
  /// Negative ones count from the end.
  package let axis: Int
  package let isInverse: Bool
  package let isOneSided: Bool

  package init(
    length: Int, axis: Int, isInverse: Bool = false, isOneSided: Bool = false
  ) {
    (self.length, self.axis) = (length, axis)
    (self.isInverse, self.isOneSided) = (isInverse, isOneSided)
  }

  /// The number of frequencies.
  private var count: Int { isOneSided ? length / 2 + 1 : length }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    guard axis < input.rank - 1, (1...2).contains(input[input.rank - 1]) else {
      throw ShapeError(
        "\(kind) takes numbers with 1 or 2 parts on the axis behind axis \(axis), but gets \(input)"
      )
    }
    guard (1...largestExtent).contains(length) else {
      throw ShapeError("\(kind) takes a length from 1 to \(largestExtent), not \(length)")
    }
    return [input.replacing(axis: axis, with: count).replacing(axis: input.rank - 1, with: 2)]
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let (input, axis) = (inputs[0], checked(axis, of: inputs[0]))
    let others = input.replacing(axis: axis, with: 1).extents
    return Shape.saturatingProduct(others + [count, min(input[axis], length), 2])
  }

  /// The factors of the real and the imaginary part, by `k·n` modulo N.
  private var factors: (cosines: [Double], sines: [Double]) {
    let scale = isInverse ? 1 / Double(length) : 1
    let angles = (0..<length).map { 2 * Double.pi * Double($0) / Double(length) }
    let sign = isInverse ? scale : -scale
    return (
      angles.map { scale * Double.trigonometric(.cosine, $0) },
      angles.map { sign * Double.trigonometric(.sine, $0) }
    )
  }

  /// The factor of a part of a cell in a part of a frequency.
  private func factor(
    _ turn: Int, from input: Int, to output: Int, _ factors: (cosines: [Double], sines: [Double])
  ) -> Double {
    if input == output { return factors.cosines[turn % length] }
    return output == 1 ? factors.sines[turn % length] : -factors.sines[turn % length]
  }

  /// Calls a function for every product, with the offsets of the input and the output and the factor.
  private func products(_ input: Shape, _ body: (Int, Int, Double) -> Void) {
    let output = checkedOutputShapes(for: [input])[0]
    let (axis, parts) = (checked(axis, of: input), input[input.rank - 1])
    let middle = input.extents[(axis + 1)...].dropLast().reduce(1, *)
    let (cells, factors) = (input[axis], factors)
    for line in 0..<input.extents[..<axis].reduce(1, *) * middle {
      let (outer, inner) = line.quotientAndRemainder(dividingBy: middle)
      for frequency in 0..<count {
        let target = ((outer * output[axis] + frequency) * middle + inner) * 2
        for cell in 0..<min(cells, length) {
          let source = ((outer * cells + cell) * middle + inner) * parts
          for part in 0..<parts {
            for other in 0..<2 {
              body(
                source + part, target + other,
                factor(frequency * cell, from: part, to: other, factors))
            }
          }
        }
      }
    }
  }

  /// Summed in double precision, so that what cancels is nearly 0.
  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let (x, shape) = (inputs[0].elements, checkedOutputShapes(for: [inputs[0].shape])[0])
    var y = [Double](repeating: 0, count: shape.count)
    products(inputs[0].shape) { y[$1] += Double(x[$0]) * $2 }
    return PlainArray(shape: shape, elements: y.map { S($0) })
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let gy = pass.gradient.elements
    var gx = [Double](repeating: 0, count: pass.input.shape.count)
    products(pass.input.shape) { gx[$0] += Double(gy[$1]) * $2 }
    return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx.map(Float.init))])
  }
}

extension FourierTransform {
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let (axis, last, factors) = (checked(axis, of: shapes[0]), shapes[0].rank - 1, factors)
    return (0..<min(shapes[0][axis], length)).flatMap { cell in
      (0..<shapes[0][last]).map { part in
        var source = output
        (source[axis], source[last]) = (cell, part)
        let share = factor(output[axis] * cell, from: part, to: output[last], factors)
        return Tap(cell: source, share: share)
      }
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let (axis, last, factors) = (checked(axis, of: shapes[0]), shapes[0].rank - 1, factors)
    guard cell[axis] < length else { return [] }
    return (0..<count).flatMap { frequency in
      (0..<2).map { part in
        var target = cell
        (target[axis], target[last]) = (frequency, part)
        let share = factor(frequency * cell[axis], from: cell[last], to: part, factors)
        return Reach(cell: target, share: share)
      }
    }
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    axis == inputs[0].axis(self.axis) || axis == inputs[0].rank - 1 ? nil : outputs
  }

  package static let grammar = LayerGrammar(
    "fourier", summary: "the discrete Fourier transform along an axis",
    help: """
      Sums the cells of an axis times sines and cosines of every frequency. The last axis holds real \
      and imaginary parts, or real parts alone.
      """,
    positional: [.init("length", .whole(atLeast: 1), "how many cells are transformed")],
    options: [
      .init("axis", .axis, "the axis, negative from the end (default: -2)"),
      .init("inverse", .flag, "from frequencies to cells, divided by the length"),
      .init("one-sided", .flag, "the first half of the frequencies"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      length: line.whole("length") ?? 1, axis: line.whole("axis") ?? -2,
      isInverse: line.has("inverse"), isOneSided: line.has("one-sided"))
  }

  package var text: String {
    var words = [kind, "\(length)"]
    if axis != -2 { words += ["axis", "\(axis)"] }
    if isInverse { words.append("inverse") }
    if isOneSided { words.append("one-sided") }
    return words.joined(separator: " ")
  }
}
