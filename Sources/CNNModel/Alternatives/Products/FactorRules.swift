/// Products with a factor missing, taken from elsewhere, or summed before they are multiplied.
enum FactorRules {
  private static let hint = "Look at which two numbers every product has."

  static func all(_ own: ProductContext) -> [ProductRule] {
    otherGradients + weightGradients + inputGradients(own) + OutputFactorRules.all
  }

  /// The backward pass with another gradient of the output.
  private static let otherGradients: [ProductRule] = {
    func rule(
      _ name: String, _ what: String, _ change: @escaping @Sendable (BackwardPass) -> Tensor
    ) -> ProductRule {
      ProductRule(
        name, what, hint: "Look at which array goes backwards.",
        .gradients { products, pass, gradients in
          var changed = pass
          changed.gradients[0] = change(pass)
          gradients = products.backward(changed)
        })
    }
    return [
      rule("gradient-as-ones", "the gradient of the output is taken as 1 everywhere") {
        Tensor(shape: $0.gradient.shape, repeating: 1)
      },
      rule("output-for-gradient", "the output stands in the place of its gradient", \.output),
      rule("gradient-times-output", "the gradient is multiplied by the output first") { pass in
        pass.gradient.times(pass.output)
      },
      rule("gradient-of-first-sample", "the gradient of the first sample is used for all samples") {
        $0.gradient.samplesReplaced { samples in samples[0] }
      },
      rule("gradient-of-last-sample", "the gradient of the last sample is used for all samples") {
        $0.gradient.samplesReplaced { samples in samples[samples.count - 1] }
      },
      rule("gradient-mean-of-samples", "the gradient is averaged over the samples first") {
        $0.gradient.samplesReplaced { $0.summed.map { [count = $0.count] in $0 / Float(count) } }
      },
      rule("gradient-sum-of-samples", "the gradient is summed over the samples first") {
        $0.gradient.samplesReplaced(\.summed)
      },
    ]
  }()

  // MARK: The gradient of the weight

  private static let weightGradients: [ProductRule] = {
    func rule(
      _ name: String, _ what: String,
      _ change: @escaping @Sendable (ChangedProducts, BackwardPass) -> [Double]
    ) -> ProductRule {
      ProductRule(
        name, what, hint: hint,
        .gradients { products, pass, gradients in
          gradients.parameters[0] = Tensor(
            shape: gradients.parameters[0].shape,
            elements: change(products, pass).map { Float($0) })
        })
    }
    /// Samples summed on both sides before they are multiplied.
    @Sendable func ofSums(_ products: ChangedProducts, _ pass: BackwardPass) -> [Double] {
      var products = products
      products.table.samples = Array(products.table.samples.prefix(1))
      let x = pass.input.samplesReplaced(\.summed)
      let gy = pass.gradient.samplesReplaced(\.summed)
      return products.weightSums(gy: gy, x: x)
    }
    @Sendable func ones(_ tensor: Tensor) -> Tensor { Tensor(shape: tensor.shape, repeating: 1) }
    return [
      rule("weight-gradient-without-input", "the weight gradient is not multiplied by the input") {
        $0.weightSums(gy: $1.gradient, x: ones($1.input))
      },
      rule(
        "weight-gradient-sum-of-gradient", "the weight gradient is the sum of the gradient alone"
      ) {
        var products = $0
        products.table.padding = 1
        return products.weightSums(gy: $1.gradient, x: ones($1.input))
      },
      rule(
        "weight-gradient-without-gradient",
        "the weight gradient is not multiplied by the gradient of the output"
      ) { $0.weightSums(gy: ones($1.gradient), x: $1.input) },
      rule(
        "weight-gradient-of-sums",
        "the weight gradient is the product of the sums over the samples instead of the sum of products"
      ) { ofSums($0, $1) },
      rule(
        "weight-gradient-of-means",
        "the weight gradient is the product of the means over the samples"
      ) {
        let samples = Double(max(1, $1.input.shape[0]))
        return ofSums($0, $1).map { $0 / samples / samples }
      },
      rule(
        "weight-gradient-of-mean-input",
        "the weight gradient multiplies the gradients with the input's mean over the samples"
      ) {
        let samples = Double(max(1, $1.input.shape[0]))
        return ofSums($0, $1).map { $0 / samples }
      },
      rule(
        "weight-gradient-of-all-sums",
        "the weight gradient is the sum of the inputs times the sum of the gradients"
      ) {
        zip(
          $0.weightSums(gy: $1.gradient, x: ones($1.input)),
          $0.weightSums(gy: ones($1.gradient), x: $1.input)
        ).map(*)
      },
      rule("weight-gradient-times-weight", "the weight gradient is multiplied by the weight") {
        zip($0.weightSums(gy: $1.gradient, x: $1.input), $1.parameters[0].elements)
          .map { $0 * Double($1) }
      },
      rule("weight-gradient-plus-weight", "the weight itself is added to its gradient") {
        zip($0.weightSums(gy: $1.gradient, x: $1.input), $1.parameters[0].elements)
          .map { $0 + Double($1) }
      },
    ]
  }()

  // MARK: The gradient of the input

  private static func inputGradient(
    _ name: String, _ what: String,
    _ change: @escaping @Sendable (ChangedProducts, BackwardPass) -> [Double]
  ) -> ProductRule {
    ProductRule(
      name, what, hint: hint,
      .gradients { products, pass, gradients in
        gradients.inputs[0] = products.tensor(change(products, pass), products.input)
      })
  }

  private static func inputGradients(_ own: ProductContext) -> [ProductRule] {
    @Sendable func ones(_ tensor: Tensor) -> [Float] {
      [Float](repeating: 1, count: tensor.elements.count)
    }
    return [
      inputGradient(
        "input-gradient-without-weight", "the input gradient is not multiplied by the weight"
      ) {
        $0.inputSums(gy: $1.gradient.elements, weight: ones($1.parameters[0]))
      },
      inputGradient(
        "input-gradient-without-gradient",
        "the input gradient is not multiplied by the gradient of the output"
      ) { $0.inputSums(gy: ones($1.gradient), weight: $1.parameters[0].elements) },
      inputGradient(
        "input-gradient-of-sums",
        "the input gradient is the sum of the weights times the sum of the gradients"
      ) {
        zip(
          $0.inputSums(gy: $1.gradient.elements, weight: ones($1.parameters[0])),
          $0.inputSums(gy: ones($1.gradient), weight: $1.parameters[0].elements)
        ).map(*)
      },
      inputGradient("input-gradient-times-input", "the input gradient is multiplied by the input") {
        zip(
          $0.inputSums(gy: $1.gradient.elements, weight: $1.parameters[0].elements),
          $1.input.elements
        ).map { $0 * Double($1) }
      },
      inputGradient(
        "input-gradient-where-positive",
        "the input gradient is 0 where the input is not positive, as that of a rectifier"
      ) {
        zip(
          $0.inputSums(gy: $1.gradient.elements, weight: $1.parameters[0].elements),
          $1.input.elements
        ).map { $1 > 0 ? $0 : 0 }
      },
      inputGradient(
        "input-gradient-of-magnitudes", "the input gradient uses the magnitudes of the weights"
      ) {
        $0.inputSums(
          gy: $1.gradient.elements, weight: $1.parameters[0].elements.map(\.magnitude))
      },
    ]
      + (own.hasWindow ? [averagedInputGradient] : [])
  }

  private static let averagedInputGradient = inputGradient(
    "input-gradient-averaged-over-windows",
    "the input gradient is averaged over the products that reach a cell instead of summed"
  ) { products, pass in
    zip(
      products.inputSums(gy: pass.gradient.elements, weight: pass.parameters[0].elements),
      products.table.counts(into: products.inputSide)
    ).map { $1 == 0 ? 0 : $0 / Double($1) }
  }
}

extension ChangedProducts {
  fileprivate func weightSums(gy: Tensor, x: Tensor) -> [Double] {
    table.sums(into: .weight, factors(gy: gy.elements, x: x.elements))
  }

  fileprivate func inputSums(gy: [Float], weight: [Float]) -> [Double] {
    var factors = factors(gy: gy, x: [])
    factors.weight = weight
    return table.sums(into: inputSide, factors)
  }
}

extension Tensor {
  /// The product cell by cell.
  func times(_ other: Tensor) -> Tensor {
    Tensor(shape: shape, elements: zip(elements, other.elements).map(*))
  }

  /// Every sample replaced by one that is made from all.
  fileprivate func samplesReplaced(_ change: ([[Float]]) -> [Float]) -> Tensor {
    guard shape[0] > 0 else { return self }
    let size = shape.sample.count
    let samples = (0..<shape[0]).map { Array(elements[$0 * size..<($0 + 1) * size]) }
    let one = change(samples)
    return Tensor(shape: shape, elements: samples.flatMap { _ in one })
  }
}

extension [[Float]] {
  /// The sum of the arrays, element by element.
  fileprivate var summed: [Float] {
    dropFirst().reduce(first ?? []) { zip($0, $1).map(+) }
  }
}
