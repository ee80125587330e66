/// Loops that assign where they should add, so that the last iteration overwrites the others, or
/// that keep the first one.
enum AssignmentRules {
  private static let hint = "Look at whether every loop adds to what is there."

  static func all(_ own: ProductContext) -> [ProductRule] {
    [false, true].flatMap { keepsFirst in
      ofOutput(own).map { output($0, keepsFirst) }
        + ofGradients(own).map { gradients($0, keepsFirst) }
    }
  }

  /// Loops that assign together.
  private struct Loops: Sendable {
    let name: String
    /// In the singular.
    let words: String
    let loops: @Sendable (ChangedProducts) -> Set<ProductTable.Loop>
  }

  private static func output(_ loops: Loops, _ keepsFirst: Bool) -> ProductRule {
    let which = keepsFirst ? "first" : "last"
    return ProductRule(
      "\(which)-\(loops.name)-in-output",
      keepsFirst
        ? "only the first \(loops.words) is added to a cell of the output"
        : "“=” is used instead of “+=” in the output: the last \(loops.words) overwrites the others",
      backward:
        "only the \(which) \(loops.words) that a cell of the output was computed from counts",
      hint: hint,
      .both { products in
        products.selection = .init(
          side: products.outputSide, loops: loops.loops(products), keepsFirst: keepsFirst)
      })
  }

  private static func gradients(_ loops: Loops, _ keepsFirst: Bool) -> ProductRule {
    ProductRule(
      "\(keepsFirst ? "first" : "last")-\(loops.name)-in-gradient",
      keepsFirst
        ? "only the first \(loops.words) is added to a cell of the gradient"
        : "“=” is used instead of “+=” in the gradient: the last \(loops.words) overwrites the others",
      hint: hint,
      .gradients { products, pass, gradients in
        let loops = loops.loops(products)
        func sums(_ side: ProductTable.Side, _ factors: ProductTable.Factors) -> [Double] {
          products.table.sums(
            into: side, factors, .init(side: side, loops: loops, keepsFirst: keepsFirst))
        }
        let gy = pass.gradient.elements
        gradients.inputs[0] = products.tensor(
          sums(products.inputSide, products.factors(gy: gy, pass.forward)), products.input)
        gradients.parameters[0] = Tensor(
          shape: gradients.parameters[0].shape,
          elements: sums(.weight, products.factors(gy: gy, x: pass.input.elements)).map {
            Float($0)
          })
        guard products.hasBias else { return }
        gradients.parameters[1] = bias(pass.gradient, loops, products, keepsFirst)
      })
  }

  /// The gradient of the bias where the loops over samples or places assign.
  private static func bias(
    _ gradient: Tensor, _ loops: Set<ProductTable.Loop>, _ products: ChangedProducts,
    _ keepsFirst: Bool
  ) -> Tensor {
    let kept: BiasGradientRules.Reduction = keepsFirst ? .first : .last
    let places = loops.contains(.place) && !products.isTransposed
    let axes = [BiasGradientRules.Reduction](
      repeating: places ? kept : .sum, count: max(0, gradient.shape.rank - 2))
    return BiasGradientRules.reduced(gradient, [loops.contains(.sample) ? kept : .sum] + axes)
  }

  /// The loops that a cell of the output sums over.
  private static func ofOutput(_ own: ProductContext) -> [Loops] {
    let channel = Loops(
      name: "channel", words: own.hasWindow ? "input channel" : "feature"
    ) { [$0.inputChannelLoop] }
    guard own.hasWindow else { return [channel] }
    let inner: [Loops] = own.isTransposed ? windows(own) : taps(own)
    return [channel] + inner + [
      Loops(name: "product", words: "product") { [$0.inputChannelLoop, .tap, .place] }
    ]
  }

  /// The loops that the cells of the gradients sum over.
  private static func ofGradients(_ own: ProductContext) -> [Loops] {
    let channel = Loops(
      name: "channel", words: own.hasWindow ? "output channel" : "unit"
    ) { [$0.outputChannelLoop] }
    let sample = Loops(name: "sample", words: "sample") { _ in [.sample] }
    guard own.hasWindow else { return [channel, sample] }
    return [channel, sample] + windows(own) + taps(own) + [
      Loops(name: "window-and-sample", words: "window of the last sample") { _ in
        [.sample, .place]
      },
      Loops(name: "window-and-channel", words: "window and output channel") {
        [$0.outputChannelLoop, .place]
      },
      Loops(name: "tap-and-channel", words: "tap and output channel") {
        [$0.outputChannelLoop, .tap]
      },
      Loops(name: "product", words: "product") { [$0.outputChannelLoop, .sample, .place, .tap] },
    ]
  }

  private static func windows(_ own: ProductContext) -> [Loops] {
    [Loops(name: "window", words: "window") { _ in [.place] }]
      + (own.axisNames.count < 2
        ? []
        : own.axisNames.enumerated().map { axis, name in
          Loops(name: "window-\(name)", words: "\(name) of windows") { products in
            let extents = products.geometry.window.outputs
            return [.placeAxis(extent: extents[axis], inner: Shape(extents).strides[axis])]
          }
        })
  }

  private static func taps(_ own: ProductContext) -> [Loops] {
    [Loops(name: "tap", words: "tap") { _ in [.tap] }]
      + (own.axisNames.count < 2
        ? []
        : own.axisNames.enumerated().map { axis, name in
          Loops(name: "tap-\(name)", words: "\(name) of the kernel") { products in
            let extents = products.geometry.window.kernel
            return [.tapAxis(extent: extents[axis], inner: Shape(extents).strides[axis])]
          }
        })
  }
}
