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
    network.cellName(value, cell)
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

extension Network {
  /// A cell of a value by name, without the batch: `conv2[3,4,5]`.
  public func cellName(_ value: ValueReference, _ cell: Position) -> String {
    let name = value.output == 0 ? nodes[value.node].name : valueName(value)
    return "\(name)\(hasBatch(value.node) ? cell.sample : cell)"
  }

  /// The numbers that probabilities at the network's end are made of, with the layer that makes them:
  /// the input of the last softmax or sigmoid. The output itself where it ends in neither.
  ///
  /// Which layers make probabilities the layers say themselves; only layers may follow that keep the
  /// numbers in their order.
  public var scoreValue: (value: ValueReference, probabilities: Int?) {
    var here = output
    while here.output == 0, nodes[here.node].inputs.count == 1 {
      let (node, before) = (nodes[here.node], nodes[here.node].inputs[0])
      let shapes = inputShapes(of: here.node)
      let keepsShape = shapes[0] == outputShapes(of: here.node)[0]
      if keepsShape, node.layer.scores(of: .logits, for: shapes) != .logits {
        return (before, here.node)
      }
      guard node.layer.keepsScores(for: shapes) else { break }
      here = before
    }
    return (output, nil)
  }
}

extension Layer {
  /// Whether its output are the scores of its input, in the same order.
  fileprivate func keepsScores(for shapes: [Shape]) -> Bool {
    scores(of: .independentProbabilities, for: shapes) == .independentProbabilities
      && scores(of: .logits, for: shapes) == .logits
  }
}
