/// Divisions by a norm of adjacent channels, by another formula.
enum LocalResponseAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? LocalResponseNormalization else { return [] }
    return changes.flatMap { change -> [Alternative] in
      [
        Alternative(
          change.name, change.what, hint: "Look at the sum s, and at its factor and power.",
          of: layer, forward: { pass in ForwardResult(change.formula(layer).value(pass.input)) }),
        Alternative(
          change.name, change.what, hint: "Look at the sum s, and at its factor and power.",
          of: layer,
          backward: { Gradients(inputs: [change.formula(layer).gradient($0)]) }),
      ]
    }
      + gradients.map { name, what, change in
        Alternative(
          name, what, hint: "Look at both paths by which x reaches y: above and below the line.",
          of: layer,
          backward: { pass in
            var formula = LocalResponseFormula(layer)
            change(&formula)
            return Gradients(inputs: [formula.gradient(pass)])
          })
      }
  }

  private struct Change: Sendable {
    let name: String
    let what: String
    let change: @Sendable (inout LocalResponseFormula) -> Void

    func formula(_ layer: LocalResponseNormalization) -> LocalResponseFormula {
      var formula = LocalResponseFormula(layer)
      change(&formula)
      return formula
    }
  }

  private static let changes: [Change] = [
    Change(name: "size-not-divided", what: "α is not divided by the number of channels") {
      $0.share *= Double($0.layer.size)
    },
    Change(name: "power-forgotten", what: "the sum is not raised to the power β") { $0.beta = 1 },
    Change(name: "root-for-power", what: "the root of the sum divides, whatever β is") {
      $0.beta = 0.5
    },
    Change(name: "bias-forgotten", what: "the constant is not added to the sum") { $0.bias = 0 },
    Change(name: "sum-multiplies", what: "the power of the sum multiplies instead of dividing") {
      $0.beta = -$0.beta
    },
    Change(name: "window-later", what: "the channels are those at and after the cell's own") {
      ($0.before, $0.behind) = (0, $0.layer.size - 1)
    },
    Change(name: "window-earlier", what: "the channels are those at and before the cell's own") {
      ($0.before, $0.behind) = ($0.layer.size - 1, 0)
    },
    Change(name: "window-doubled", what: "the size is the number of channels on each side") {
      ($0.before, $0.behind) = ($0.layer.size, $0.layer.size)
    },
    Change(name: "window-turned", what: "the larger half of an even window lies before the cell") {
      ($0.before, $0.behind) = ($0.behind, $0.before)
    },
  ]

  private static let gradients: [(String, String, @Sendable (inout LocalResponseFormula) -> Void)] =
    [
      ("sum-constant", "the sum is taken as a constant that passes no gradient", { $0.path = 0 }),
      ("path-halved", "the factor 2 of the squares is missing in the gradient", { $0.path = 0.5 }),
      ("path-negated", "the path through the sum has the wrong sign", { $0.path = -1 }),
      (
        "path-without-power", "the factor β is missing in the path through the sum",
        { $0.path = 1 / $0.beta }
      ),
      (
        "path-of-own-window",
        "the path sums over the channels of the cell's own sum, not over the sums that include it",
        { $0.turnsReaders = true }
      ),
    ]
}

/// `y = x/s^β` with `s = bias + share·Σ x²` over adjacent channels.
struct LocalResponseFormula {
  let layer: LocalResponseNormalization
  var share: Double
  var beta: Double
  var bias: Double
  /// The numbers of channels before and behind a cell's own in its sum.
  var before: Int
  var behind: Int
  /// The factor of the path through the sum.
  var path = 1.0
  /// Whether the path goes along a cell's own window instead of the cells that read it.
  var turnsReaders = false

  init(_ layer: LocalResponseNormalization) {
    self.layer = layer
    share = layer.alpha / Double(layer.size)
    (beta, bias) = (layer.beta, layer.bias)
    (before, behind) = ((layer.size - 1) / 2, layer.size / 2)
  }

  private func neighbors(_ cell: Int, _ shape: Shape, _ before: Int, _ behind: Int) -> [Int] {
    let plane = max(1, shape.strides[1])
    let channel = cell / plane % shape[1]
    return (max(0, channel - before)...min(shape[1] - 1, channel + behind)).map {
      cell + ($0 - channel) * plane
    }
  }

  private func sums(_ x: Tensor) -> [Double] {
    x.elements.indices.map { cell in
      bias
        + share
        * neighbors(cell, x.shape, before, behind).reduce(0) {
          $0 + Double(x[$1]) * Double(x[$1])
        }
    }
  }

  /// The output.
  func value(_ x: Tensor) -> Tensor {
    let y = zip(x.elements, sums(x)).map { Float(Double($0) / Double.power($1, beta)) }
    return Tensor(shape: x.shape, elements: y)
  }

  /// The gradient of the formula by the input.
  func gradient(_ pass: BackwardPass) -> Tensor {
    let (x, gy, sums) = (pass.input, pass.gradient, sums(pass.input))
    let parts = x.elements.indices.map {
      Double(gy[$0]) * Double(x[$0]) / Double.power(sums[$0], beta + 1)
    }
    let readers = turnsReaders ? (before, behind) : (behind, before)
    let gx = x.elements.indices.map { cell -> Float in
      let along = neighbors(cell, x.shape, readers.0, readers.1).reduce(0) { $0 + parts[$1] }
      let direct = Double(gy[cell]) / Double.power(sums[cell], beta)
      return Float(direct - path * 2 * share * beta * Double(x[cell]) * along)
    }
    return Tensor(shape: x.shape, elements: gx)
  }
}
