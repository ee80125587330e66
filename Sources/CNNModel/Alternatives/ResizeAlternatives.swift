/// A layer that interpolates along axes, whose weights can be looked at and changed.
protocol Interpolating: Layer {
  /// The weights of every axis.
  func weights(_ input: Shape) -> [AxisWeights]
}

extension Resize: Interpolating {}

extension Upsample: Interpolating {
  func weights(_ input: Shape) -> [AxisWeights] {
    zip(input.extents, checkedOutputShapes(for: [input])[0].extents).map { extent, count in
      guard count != extent, extent > 0 else { return AxisWeights(unchanged: extent) }
      let factor = count / extent
      return AxisWeights(
        extent: extent, shares: (0..<count).map { [.init(index: $0 / factor, weight: 1)] })
    }
  }
}

/// Layers that interpolate, with other weights in one pass.
enum ResizeAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any Interpolating else { return [] }
    // What only copies cells has the changes of copies already.
    let changes =
      linear + (layer is any MovingLayer ? [] : nearest + ofGradient) + resized
    return changes.flatMap { change -> [Alternative] in
      let backward = Alternative(
        change.rule, change.what, hint: change.hint, .rule, of: layer,
        backward: { pass in
          var gradient = pass.gradient
          for (axis, own) in layer.weights(pass.input.shape).enumerated().reversed()
          where !own.isUnchanged {
            gradient = change.gradient(own).gathering(gradient, axis)
          }
          return Gradients(inputs: [gradient])
        })
      guard let forward = change.forward else { return [backward] }
      return [
        Alternative(
          change.rule, change.what, hint: change.hint, .rule, of: layer,
          forward: { pass in
            var y = pass.input
            for (axis, own) in layer.weights(pass.input.shape).enumerated() where !own.isUnchanged {
              y = forward(own).applied(y, axis)
            }
            return ForwardResult(y)
          }), backward,
      ]
    }
  }

  private struct Change: Sendable {
    let rule: String
    let what: String
    let hint: String
    var forward: (@Sendable (AxisWeights) -> AxisWeights)?
    let gradient: @Sendable (AxisWeights) -> AxisWeights

    init(
      _ rule: String, _ what: String, _ hint: String, isForward: Bool,
      _ change: @escaping @Sendable (AxisWeights) -> AxisWeights
    ) {
      (self.rule, self.what, self.hint) = (rule, what, hint)
      (forward, gradient) = (isForward ? change : nil, change)
    }
  }

  private static let placeHint = "Look at how the place of an output cell on the input is computed."
  private static let shareHint = "Look at how the gradient of an output cell is shared."

  /// Weights of several cells, in both passes.
  private static let linear: [Change] = [
    both("linear-aligned", "it is linear, with the first and last cells aligned") {
      $0.linear { $0.aligned($1) }
    },
    both("linear-from-centers", "it is linear, with places counted from the centers of the cells") {
      $0.linear { $0.centered($1) }
    },
    both("linear-from-edges", "it is linear, with places counted from the edges of the cells") {
      $0.linear { $0.edged($1) }
    },
    both("mean-of-block", "the mean of the input cells under an output cell is taken", \.means),
    both("weights-mirrored", "the weights of the two neighbors are exchanged", \.mirrored),
  ]

  /// The weight 1 of one cell, in both passes.
  private static let nearest: [Change] = [
    both("nearest-aligned", "the nearest cell is taken, with the first and last cells aligned") {
      $0.nearest { $0.aligned($1).rounded() }
    },
    both("nearest-from-centers", "the cell nearest to the center is taken") {
      $0.nearest { $0.centered($1).rounded() }
    },
    both("nearest-below", "the place from the edges is rounded down") {
      $0.nearest { $0.edged($1).rounded(.down) }
    },
    both("nearest-above", "the place from the edges is rounded up") {
      $0.nearest { $0.edged($1).rounded(.up) }
    },
    both("nearest-from-edges", "the place from the edges is rounded to the nearest cell") {
      $0.nearest { $0.edged($1).rounded() }
    },
    both("tiled", "the whole input is repeated") { weights in
      weights.nearest { Double($1 % max(1, weights.extent)) }
    },
  ]

  private static func both(
    _ rule: String, _ what: String, _ change: @escaping @Sendable (AxisWeights) -> AxisWeights
  ) -> Change { Change(rule, what, placeHint, isForward: true, change) }

  /// Other shares of the gradient, with the outputs as they are.
  private static let ofGradient: [Change] = [
    Change(
      "gradient-to-heaviest", "each output cell gives all of its gradient to one input cell",
      shareHint, isForward: false, \.heaviest),
    Change(
      "gradient-unweighted", "each output cell gives its whole gradient to all cells that it read",
      shareHint, isForward: false
    ) { $0.changed { $0.map { .init(index: $0.index, weight: 1) } } },
    Change(
      "gradient-normalized", "the weights with which an input cell collects are made to sum to 1",
      shareHint, isForward: false, \.normalized),
    Change(
      "gradient-of-first-reader", "an input cell gets the gradient of the first cell that read it",
      shareHint, isForward: false
    ) { $0.single(isLast: false) },
    Change(
      "gradient-of-last-reader", "an input cell keeps the gradient of the last cell that read it",
      shareHint, isForward: false
    ) { $0.single(isLast: true) },
  ]

  /// Gradients that are resized themselves.
  private static let resized: [Change] = [
    back("linear", "linearly") { $0.linear { $0.centered($1) } },
    back("linear-aligned", "linearly, with the first and last cells aligned") {
      $0.linear { $0.aligned($1) }
    },
    back("nearest", "to the nearest cells") { $0.nearest { $0.centered($1).rounded() } },
    back("first-cells", "by taking the first cell of each block") {
      $0.nearest { $0.edged($1).rounded(.down) }
    },
    back("means", "by taking the mean of each block", \.means),
    back("sums", "by taking the sum of each block") {
      $0.means.changed { $0.map { .init(index: $0.index, weight: 1) } }
    },
  ]

  /// The gradient resized to the size of the input instead of collected by the weights.
  private static func back(
    _ rule: String, _ what: String, _ resize: @escaping @Sendable (AxisWeights) -> AxisWeights
  ) -> Change {
    Change(
      "gradient-resized-\(rule)", "the gradient is itself resized to the input, \(what)", shareHint,
      isForward: false
    ) { resize($0.turned).transposed }
  }
}
