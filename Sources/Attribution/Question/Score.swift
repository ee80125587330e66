import CNNModel

/// The number whose reasons are asked for: one cell of a value of a network.
public struct Score: Hashable, Sendable {
  /// The value that it belongs to.
  public let value: ValueReference
  /// Its cell, the batch in front.
  public let cell: Position
  /// The class whose score it is; `nil` where it is none.
  public let label: Int?
  /// What a reader has to know of the choice: that it stands before the softmax, or at which place
  /// it is the largest.
  public let remarks: [String]

  /// A score; see the properties.
  public init(_ value: ValueReference, _ cell: Position, label: Int? = nil, remarks: [String] = [])
  {
    (self.value, self.cell, self.label, self.remarks) = (value, cell, label, remarks)
  }

  /// Its name, as the layers are called: `fc3[8]`, `conv2[3,4,5]`.
  public func name(in network: Network) -> String {
    CellOfValue(value, cell).name(in: network)
  }
}

/// Which score is wanted.
public enum ScoreRequest: Hashable, Sendable {
  /// That of the predicted class; of an output without classes the largest number.
  case predicted
  /// That of a class, by its number.
  case label(Int)
  /// A cell of the network's output, without the batch.
  case output(Position)
  /// A cell of any value, the batch in front.
  case cell(ValueReference, Position)
}

/// The numbers that are asked for as scores of a network: the input of the softmax or sigmoid at its
/// end, or the output itself where it ends in neither.
///
/// Which layers make probabilities the layers say themselves; only layers may follow that keep the
/// numbers in their order.
public struct ScoreOutput: Hashable, Sendable {
  /// The numbers.
  public let value: ValueReference
  /// The node that makes probabilities of them; `nil` where nothing does.
  public let probabilities: Int?
  /// How many classes there are to ask for; `nil` where the numbers have no axis for them.
  public let classCount: Int?

  /// The scores of a network.
  public init(_ network: Network) {
    (value, probabilities) = Self.find(in: network)
    classCount = network.outputShapes(of: value.node)[value.output].classCount
  }

  private static func find(in network: Network) -> (ValueReference, Int?) {
    var here = network.output
    while here.output == 0, network.nodes[here.node].inputs.count == 1 {
      let node = network.nodes[here.node]
      let shapes = network.inputShapes(of: here.node)
      let keepsShape = shapes[0] == network.outputShapes(of: here.node)[0]
      if keepsShape, node.layer.scores(of: .logits, for: shapes) != .logits {
        return (node.inputs[0], here.node)
      }
      guard node.layer.keepsScores(for: shapes) else { break }
      here = node.inputs[0]
    }
    return (network.output, nil)
  }
}

extension Layer {
  /// Whether its output are the scores of its input, in the same order.
  fileprivate func keepsScores(for shapes: [Shape]) -> Bool {
    scores(of: .independentProbabilities, for: shapes) == .independentProbabilities
      && scores(of: .logits, for: shapes) == .logits
  }
}
