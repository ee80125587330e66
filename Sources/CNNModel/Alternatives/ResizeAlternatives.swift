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
    return (weights + ofGradient).flatMap { change -> [Alternative] in
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

  /// Other weights, in both passes.
  private static let weights: [Change] = [
    both("linear-aligned", "it is linear, with the first and last cells aligned") {
      $0.linear { $0.aligned($1) }
    },
    both("linear-from-centers", "it is linear, with places counted from the centers of the cells") {
      $0.linear { $0.centered($1) }
    },
    both("linear-from-edges", "it is linear, with places counted from the edges of the cells") {
      $0.linear { $0.edged($1) }
    },
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
    both("mean-of-block", "the mean of the input cells under an output cell is taken", \.means),
    both("weights-mirrored", "the weights of the two neighbors are exchanged", \.mirrored),
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
}

extension AxisWeights {
  /// The same with other shares of each output cell.
  fileprivate func changed(_ change: ([Share]) -> [Share]) -> AxisWeights {
    AxisWeights(extent: extent, shares: shares.map(change))
  }

  /// An axis that is resized the other way, without shares yet.
  fileprivate var turned: AxisWeights {
    AxisWeights(extent: count, shares: [[Share]](repeating: [], count: extent))
  }

  /// The shares by which the gradient collects what these ones give.
  fileprivate var transposed: AxisWeights {
    var turned = [[Share]](repeating: [], count: extent)
    for (cell, shares) in shares.enumerated() {
      for share in shares { turned[share.index].append(Share(index: cell, weight: share.weight)) }
    }
    return AxisWeights(extent: count, shares: turned)
  }

  /// The ratio of the axes.
  private var ratio: Double { Double(extent) / Double(max(1, count)) }

  fileprivate func aligned(_ cell: Int) -> Double {
    count > 1 ? Double(cell) * Double(extent - 1) / Double(count - 1) : 0
  }
  fileprivate func centered(_ cell: Int) -> Double { (Double(cell) + 0.5) * ratio - 0.5 }
  fileprivate func edged(_ cell: Int) -> Double { Double(cell) * ratio }

  fileprivate func nearest(_ place: (AxisWeights, Int) -> Double) -> AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { [Share(index: inside(place(self, $0)), weight: 1)] })
  }

  fileprivate func linear(_ place: (AxisWeights, Int) -> Double) -> AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { cell in
        let place = min(max(0, place(self, cell)), Double(max(0, extent - 1)))
        let below = place.rounded(.down)
        return [
          Share(index: inside(below), weight: 1 - (place - below)),
          Share(index: inside(below + 1), weight: place - below),
        ]
      })
  }

  private func inside(_ place: Double) -> Int { min(max(0, Int(place)), max(0, extent - 1)) }

  fileprivate var means: AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { cell in
        let first = inside(edged(cell))
        let end = max(first + 1, min(extent, Int((edged(cell + 1)).rounded(.up))))
        return (first..<end).map { Share(index: $0, weight: 1 / Double(end - first)) }
      })
  }

  fileprivate var mirrored: AxisWeights {
    changed { shares in
      zip(shares, shares.reversed()).map { Share(index: $0.index, weight: $1.weight) }
    }
  }

  fileprivate var heaviest: AxisWeights {
    changed { shares in
      shares.max { $0.weight < $1.weight }.map { [Share(index: $0.index, weight: 1)] } ?? []
    }
  }

  fileprivate var normalized: AxisWeights {
    var sums = [Double](repeating: 0, count: extent)
    for share in shares.joined() { sums[share.index] += share.weight }
    return changed { shares in
      shares.map { share in
        let sum = sums[share.index]
        return Share(index: share.index, weight: sum == 0 ? 0 : share.weight / sum)
      }
    }
  }

  fileprivate func single(isLast: Bool) -> AxisWeights {
    var readers = [Int?](repeating: nil, count: extent)
    for (cell, shares) in shares.enumerated() {
      for share in shares where isLast || readers[share.index] == nil {
        readers[share.index] = cell
      }
    }
    return AxisWeights(
      extent: extent,
      shares: shares.enumerated().map { cell, shares in
        shares.filter { readers[$0.index] == cell }
      })
  }

  /// A tensor with an axis interpolated.
  fileprivate func applied(_ x: Tensor, _ axis: Int) -> Tensor {
    Tensor(
      shape: x.shape.replacing(axis: axis, with: count),
      elements: applied(
        to: x.elements, outer: x.shape.extents[..<axis].reduce(1, *), inner: x.shape.strides[axis]))
  }

  /// The gradient of a tensor whose axis was interpolated.
  fileprivate func gathering(_ gradient: Tensor, _ axis: Int) -> Tensor {
    Tensor(
      shape: gradient.shape.replacing(axis: axis, with: extent),
      elements: gathered(
        gradient.elements, outer: gradient.shape.extents[..<axis].reduce(1, *),
        inner: gradient.shape.strides[axis]))
  }
}
