/// A bias that is added to other cells, another number of times, or not at all.
enum BiasRules {
  private static let hint = "Look at which bias is added to which cell, and how often."

  static func all(_ own: ProductContext) -> [ProductRule] {
    guard own.hasBias else { return [] }
    return times + fromOthers + (own.hasWindow ? windows(own) + places : []) + axes(own)
  }

  private static func rule(
    _ name: String, _ what: String, tier: Alternative.Tier = .rule,
    _ change: @escaping @Sendable (inout ChangedProducts.BiasSource, ChangedProducts) -> Void
  ) -> ProductRule {
    ProductRule(name, what, hint: hint, tier: tier, .both { products in
      var source = products.channelBias
      change(&source, products)
      products.bias = source
    })
  }

  /// The bias times a number.
  private static let times: [ProductRule] = {
    func scaled(
      _ name: String, _ what: String, tier: Alternative.Tier = .rule,
      _ factor: @escaping @Sendable (ChangedProducts) -> Double
    ) -> ProductRule {
      rule(name, what, tier: tier) { source, products in
        let factor = factor(products)
        source.factors = source.factors.map { $0 * factor }
      }
    }
    return [
      scaled("bias-forgotten", "the bias is left out") { _ in 0 },
      scaled("bias-twice", "the bias is added twice") { _ in 2 },
      scaled("bias-subtracted", "the bias is subtracted instead of added") { _ in -1 },
      scaled("bias-per-channel", "the bias is added once for every input channel of the group") {
        Double($0.input[1] / $0.geometry.groups)
      },
      scaled("bias-per-all-channels", "the bias is added once for every input channel") {
        Double($0.input[1])
      },
      scaled("bias-per-tap", "the bias is added once for every tap of the kernel") {
        Double($0.geometry.kernelPlane)
      },
      scaled("bias-per-product", "the bias is added to every product before they are summed") {
        Double($0.geometry.kernelPlane * $0.input[1] / $0.geometry.groups)
      },
      scaled("bias-per-group", "the bias is added once for every group") {
        Double($0.geometry.groups)
      },
      scaled(
        "bias-over-batch", "the bias is divided by the number of samples", tier: .attribute
      ) {
        1 / Double(max(1, $0.geometry.batch))
      },
    ]
  }()

  /// The bias of another channel.
  private static let fromOthers: [ProductRule] = {
    func moved(
      _ name: String, _ what: String,
      _ index: @escaping @Sendable (_ channel: Int, _ channels: Int, _ groups: Int) -> Int
    ) -> ProductRule {
      rule(name, what) { source, products in
        let (channels, groups) = (products.output[1], products.geometry.groups)
        source.indices = source.indices.map { index($0, channels, groups) }
      }
    }
    return [
      moved("bias-of-first", "every channel gets the bias of the first one") { _, _, _ in 0 },
      moved("bias-of-last", "every channel gets the bias of the last one") { _, count, _ in
        count - 1
      },
      moved("bias-reversed", "the biases are taken in reverse order") { channel, count, _ in
        count - 1 - channel
      },
      moved("bias-of-next", "every channel gets the bias of the next one") { channel, count, _ in
        (channel + 1) % count
      },
      moved("bias-of-previous", "every channel gets the bias of the one before") { channel, count, _ in
        (channel + count - 1) % count
      },
      moved("bias-of-first-group", "every group gets the biases of the first one") { $0 % ($1 / $2) },
      moved("bias-by-group", "every channel gets the bias of the number of its group") {
        $0 / ($1 / $2)
      },
      moved("bias-interleaved", "channel i gets the bias of group i mod groups") {
        ($0 % $2) * ($1 / $2) + $0 / $2
      },
    ]
  }()

  /// The bias along another axis of the output, where it is no longer than the bias.
  private static func axes(_ own: ProductContext) -> [ProductRule] {
    let axes = [(0, "samples")]
      + (own.hasWindow ? own.axisNames.enumerated().map { ($0 + 2, "\($1)s") } : [])
    return axes.flatMap { axis, name in
      [
        rule("bias-along-\(name)", "the bias is added along the \(name) instead of the \(own.hasWindow ? "channels" : "units")") {
          source, products in
          let shape = products.output
          guard shape[axis] <= shape[1], shape.count > 0 else { return }
          let inner = shape.strides[axis]
          source.indices = source.indices.indices.map { $0 / inner % shape[axis] }
        },
        rule(
          "bias-in-first-of-\(name)", "the bias is added to the first of the \(name) only",
          tier: .attribute
        ) {
          source, products in
          let (shape, inner) = (products.output, products.output.strides[axis])
          source.keep { $0 / inner % shape[axis] == 0 }
        },
        rule(
          "bias-in-last-of-\(name)", "the bias is added to the last of the \(name) only",
          tier: .attribute
        ) {
          source, products in
          let (shape, inner) = (products.output, products.output.strides[axis])
          source.keep { $0 / inner % shape[axis] == shape[axis] - 1 }
        },
      ]
    }
  }

  /// The bias in one cell of every channel.
  private static let places: [ProductRule] = [
    rule(
      "bias-in-first-cell", "the bias is added to the first cell of every channel only",
      tier: .attribute
    ) {
      source, products in
      let plane = max(1, products.output.plane)
      source.keep { $0 % plane == 0 }
    },
    rule(
      "bias-in-last-cell", "the bias is added to the last cell of every channel only",
      tier: .attribute
    ) {
      source, products in
      let plane = max(1, products.output.plane)
      source.keep { $0 % plane == plane - 1 }
    },
  ]

  /// The bias as often as windows reach a cell of the output.
  private static func windows(_ own: ProductContext) -> [ProductRule] {
    guard own.isTransposed else { return [] }
    return [
      rule("bias-per-window", "the bias is added once for every window that reaches a cell") {
        source, products in
        let counts = products.table.counts(into: .wide)
        let channels = max(1, products.geometry.narrowGroup)
        source.factors = counts.map { Double($0 / channels) }
      },
      rule(
        "bias-per-window-and-channel",
        "the bias is added with every product that reaches a cell"
      ) { source, products in
        source.factors = products.table.counts(into: .wide).map(Double.init)
      },
      rule("bias-within-windows", "cells that no window reaches get no bias") { source, products in
        source.factors = products.table.counts(into: .wide).map { $0 > 0 ? 1 : 0 }
      },
    ]
  }
}
