/// Shares along an axis, or their logarithms, by another formula.
enum SoftmaxAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any SoftmaxPasses, inputs[0].count > 0 else { return [] }
    let changes =
      SoftmaxChange.lines(layer, inputs[0])
      + (layer.isLogarithm ? SoftmaxChange.ofLogarithms : SoftmaxChange.ofShares)
    return changes.flatMap { alternatives(layer, $0) }
  }

  private static func alternatives(
    _ layer: any SoftmaxPasses, _ change: SoftmaxChange
  ) -> [Alternative] {
    let (name, what, hint) = (change.name, change.what, change.hint)
    var alternatives: [Alternative] = []
    if let value = change.value {
      alternatives.append(
        Alternative(
          name, what, hint: hint, of: layer,
          forward: { pass in
            let y = value(SoftmaxTerms(layer, pass))
            return ForwardResult(Tensor(shape: pass.input.shape, elements: y))
          }))
    }
    if let gradient = change.gradient {
      alternatives.append(
        Alternative(
          name, what, hint: hint, of: layer,
          backward: { pass in
            let gx = gradient(SoftmaxTerms(layer, pass))
            return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx)])
          }))
    }
    return alternatives
  }
}

/// Another formula of a softmax, with its true gradient, or of one of them alone.
struct SoftmaxChange: Sendable {
  let name: String
  let what: String
  let hint: String
  var value: (@Sendable (SoftmaxTerms) -> [Float])?
  var gradient: (@Sendable (SoftmaxTerms) -> [Float])?

  init(
    _ name: String, _ what: String, hint: String,
    value: (@Sendable (SoftmaxTerms) -> [Float])? = nil,
    gradient: (@Sendable (SoftmaxTerms) -> [Float])? = nil
  ) {
    (self.name, self.what, self.hint) = (name, what, hint)
    (self.value, self.gradient) = (value, gradient)
  }
}

extension SoftmaxChange {
  private static let linesHint = "Look at which cells add up to 1."

  /// Other cells in all sums, in the sum of the powers alone, in the largest number alone, or in the
  /// sum of the gradient alone.
  static func lines(_ layer: any SoftmaxPasses, _ shape: Shape) -> [SoftmaxChange] {
    SoftmaxLines.others(along: layer.checked(layer.axis, of: shape), shape).flatMap { other in
      [
        SoftmaxChange(
          "shares-\(other.name)", "the shares are taken over \(other.what)", hint: linesHint,
          value: { value(layer, $0, other.lines($0.shape), other.lines($0.shape)) },
          gradient: { gradient(layer, $0, other.lines($0.shape)) }),
        SoftmaxChange(
          "sum-\(other.name)", "the sum of the exponentials runs over \(other.what)",
          hint: linesHint, value: { value(layer, $0, $0.lines, other.lines($0.shape)) }),
        SoftmaxChange(
          "largest-\(other.name)",
          "the largest number that is subtracted is that of \(other.what)", hint: linesHint,
          value: { value(layer, $0, other.lines($0.shape), $0.lines) }),
        SoftmaxChange(
          "gradient-sum-\(other.name)", "the sum in the gradient runs over \(other.what)",
          hint: "Look at which cells the sum in the gradient runs over.",
          gradient: { gradient(layer, $0, other.lines($0.shape)) }),
      ]
    }
  }

  private static func value(
    _ layer: any SoftmaxPasses, _ terms: SoftmaxTerms, _ largest: [[Int]], _ sum: [[Int]]
  ) -> [Float] {
    let shifts = terms.largest(terms.x, largest)
    let powers = terms.cells { Float.exponential(terms.x[$0] - shifts[$0]) }
    let sums = terms.sums(powers, sum)
    return terms.cells {
      layer.isLogarithm
        ? terms.x[$0] - shifts[$0] - Float.logarithm(sums[$0]) : powers[$0] / sums[$0]
    }
  }

  private static func gradient(
    _ layer: any SoftmaxPasses, _ terms: SoftmaxTerms, _ lines: [[Int]]
  ) -> [Float] {
    guard layer.isLogarithm else { return terms.passed(terms.gy, through: terms.y, lines) }
    let sums = terms.sums(terms.gy, lines)
    return terms.cells { terms.gy[$0] - Float.exponential(terms.y[$0]) * sums[$0] }
  }
}
