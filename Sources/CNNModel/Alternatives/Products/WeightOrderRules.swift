/// A weight that is read in another order than it is stored in.
enum WeightOrderRules {
  static func all(_ own: ProductContext) -> [ProductRule] {
    (own.hasWindow ? unrolling(own) : []) + channels(own) + layouts(own)
  }

  // MARK: Windows that are unrolled in another order than the kernels

  private static func unrolling(_ own: ProductContext) -> [ProductRule] {
    let block = Shape([own.geometry.wideGroup] + own.window.kernel)
    var known: Set<[Int]> = [Array(0..<block.count)]
    return orders(block.rank).flatMap { order -> [ProductRule] in
      let offsets = block.offsets(inOrder: order)
      let name = order.map(String.init).joined()
      let words = order.map { $0 == 0 ? "channel" : own.axisNames[$0 - 1] }
        .joined(separator: ", ")
      let stored = (["channel"] + own.axisNames).joined(separator: ", ")
      var rules: [ProductRule] = []
      if known.insert(offsets).inserted {
        rules.append(
          rule(
            "unrolled-\(name)",
            "the windows are unrolled in the order \(words), but the weight is \(stored)", order))
      }
      if known.insert(offsets.inverted).inserted {
        rules.append(
          rule(
            "flattened-\(name)",
            "the weight is flattened in the order \(words), but the windows are \(stored)", order,
            isInverted: true))
      }
      return rules
    }
  }

  /// Orders of the channel and the axes of a kernel, without the usual one.
  private static func orders(_ rank: Int) -> [[Int]] {
    let spatial = Array(1..<rank)
    let all = [spatial + [0], [0] + spatial.reversed(), spatial.reversed() + [0]]
    return all + (rank == 3 ? [[1, 0, 2], [2, 0, 1]] : [])
  }

  private static func rule(
    _ name: String, _ what: String, _ order: [Int], isInverted: Bool = false
  ) -> ProductRule {
    ProductRule(
      name, what, hint: "Look at the order in which windows and kernels become rows of a matrix.",
      .both { products in
        let block = Shape(
          [products.geometry.wideGroup] + products.geometry.window.kernel)
        let offsets = block.offsets(inOrder: order)
        let map = isInverted ? offsets.inverted : offsets
        products.table.weights = products.table.weights.map {
          $0 / block.count * block.count + map[$0 % block.count]
        }
      })
  }

  // MARK: Input and output channels exchanged

  private static func channels(_ own: ProductContext) -> [ProductRule] {
    let geometry = own.geometry
    guard geometry.narrowChannels > 1, geometry.wideGroup > 1 else { return [] }
    let (stored, read) = own.isTransposed ? ("in, out", "out, in") : ("out, in", "in, out")
    let hint = "Look at which axis of the weight is which."
    var rules = [
      layout(
        "weight-in-out",
        own.hasWindow
          ? "the weight is read as \(read) instead of \(stored)"
          : "the weight is reshaped to \(read) instead of transposed, or is not transposed", hint,
        backward: own.hasWindow
          ? "the weight and its gradient are taken as \(read) instead of \(stored), and reshaped"
          : "the weight and its gradient are reshaped to \(read) instead of transposed", [1, 0, 2]),
      layout(
        "weight-out-in",
        "the weight is transposed to \(read) and then used as \(stored)", hint, [1, 0, 2],
        isInverted: true),
    ]
    rules.append(transposedGradient(read, hint))
    if geometry.groups > 1, geometry.narrowGroup > 1 {
      rules.append(inEveryGroup("weight is read as \(read) instead of \(stored)", hint))
    }
    return rules
  }

  /// The gradient of the weight in another shape.
  private static func transposedGradient(_ read: String, _ hint: String) -> ProductRule {
    ProductRule(
      "weight-gradient-transposed", "the weight gradient has the order \(read)", hint: hint,
      .otherGradients { _, _, gradients in
        let gw = gradients.parameters[0]
        let order = [1, 0] + Array(2..<max(2, gw.shape.rank))
        let stored = gw.shape.offsets(inOrder: order)
        var turned = Tensor.zeros(Shape(order.map { gw.shape[$0] }))
        for (cell, offset) in stored.enumerated() { turned[offset] = gw[cell] }
        gradients.parameters[0] = turned
      })
  }

  private static func inEveryGroup(_ what: String, _ hint: String) -> ProductRule {
    ProductRule("weight-in-out-of-group", "in every group the \(what)", hint: hint, .both {
      let geometry = $0.geometry
      let block = Shape([geometry.narrowGroup, geometry.wideGroup, geometry.kernelPlane])
      let map = block.offsets(inOrder: [1, 0, 2])
      $0.table.weights = $0.table.weights.map {
        $0 / block.count * block.count + map[$0 % block.count]
      }
    })
  }

  /// - Parameter order: the axes of `[narrow, wide, taps]` in the order in which they are read.
  private static func layout(
    _ name: String, _ what: String, _ hint: String, backward: String? = nil, _ order: [Int],
    isInverted: Bool = false, tier: Alternative.Tier = .rule
  ) -> ProductRule {
    ProductRule(name, what, backward: backward, hint: hint, tier: tier, .both {
      let geometry = $0.geometry
      let offsets = Shape([geometry.narrowChannels, geometry.wideGroup, geometry.kernelPlane])
        .offsets(inOrder: order)
      let map = isInverted ? offsets.inverted : offsets
      $0.table.weights = $0.table.weights.map { map[$0] }
    })
  }

  // MARK: Layouts of other libraries

  private static func layouts(_ own: ProductContext) -> [ProductRule] {
    guard own.hasWindow else { return [] }
    let hint = "Look at the order of the axes in memory."
    return [
      ([2, 1, 0], "taps-first", "rows and columns first"),
      ([2, 0, 1], "taps-first-out-in", "rows and columns first and the others in their order"),
      ([1, 2, 0], "last", "its first axis last"),
    ].flatMap { order, name, words in
      [
        layout(
          "weight-read-\(name)", "the weight is read as though it were stored with \(words)", hint,
          order, tier: .arrangement),
        layout(
          "weight-kept-\(name)",
          "the weight is brought into an order with \(words), and used as though it were in its own",
          hint, order, isInverted: true, tier: .arrangement),
      ]
    }
  }
}

extension Shape {
  /// For every cell in reading order, its offset in an array with the axes in another order.
  func offsets(inOrder order: [Int]) -> [Int] {
    let stored = Shape(order.map { self[$0] }).strides
    var strides = [Int](repeating: 0, count: rank)
    for (place, axis) in order.enumerated() { strides[axis] = stored[place] }
    return Offsets.sums((0..<rank).map { axis in (0..<self[axis]).map { $0 * strides[axis] } })
  }
}

extension [Int] {
  /// The inverse of a permutation.
  var inverted: [Int] {
    var inverse = self
    for (place, number) in enumerated() { inverse[number] = place }
    return inverse
  }
}
