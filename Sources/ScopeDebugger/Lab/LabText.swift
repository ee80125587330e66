import CNNModel
import NumberText

/// The lab in words: shapes and counts with their arithmetic, sums with their numbers.
extension LabState {
  /// `5 = ⌊(7 + 2·0 − 1·(3−1) − 1)/1⌋ + 1`, of the layer that makes the size.
  package var shapeArithmetic: [String] {
    run.layers[0].shapeArithmetic(for: [run.values[0].shape])
  }

  /// `parameters 4·2·3·3 + 4 = 76; 1800 MACs`
  package var counts: String {
    let parts = run.parameters.map { layer in
      layer.map { $0.shape.extents.map(String.init).joined(separator: "·") }
        .joined(separator: " + ")
    }
    let sum = parts.joined(separator: " + ")
    return "parameters \(sum) = \(run.parameterCount); \(run.multiplyAccumulates) MACs"
  }

  /// `1×7×7 → 1×5×5`
  package var shapes: String { "\(image.shape.sample) → \(run.output.shape.sample)" }

  /// The selected output cell and its sum: `✓ y[0,1,2] = 12 = 9·1 + 3·-1 + …`.
  package var sum: String { sum(in: run) }

  /// The same cell as an ordinary convolution gives it, over the image with zeros in between.
  package var gatheredSum: String? { gathered.map { sum(in: $0.run) } }

  private func sum(in run: LabRun) -> String {
    let (definition, value) = (run.definition(of: position), run.output[position])
    let mark = Agreement(definition, stored: value).mark
    let parts = Self.addends(definition).joined(separator: " + ")
    return "\(mark) y\(position.sample) = \(Self.number(value)) = \(parts)"
  }

  /// How many output cells are the same both ways, within rounding.
  package var equalBothWays: Int? {
    gathered.map { gathered in
      (0..<run.output.shape.count).count { offset in
        let position = run.output.shape.position(at: offset)
        return run.definition(of: position).equalsWithinRounding(gathered.run.output[offset])
      }
    }
  }

  /// The sizes that the ordinary convolution with this stride makes into the image's: what output
  /// padding chooses among. `nil` for one that is not transposed.
  package var ambiguousSizes: [Int]? {
    guard setting.isTransposed else { return nil }
    let smallest = run.output.shape[2] - setting.outputPadding
    return (0..<setting.stride).map { smallest + $0 }
  }

  /// Everything, as lines.
  package var report: [String] {
    var lines = ["\(setting.line) on \(imageName): \(shapes)"] + shapeArithmetic + [counts, sum]
    if let sum = gatheredSum, let sizes = ambiguousSizes, let equal = equalBothWays {
      lines.append("as a convolution: \(sum)")
      lines.append("\(equal) of \(run.output.shape.count) cells are equal both ways")
      lines.append(
        "a convolution maps sizes \(sizes.map(String.init).joined(separator: ", ")) to \(size); "
          + "output-pad \(setting.outputPadding) chooses \(run.output.shape[2])")
    }
    if backward.pass != .forward { lines += LabGradients(self)?.lines ?? [] }
    return lines
  }

  /// The addends of a sum as products of numbers; a channel of several by its own sum.
  static func addends(_ expression: Expression) -> [String] {
    switch expression {
    case .sum(let parts): parts.filter { !isZeroBias($0) }.flatMap { addends($0) }
    case .product(let parts): [parts.map { factor($0) }.joined(separator: "·")]
    case .named(let name, let part): ["(\(name)) \(number(part.value))"]
    case .term(let term) where term.symbol == "b": ["\(number(term.value)) (b)"]
    default: [number(expression.value)]
    }
  }

  /// A bias of 0, which is left out.
  private static func isZeroBias(_ expression: Expression) -> Bool {
    if case .term(let term) = expression { term.symbol == "b" && term.value == 0 } else { false }
  }

  private static func factor(_ expression: Expression) -> String {
    if case .term(let term) = expression, case .padding = term.source { return "pad" }
    return number(expression.value)
  }

  /// Whole numbers without a point, others with three digits.
  package static func number(_ value: some BinaryFloatingPoint) -> String {
    Decimals.brief(Double(value), 3).withoutTrailingZeros
  }
}
