/// Rectifiers with learned slopes, by another formula on one side of 0.
enum LearnedSlopeAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any LearnedSlopes else { return [] }
    return formulas.flatMap { [forward(layer, $0), backward(layer, $0)] }
      + slopeGradients.map { change in
        Alternative(
          change.name, "the gradient of the slopes is \(change.what)",
          hint: "Look at the cells that a slope multiplies, and at what with.", of: layer,
          backward: { pass in
            var gradients = layer.backward(pass)
            let (x, y, gy) = (pass.input, pass.output, pass.gradient)
            gradients.parameters[0] = summed(layer, pass) { cell, a in
              change.part(x[cell], y[cell], a, gy[cell])
            }
            return gradients
          })
      }
  }

  /// A function of an input x and its slope a, with its derivatives by both.
  private struct Formula: Sendable {
    let name: String
    let what: String
    let value: @Sendable (_ x: Float, _ a: Float) -> (y: Float, byInput: Float, bySlope: Float)
  }

  private static let formulas: [Formula] = [
    Formula(name: "slope-above", what: "the slope multiplies positive numbers, and others pass") {
      $0 > 0 ? ($1 * $0, $1, $0) : ($0, 1, 0)
    },
    Formula(name: "slope-everywhere", what: "the slope multiplies all numbers") {
      ($1 * $0, $1, $0)
    },
    Formula(name: "slope-negative", what: "negative numbers are multiplied by −a") {
      $0 > 0 ? ($0, 1, 0) : (-$1 * $0, -$1, -$0)
    },
    Formula(name: "slope-forgotten", what: "negative numbers pass without the slope") { x, _ in
      (x, 1, 0)
    },
    Formula(name: "slope-zero", what: "negative numbers become 0, without the slope") { x, _ in
      x > 0 ? (x, 1, 0) : (0, 0, 0)
    },
    Formula(name: "slope-alone", what: "negative numbers become the slope itself") {
      $0 > 0 ? ($0, 1, 0) : ($1, 0, 1)
    },
    Formula(name: "slope-added", what: "the slope is added to negative numbers") {
      $0 > 0 ? ($0, 1, 0) : ($0 + $1, 1, 1)
    },
    Formula(name: "slope-squared", what: "the slope multiplies negative numbers twice") {
      $0 > 0 ? ($0, 1, 0) : ($1 * $1 * $0, $1 * $1, 2 * $1 * $0)
    },
    Formula(name: "slope-of-hundredth", what: "the slope is 0.01, not the learned one") { x, _ in
      x > 0 ? (x, 1, 0) : (0.01 * x, 0.01, 0)
    },
    Formula(name: "slope-of-quarter", what: "the slope is 0.25, not the learned one") { x, _ in
      x > 0 ? (x, 1, 0) : (0.25 * x, 0.25, 0)
    },
  ]

  private struct SlopeGradient: Sendable {
    let name: String
    let what: String
    let part: @Sendable (_ x: Float, _ y: Float, _ a: Float, _ gy: Float) -> Float
  }

  private static let slopeGradients: [SlopeGradient] = [
    SlopeGradient(name: "slope-gradient-of-all", what: "Σ gy·x over positive numbers too") {
      x, _, _, gy in gy * x
    },
    SlopeGradient(
      name: "slope-gradient-of-positives", what: "Σ gy·x over positive numbers instead"
    ) { x, _, _, gy in x > 0 ? gy * x : 0 },
    SlopeGradient(name: "slope-gradient-without-input", what: "Σ gy of negative numbers, without x")
    { x, _, _, gy in x > 0 ? 0 : gy },
    SlopeGradient(name: "slope-gradient-of-output", what: "Σ gy·y, with the output for the input") {
      x, y, _, gy in x > 0 ? 0 : gy * y
    },
    SlopeGradient(name: "slope-gradient-with-slope", what: "Σ gy·a of negative numbers") {
      x, _, a, gy in x > 0 ? 0 : gy * a
    },
    SlopeGradient(name: "slope-gradient-of-gradients", what: "Σ gy of all numbers") {
      _, _, _, gy in gy
    },
  ]

  private static func forward(_ layer: any LearnedSlopes, _ formula: Formula) -> Alternative {
    Alternative(
      formula.name, formula.what, hint: "Look at both sides of 0.", of: layer,
      forward: { pass in
        var y = pass.input
        for (cell, slope) in layer.slopeOffsets(y.shape).enumerated() {
          y[cell] = formula.value(y[cell], pass.parameters[0][slope]).y
        }
        return ForwardResult(y)
      })
  }

  private static func backward(_ layer: any LearnedSlopes, _ formula: Formula) -> Alternative {
    Alternative(
      formula.name, formula.what, hint: "Look at both sides of 0.", of: layer,
      backward: { pass in
        let (x, gy) = (pass.input, pass.gradient)
        var gx = x.zeros
        for (cell, slope) in layer.slopeOffsets(x.shape).enumerated() {
          gx[cell] = gy[cell] * formula.value(x[cell], pass.parameters[0][slope]).byInput
        }
        let slopes = summed(layer, pass) { gy[$0] * formula.value(x[$0], $1).bySlope }
        return Gradients(inputs: [gx], parameters: [slopes])
      })
  }

  /// The sum of a number of every cell by the slope of the cell.
  private static func summed(
    _ layer: any LearnedSlopes, _ pass: BackwardPass, _ part: (_ cell: Int, _ a: Float) -> Float
  ) -> Tensor {
    var sums = [Double](repeating: 0, count: pass.parameters[0].shape.count)
    for (cell, slope) in layer.slopeOffsets(pass.input.shape).enumerated() {
      sums[slope] += Double(part(cell, pass.parameters[0][slope]))
    }
    return Tensor(shape: pass.parameters[0].shape, elements: sums.map(Float.init))
  }
}
