/// How the numbers of a network's (first) output are read as classes.
public struct ClassOutput: Sendable {
  /// What the numbers are, after the layers at the end of the network.
  public let scores: Scores
  /// How the loss reads them, as a sentence; `nil` where it reads them as logits or values.
  public let remark: String?
  private let isMultiLabel: Bool

  /// How many layers at the end are looked at: a softmax, and reshaping after it.
  private static let longestEnd = 8

  /// The output of a network.
  public init(_ network: Network) {
    scores = Self.scores(of: network)
    let name = network.nodes[network.output.node].name
    remark = network.loss.scoreWords.map {
      "\(name) gives \($0.scores), so the loss is \($0.formula)"
    }
    isMultiLabel = network.loss.target == .multiLabel
  }

  static func scores(of network: Network) -> Scores {
    var chain = [network.output.node]
    while let last = chain.last, chain.count < longestEnd, network.nodes[last].inputs.count == 1 {
      chain.append(network.nodes[last].inputs[0].node)
    }
    return chain.reversed().reduce(.logits) { scores, node in
      network.nodes[node].layer.scores(of: scores, for: network.inputShapes(of: node))
    }
  }

  /// How probabilities of the classes follow from the output.
  private enum Reading: String {
    /// The output is the probabilities.
    case output = "probability"
    /// The output is their logarithms.
    case exponential = "exp(output)"
    case softmax, sigmoid
  }

  private var reading: Reading {
    switch scores {
    case .logits: isMultiLabel ? .sigmoid : .softmax
    case .independentProbabilities: .output
    case .probabilities(let axis): isMultiLabel || axis == 1 ? .output : .softmax
    case .logProbabilities(let axis): isMultiLabel ? .sigmoid : axis == 1 ? .exponential : .softmax
    }
  }

  /// What ``probabilities(_:)`` are: `softmax`, `sigmoid` or `exp(output)`, or `probability` where the
  /// network itself ends in them.
  public var probabilityTitle: String { reading.rawValue }

  /// The probabilities of the classes of one sample: its output where that is probabilities, else
  /// their softmax; no and yes for a single number that is compared with yes or no.
  public func probabilities(_ output: [Float]) -> [Float] {
    let each =
      switch reading {
      case .output: output
      case .exponential: output.map(Elementary.exp)
      case .softmax: Probabilities.of(output)
      case .sigmoid: output.map { logistic($0) }
      }
    return isMultiLabel && each.count == 1 ? [1 - each[0], each[0]] : each
  }

  /// The class that the output of one sample is for: the one with the largest number, the first on a
  /// tie.
  ///
  /// - Returns: `nil` where a number is NaN, which is for no class.
  public func prediction(_ output: some Collection<Float>) -> Int? {
    guard output.count == 1, let limit = yesLimit, let number = output.first else {
      return Probabilities.best(of: output)
    }
    return number.isNaN ? nil : number > limit ? 1 : 0
  }

  /// A single number above it means yes; `nil` where numbers are not compared with yes or no.
  package var yesLimit: Float? { isMultiLabel ? reading == .sigmoid ? 0 : 0.5 : nil }
}

extension Network {
  /// How its output is read as classes.
  public var classOutput: ClassOutput { ClassOutput(self) }

  /// Whether the mode makes a difference to what it computes.
  public var dependsOnMode: Bool { nodes.contains { $0.layer.dependsOnMode } }
}
