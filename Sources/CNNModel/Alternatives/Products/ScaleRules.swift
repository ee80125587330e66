/// Sums that are divided or multiplied by a number of samples, channels, places or taps.
enum ScaleRules {
  private static let hint = "Look at whether sums are sums or means."

  static func all(_ own: ProductContext) -> [ProductRule] {
    let numbers = counts(own)
    return numbers.flatMap { [divided($0), multiplied($0)] } + means(own) + [
      single(
        "input-gradient-negated", "the input gradient has the wrong sign") { gradients in
          gradients.inputs[0] = gradients.inputs[0].map { -$0 }
        },
      single("weight-gradient-negated", "the weight gradient has the wrong sign") { gradients in
        gradients.parameters[0] = gradients.parameters[0].map { -$0 }
      },
    ]
  }

  private struct Count: Sendable {
    let name: String
    let words: String
    /// Whether gradients are often divided by it.
    var isUsual = false
    let value: @Sendable (ChangedProducts) -> Int
  }

  private static func counts(_ own: ProductContext) -> [Count] {
    let always = [
      Count(name: "batch", words: "the number of samples", isUsual: true) { $0.geometry.batch },
      Count(name: "batch-squared", words: "the number of samples twice", isUsual: true) {
        $0.geometry.batch * $0.geometry.batch
      },
      Count(
        name: "outputs", words: "the number of \(own.hasWindow ? "output channels" : "units")"
      ) { $0.output[1] },
      Count(
        name: "inputs", words: "the number of \(own.hasWindow ? "input channels" : "features")"
      ) { $0.input[1] },
      Count(name: "cells", words: "the number of all numbers of the output") { $0.output.count },
    ]
    guard own.hasWindow else { return always }
    return always + [
      Count(name: "places", words: "the number of places of a channel", isUsual: true) { $0.output.plane },
      Count(
        name: "batch-and-places", words: "the number of samples times the number of places",
        isUsual: true
      ) {
        $0.geometry.batch * $0.output.plane
      },
      Count(name: "image", words: "the number of cells of the image") { $0.input.plane },
      Count(name: "taps", words: "the number of taps of the kernel") { $0.geometry.kernelPlane },
      Count(name: "kernel", words: "the number of weights of a kernel") {
        $0.geometry.kernelPlane * $0.geometry.wideGroup
      },
      Count(name: "stride", words: "the stride of all axes") {
        $0.geometry.window.axes.reduce(1) { $0 * $1.stride }
      },
      Count(name: "groups", words: "the number of groups") { $0.geometry.groups },
    ]
  }

  private static func divided(_ count: Count) -> ProductRule {
    scaled(
      "gradient-divided-by-\(count.name)", "the gradient is divided by \(count.words)",
      tier: count.isUsual ? .rule : .general, count
    ) { 1 / Float(max(1, $0)) }
  }

  private static func multiplied(_ count: Count) -> ProductRule {
    scaled(
      "gradient-times-\(count.name)", "the gradient is multiplied by \(count.words)",
      tier: .general, count
    ) { Float($0) }
  }

  /// All gradients: of those that are right, none is compared.
  private static func scaled(
    _ name: String, _ what: String, tier: Alternative.Tier, _ count: Count,
    _ factor: @escaping @Sendable (Int) -> Float
  ) -> ProductRule {
    ProductRule(name, what, hint: hint, tier: tier, .gradients { products, _, gradients in
      let factor = factor(count.value(products))
      gradients.inputs = gradients.inputs.map { $0.map { $0 * factor } }
      gradients.parameters = gradients.parameters.map { $0.map { $0 * factor } }
    })
  }

  private static func single(
    _ name: String, _ what: String, _ change: @escaping @Sendable (inout Gradients) -> Void
  ) -> ProductRule {
    ProductRule(name, what, hint: "Look at the sign.", .gradients { change(&$2) })
  }

  /// Outputs that are means of their products, with the true derivatives.
  private static func means(_ own: ProductContext) -> [ProductRule] {
    func mean(
      _ name: String, _ what: String, _ count: @escaping @Sendable (ChangedProducts) -> Double
    ) -> ProductRule {
      ProductRule(name, what, hint: hint, .both { $0.factor = 1 / max(1, count($0)) })
    }
    let features = own.hasWindow ? "input channels" : "features"
    return [
      mean("mean-over-inputs", "the products are averaged over the \(features)") {
        Double($0.input[1] / $0.geometry.groups)
      },
      mean(
        "divided-by-root", "the sum of products is divided by the root of their number"
      ) {
        Double($0.input[1] / $0.geometry.groups * $0.geometry.kernelPlane).squareRoot()
      },
    ] + (own.hasWindow ? [
      mean("mean-over-taps", "the products are averaged over the taps of the kernel") {
        Double($0.geometry.kernelPlane)
      },
      mean("mean-over-products", "the products are averaged instead of summed") {
        Double($0.input[1] / $0.geometry.groups * $0.geometry.kernelPlane)
      },
    ] + (own.isTransposed ? [averagedOverlap] : []) : [])
  }

  private static let averagedOverlap = ProductRule(
    "overlap-averaged", "where windows overlap, their sums are averaged", hint: hint,
    .output { products, pass in
      var products = products
      let bias = products.channelBias
      let counts = products.table.counts(into: .wide)
      let channels = max(1, products.geometry.narrowGroup)
      products.bias = .init(indices: bias.indices.map { _ in -1 }, factors: bias.factors)
      var y = products.forward(pass)
      y.transform { cell, sum in
        let windows = counts[cell] / channels
        let b = products.hasBias ? pass.parameters[1][bias.indices[cell]] : 0
        return (windows > 1 ? sum / Float(windows) : sum) + b
      }
      return y
    })
}
