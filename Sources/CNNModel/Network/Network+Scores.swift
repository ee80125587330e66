extension Network {
  /// What the numbers of its (first) output are, after the layers at its end.
  public var scores: Scores {
    var chain = [output.node]
    while let last = chain.last, chain.count < Self.longestEnd, nodes[last].inputs.count == 1 {
      chain.append(nodes[last].inputs[0].node)
    }
    return chain.reversed().reduce(.logits) { scores, node in
      nodes[node].layer.scores(of: scores, for: inputShapes(of: node))
    }
  }

  /// The number of layers at the end that are asked: a softmax, and reshaping after it.
  private static let longestEnd = 8

  /// A loss that takes the output for what it is.
  func read(_ loss: any Loss) -> any Loss {
    loss.reading(scores, outputShapes(of: output.node)[output.output])
  }

  /// What a loss makes of the output, where that is not what its name says of logits.
  public var lossRemark: String? {
    guard let words = loss.scoreWords else { return nil }
    return "\(nodes[output.node].name) gives \(words.scores), so the loss is \(words.formula)"
  }
}

/// Classes of one sample.
extension Network {
  /// The probabilities of the classes, from the output: the output itself where it is
  /// probabilities, else their softmax; no and yes for a single number that is compared with yes or
  /// no.
  public func probabilities(_ output: [Float]) -> [Float] {
    if loss.target == .multiLabel {
      let each = scores == .logits ? output.map(Float.logistic) : output
      return each.count == 1 ? [1 - each[0], each[0]] : each
    }
    return switch scores {
    case .probabilities(axis: 1), .independentProbabilities: output
    case .logProbabilities(axis: 1): output.map(Elementary.exp)
    default: Probabilities.of(output)
    }
  }

  /// The class that the output is for: the one with the largest number, the first on a tie.
  ///
  /// - Returns: `nil` where a number is NaN, which is for no class.
  public func prediction(_ output: some Collection<Float>) -> Int? {
    guard output.count == 1, loss.target == .multiLabel, let number = output.first else {
      return Probabilities.best(of: output)
    }
    return number.isNaN ? nil : number > yesLimit ? 1 : 0
  }

  /// A single number above it means yes.
  package var yesLimit: Float { scores == .logits ? 0 : 0.5 }
}

extension Float {
  fileprivate static func logistic(_ x: Float) -> Float { CNNModel.logistic(x) }
}
