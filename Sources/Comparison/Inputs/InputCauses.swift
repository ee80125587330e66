import CNNModel

/// How the input of a network was made from the one that was meant.
enum InputCauses {
  /// The explanations of an input that is another than the one that was meant.
  static func all(meant: Tensor, found: Tensor) -> [Cause] {
    guard meant.shape == found.shape else {
      return [
        Cause(
          "input-shape", "the reference's input is \(meant.shape), here it is \(found.shape)",
          node: nil, rank: 0)
      ]
    }
    if found.isConstant {
      return [
        Cause(
          "input-constant", "every number of the input here is \(found[0]), unlike the reference's",
          node: nil, rank: 0)
      ]
    }
    let orders = InputOrder.all(meant.shape)
    var causes = orders.compactMap { order -> Cause? in
      PixelRelation(order.apply(meant), found, order)?.cause
    }
    if causes.isEmpty {
      causes = [ChannelMix(meant, found)?.cause, Shift(meant, found)?.cause].compactMap(\.self)
    }
    let best = causes.sorted { ($0.proof, $0.rank) < ($1.proof, $1.rank) }
    return best.isEmpty ? [InputCauses.unexplained(meant, found, orders)] : best
  }

  /// The order in which both are most alike, for a sentence.
  private static func unexplained(
    _ meant: Tensor, _ found: Tensor, _ orders: [InputOrder]
  ) -> Cause {
    let best = orders.map { ($0, $0.apply(meant).correlation(with: found)) }
      .max { $0.1.magnitude < $1.1.magnitude }
    let percent = Int(((best?.1 ?? 0).magnitude * 100).rounded())
    let words = best.flatMap { $0.0.what.isEmpty ? nil : ", \($0.0.what)," } ?? ""
    return percent >= 60
      ? Cause(
        "input-resampled",
        "the input is like the reference's\(words) (their correlation is \(percent) %) but no pixel for "
          + "pixel function of it, as after another resize, crop, blur or compression",
        parameters: [("correlation", "\(percent) %")], proof: .likely, node: nil, rank: 90)
      : Cause(
        "input-other",
        "the input is another one: no order of its channels and pixels makes it like the reference's",
        proof: .likely, node: nil, rank: 99)
  }

  /// Changes of the input that give the reference's first arrays, where nobody says what went into
  /// the reference.
  static func explaining(_ stretch: Stretch) -> [Cause] {
    let context = stretch.context
    guard context.comparer.referenceInputs == nil, context.network.sources.count == 1,
      let source = context.network.sources.first,
      context.pairing.pairs[ValueReference(source)] == nil,
      stretch.nodes.contains(where: { node in
        context.network.nodes[node].inputs.contains { $0.node == source }
      }), let input = context.comparer.inputs.first?.tensor
    else { return [] }
    let orders = InputOrder.all(input.shape)
    let known = orders.filter { $0.name != "input-moved" }.flatMap { order in
      InputScale.all.compactMap { scale -> Cause? in
        // An order or a range is a mistake; of both at once only the usual one is tried.
        guard (order.name != nil) != (scale.name != nil) else { return nil }
        let meant = scale.apply(order.apply(input))
        guard
          let target = stretch.target(with: [.floats(meant)], atSource: source),
          ArrayEquality.error(stretch.theirs, target) <= ArrayEquality.share
        else { return nil }
        let words = [order.what, scale.what].filter { !$0.isEmpty }.joined(separator: " and ")
        return Cause(
          order.name ?? scale.name ?? "", "the reference comes out when the input is \(words)",
          node: nil, rank: 10)
      }
    }
    guard known.isEmpty else { return known }
    // Channels in reverse and another normalization are often seen together.
    return orders.filter { $0.name == nil || $0.name == "input-channel-order" }
      .compactMap { SolvedInput(stretch, source, input, $0).cause }
  }
}

extension Stretch {
  /// The target where the input of the network is another.
  func target(with outputs: [Value], atSource source: Int) -> Tensor? {
    var changed: [Int: [Value]] = [source: outputs]
    for node in nodes {
      let content = context.network.nodes[node]
      let inputs = content.inputs.compactMap { input in
        changed[input.node]?[input.output] ?? context.value(input)
      }
      guard inputs.count == content.inputs.count,
        let results = context.compared.outputs(of: node, inputs)
      else { return nil }
      changed[node] = results
    }
    return changed[target.node]?[target.output].tensor
  }
}

/// Another range of the pixels, as usual preprocessings give.
struct InputScale: Sendable {
  let name: String?
  let what: String
  let apply: @Sendable (Tensor) -> Tensor

  static let all: [InputScale] =
    [
      InputScale(name: nil, what: "") { $0 },
      InputScale(name: "input-range", what: "divided by 255") { $0.map { $0 / 255 } },
      InputScale(name: "input-range", what: "multiplied by 255") { $0.map { $0 * 255 } },
      InputScale(name: "input-range", what: "brought from 0…1 to −1…1") { $0.map { 2 * $0 - 1 } },
      InputScale(name: "input-range", what: "brought from −1…1 to 0…1") { $0.map { ($0 + 1) / 2 } },
      InputScale(name: "input-inverted", what: "inverted (1 − x)") { $0.map { 1 - $0 } },
      InputScale(name: "input-inverted", what: "inverted (255 − x)") { $0.map { 255 - $0 } },
      InputScale(name: "input-inverted", what: "of the other sign") { $0.map { -$0 } },
      InputScale(name: "input-mean", what: "less 0.5") { $0.map { $0 - 0.5 } },
    ] + KnownStatistics.all.flatMap { $0.scales }
}

/// Means and deviations of usual preprocessings.
struct KnownStatistics: Sendable {
  let name: String
  let mean: [Float]
  let deviation: [Float]

  static let all = [
    KnownStatistics(
      name: "ImageNet's", mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]),
    KnownStatistics(
      name: "CLIP's", mean: [0.48145466, 0.4578275, 0.40821073],
      deviation: [0.26862954, 0.26130258, 0.27577711]),
    KnownStatistics(
      name: "CIFAR-10's", mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616]),
    KnownStatistics(name: "MNIST's", mean: [0.1307], deviation: [0.3081]),
    KnownStatistics(name: "0.5 and 0.5:", mean: [0.5], deviation: [0.5]),
  ]

  /// The normalization done, and undone.
  var scales: [InputScale] {
    [
      InputScale(name: "input-normalization", what: "normalized by \(name) mean and deviation") {
        each($0) { ($0 - $1) / $2 }
      },
      InputScale(
        name: "input-normalization", what: "as before \(name) mean and deviation"
      ) {
        each($0) { $0 * $2 + $1 }
      },
    ]
  }

  private func each(_ tensor: Tensor, _ change: (Float, Float, Float) -> Float) -> Tensor {
    guard tensor.shape.rank == 4 else { return tensor }
    let (channels, size) = (tensor.shape[1], tensor.shape[2] * tensor.shape[3])
    var result = tensor
    result.transform { offset, element in
      let channel = size == 0 ? 0 : offset / size % channels
      return change(element, mean[channel % mean.count], deviation[channel % deviation.count])
    }
    return result
  }
}
