/// Taps that meet other weights of their kernel: turned, mirrored, transposed; and images that are
/// enlarged in another way.
enum KernelRules {
  private static let hint = "Look at which weight meets which cell of the window."

  static func all(_ own: ProductContext) -> [ProductRule] {
    let kernel = own.window.kernel
    let sizes = own.axisNames.indices.filter { kernel[$0] > 1 }
    guard !sizes.isEmpty else { return nearest(own) }
    let turned = rule(
      "kernel-turned", "the kernel is turned by 180°", inFullConvolution: "unrotated"
    ) { tap, kernel in
      zip(tap, kernel).map { $1 - 1 - $0 }
    }
    let mirrored = sizes.map { axis in
      rule(
        "kernel-mirrored-\(own.axisNames[axis])s",
        "the kernel is mirrored along its \(own.axisNames[axis])s only"
      ) { tap, kernel in
        tap.indices.map { $0 == axis ? kernel[$0] - 1 - tap[$0] : tap[$0] }
      }
    }
    return [turned] + (sizes.count > 1 ? mirrored : []) + square(kernel)
      + (kernel == kernel.reversed() ? [] : [reshaped]) + nearest(own)
  }

  /// What can be done to a square kernel.
  private static func square(_ kernel: [Int]) -> [ProductRule] {
    guard kernel.count == 2, kernel[0] == kernel[1], kernel[0] > 1 else { return [] }
    return [
      rule("kernel-transposed", "rows and columns of every kernel are swapped") { tap, _ in
        [tap[1], tap[0]]
      },
      rule("kernel-turned-left", "the kernel is turned by 90° only, to the left") { tap, kernel in
        [tap[1], kernel[0] - 1 - tap[0]]
      },
      rule("kernel-turned-right", "the kernel is turned by 90° only, to the right") {
        tap, kernel in [kernel[1] - 1 - tap[1], tap[0]]
      },
      rule(
        "kernel-mirrored-diagonal",
        "the kernel is transposed and turned by 180°, mirrored at its other diagonal",
        inFullConvolution: "transposed instead of rotated"
      ) { tap, kernel in [kernel[1] - 1 - tap[1], kernel[0] - 1 - tap[0]] },
    ]
  }

  /// A kernel whose window has the extents of rows and columns swapped, as many places as there are.
  private static let reshaped = ProductRule(
    "kernel-extents-swapped",
    "the window is as wide as the kernel is high and as high as it is wide; its rows meet the "
      + "columns of the kernel",
    hint: hint,
    .both { products in
      let window = products.geometry.window
      let kernel = window.kernel
      let order = Shape(kernel).strides
      products.table.follow(
        SpatialWindow(
          axes: zip(window.axes, kernel.reversed()).map { $0.changed(kernel: $1) }))
      let taps = SpatialWindow.places(in: kernel.reversed()).map { tap in
        zip(tap.reversed(), order).reduce(0) { $0 + $1.0 * $1.1 }
      }
      products.table.reorderTaps(taps)
    })

  /// - Parameters:
  ///   - form: what the kernel then is in the full convolution that a gradient is often written as,
  ///     where it is right for it to be rotated.
  ///   - place: by tap, where its weight is in the kernel.
  private static func rule(
    _ name: String, _ what: String, inFullConvolution form: String? = nil,
    _ place: @escaping @Sendable (_ tap: [Int], _ kernel: [Int]) -> [Int]
  ) -> ProductRule {
    let backward = form.map {
      "in comparison with the forward pass (in a full convolution: \($0)), \(what)"
    }
    return ProductRule(
      name, what, backward: backward, hint: hint,
      .both { products in
        let kernel = products.geometry.window.kernel
        let shape = Shape(kernel)
        products.table.reorderTaps(
          SpatialWindow.places(in: kernel).map { shape.offset(of: Position(place($0, kernel))) })
      })
  }

  /// The narrow side is enlarged by repeating its cells instead of putting zeros between them: in
  /// the pass that goes from it to the wide side.
  private static func nearest(_ own: ProductContext) -> [ProductRule] {
    guard own.window.axes.contains(where: { $0.stride > 1 }) else { return [] }
    let side = own.isTransposed ? "image" : "gradient"
    let change: @Sendable (inout ChangedProducts) -> Void = { products in
      let window = products.geometry.window
      let tables = SpatialWindow.places(in: window.axes.map(\.stride)).map { step in
        var table = ProductTable(products.geometry)
        table.follow(
          SpatialWindow(axes: zip(window.axes, step).map { $0.changed(before: $0.before - $1) }))
        return table.cells
      }
      products.table.repeatTaps(tables)
    }
    return [
      ProductRule(
        "zeros-repeated",
        "between the cells of the \(side) there are copies of them instead of zeros",
        hint: "Look at what lies between the cells after the stride has moved them apart.",
        own.isTransposed ? .both(change) : .derivatives(change))
    ]
  }
}

extension ProductTable {
  /// Gives every tap the weight of another one.
  mutating func reorderTaps(_ order: [Int]) {
    let own = weights
    for start in stride(from: 0, to: weights.count, by: max(1, tapCount)) {
      for (tap, other) in order.enumerated() { weights[start + tap] = own[start + other] }
    }
  }
}
