/// Gradients of a bias that are not the plain sum of the gradient over samples and places.
enum BiasGradientRules {
  private static let hint = "Look at what the bias gradient is summed over, and how."

  static func all(_ own: ProductContext) -> [ProductRule] {
    guard own.hasBias else { return [] }
    return reductions(own) + subsets(own) + [ofOutput, timesBias, largest]
  }

  /// How an axis of the gradient is brought to one number.
  enum Reduction: String, Sendable, CaseIterable {
    case sum, mean, last, first

    fileprivate func factor(_ index: Int, _ extent: Int) -> Float {
      switch self {
      case .sum: 1
      case .mean: 1 / Float(extent)
      case .last: index == extent - 1 ? 1 : 0
      case .first: index == 0 ? 1 : 0
      }
    }
  }

  /// Every axis reduced in every way; volumes have one way for all their axes.
  private static func reductions(_ own: ProductContext) -> [ProductRule] {
    let axes = own.hasWindow ? own.axisNames.count : 0
    let free = min(axes, 2)
    return combinations(1 + free).dropFirst().map { chosen in
      let ways = axes > 2 ? [chosen[0]] + Array(repeating: chosen[1], count: axes) : chosen
      let names = ["sample"] + (axes > 0 ? own.axisNames : [])
      return ProductRule(
        "bias-gradient-" + ways.map(\.rawValue).joined(separator: "-"),
        "in the bias gradient " + words(ways, names), hint: hint,
        .gradients { products, pass, gradients in
          gradients.parameters[1] = reduced(pass.gradient, ways)
        })
    }
  }

  /// All ways for a number of axes, the plain sum first.
  private static func combinations(_ axes: Int) -> [[Reduction]] {
    (0..<axes).reduce([[]]) { lists, _ in
      lists.flatMap { list in Reduction.allCases.map { list + [$0] } }
    }
  }

  private static func words(_ ways: [Reduction], _ names: [String]) -> String {
    func chosen(_ way: Reduction, _ ending: String) -> [String] {
      zip(ways, names).filter { $0.0 == way }.map { $0.1 + ending }
    }
    let mean = chosen(.mean, "s")
    let parts =
      (mean.isEmpty ? [] : ["the \(mean.listed) are averaged"])
      + [Reduction.last, .first].compactMap { way in
        let names = chosen(way, "")
        return names.isEmpty
          ? nil : "only the \(way.rawValue) \(names.listed) \(names.count == 1 ? "counts" : "count")"
      }
    return parts.joined(separator: " and ")
  }

  /// The gradient of the bias, with the samples and every spatial axis reduced in their own way.
  static func reduced(_ gradient: Tensor, _ ways: [Reduction]) -> Tensor {
    let shape = gradient.shape
    let extents = [shape[0]] + shape.extents.dropFirst(2)
    var factors: [Float] = [1]
    for (way, extent) in zip(ways, extents) {
      factors = factors.flatMap { factor in
        (0..<extent).map { index in factor * way.factor(index, extent) }
      }
    }
    let (channels, plane) = (shape[1], shape.plane)
    var sums = [Double](repeating: 0, count: channels)
    for (cell, number) in gradient.elements.enumerated() {
      let (row, place) = cell.quotientAndRemainder(dividingBy: plane)
      let (sample, channel) = row.quotientAndRemainder(dividingBy: channels)
      sums[channel] += Double(factors[sample * plane + place]) * Double(number)
    }
    return Tensor(shape: [channels], elements: sums.map { Float($0) })
  }

  /// Sums over other axes.
  private static func subsets(_ own: ProductContext) -> [ProductRule] {
    let names = ["samples", "channels"] + (own.hasWindow ? own.axisNames.map { "\($0)s" } : [])
    return (0..<1 << names.count).compactMap { bits -> ProductRule? in
      let kept = names.indices.filter { bits >> $0 & 1 == 1 }
      guard kept != [1] else { return nil }
      let summed = names.indices.filter { !kept.contains($0) }.map { names[$0] }
      return ProductRule(
        "bias-gradient-over-" + (summed.isEmpty ? "nothing" : summed.joined(separator: "-")),
        summed.isEmpty
          ? "the bias gradient is not summed"
          : "the bias gradient is summed over the \(summed.listed)", hint: hint,
        .otherGradients { products, pass, gradients in
          gradients.parameters[1] = pass.gradient.summed(keeping: kept)
        })
    }
  }

  private static let ofOutput = ProductRule(
    "bias-gradient-of-output", "the bias gradient sums the output instead of its gradient",
    hint: "Look at what the bias gradient is the sum of.",
    .gradients { products, pass, gradients in
      gradients.parameters[1] = pass.output.summed(keeping: [1])
    })

  private static let timesBias = ProductRule(
    "bias-gradient-times-bias", "the bias gradient is multiplied by the bias",
    hint: "Look at what the bias gradient is the sum of.",
    .gradients { products, pass, gradients in
      for channel in gradients.parameters[1].elements.indices {
        gradients.parameters[1][channel] *= pass.parameters[1][channel]
      }
    })

  private static let largest = ProductRule(
    "bias-gradient-largest", "the bias gradient is the largest gradient of a channel, not the sum",
    hint: hint,
    .gradients { products, pass, gradients in
      let shape = pass.gradient.shape
      gradients.parameters[1] = Tensor(
        shape: [shape[1]],
        elements: (0..<shape[1]).map { channel in
          shape.offsets(onAxis: 1, at: channel).map { pass.gradient[$0] }.max() ?? 0
        })
    })
}

extension [String] {
  /// `a, b and c`
  var listed: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
  }
}

extension Tensor {
  /// The sums over all axes but some.
  func summed(keeping axes: [Int]) -> Tensor {
    let kept = Shape(axes.map { shape[$0] })
    let strides = kept.strides
    let targets = Offsets.sums(
      (0..<shape.rank).map { axis in
        let stride = axes.firstIndex(of: axis).map { strides[$0] } ?? 0
        return (0..<shape[axis]).map { $0 * stride }
      })
    var sums = [Double](repeating: 0, count: kept.count)
    for (cell, target) in targets.enumerated() { sums[target] += Double(self[cell]) }
    return Tensor(shape: kept, elements: sums.map { Float($0) })
  }
}
