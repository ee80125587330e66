import CNNModel

/// Whether probabilities are made of probabilities.
enum SoftmaxTwice: CheckupQuestion {
  static let name = "softmax-twice"
  static let question = "is softmax applied twice?"
  static let threshold =
    "cross: a layer makes probabilities of what are probabilities already; gradients are then up to K "
    + "times smaller and the loss cannot come near 0 (PyTorch, CrossEntropyLoss: the input is expected "
    + "to contain the unnormalized logits)"
  static let look = "loss"

  static func find(in subject: CheckupSubject) -> Finding {
    let network = subject.network
    guard network.loss.target != .values else {
      return .notApplicable("the loss compares values, not classes")
    }
    if let (first, second) = pair(in: network) {
      let look = "open \(second)"
      return Finding(
        .cross, 2,
        "\(second) makes probabilities of those that \(first) gives; one of both is expected",
        look: look)
    }
    let remark = network.classOutput.remark.map { "\($0); " } ?? ""
    return Finding(.tick, nil, "\(remark)nothing makes probabilities of probabilities")
  }

  /// The names of two layers on the way to the output, of which the second makes probabilities of the
  /// first one's.
  private static func pair(in network: Network) -> (String, String)? {
    var (scores, maker) = (Scores.logits, "")
    for node in chain(in: network) {
      let layer = network.nodes[node].layer
      let shapes = network.inputShapes(of: node)
      let makes = layer.scores(of: .logits, for: shapes) != .logits
      if makes, scores != .logits { return (maker, network.nodes[node].name) }
      scores = layer.scores(of: scores, for: shapes)
      if makes { maker = network.nodes[node].name }
    }
    return nil
  }

  /// The nodes before the output that have one input, in their order.
  private static func chain(in network: Network) -> [Int] {
    var chain = [network.output.node]
    while let last = chain.last, network.nodes[last].inputs.count == 1 {
      chain.append(network.nodes[last].inputs[0].node)
    }
    return chain.reversed()
  }
}
