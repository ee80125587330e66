import CNNModel
import ModelFiles

/// Which arrays belong to which layers: by name, then by what the layers compute, then by order.
extension Comparer {
  func pairing() throws(FileError) -> LayerPairing {
    var pairing = LayerPairing(names: compared.candidates, arrays.entries)
    // What went into the reference may be among its arrays.
    if referenceInputs != nil {
      for source in network.sources { pairing.pairs[.init(source)] = nil }
    }
    guard !pairing.rest(of: arrays.entries).isEmpty else { return pairing }
    let budget = SearchBudget()
    while true {
      guard budget.take(operations) else { return pairing }
      report(0, network.nodes.count, "pairing arrays with layers")
      let found = try pairedByValue(pairing)
      guard let next = try pairedByOrder(found, budget) else { return found.pairing }
      pairing = next
    }
  }

  /// The multiply-accumulates of a pass, and the numbers that are compared with those of arrays; at
  /// least a thousandth of what a search may take.
  private var operations: Int {
    let count = network.nodes.indices.flatMap { network.outputShapes(of: $0) }.reduce(0) {
      $0 + $1.count
    }
    return max(network.multiplyAccumulateCount + 8 * count, SearchBudget.usual >> 10)
  }

  /// What a pass found.
  private struct Round {
    var pairing: LayerPairing
    /// What the layers without an array compute.
    var expected: [(value: ValueReference, tensor: Tensor)] = []
  }

  /// Pairs every array that has the numbers which a layer computes from the reference's values.
  private func pairedByValue(_ pairing: LayerPairing) throws(FileError) -> Round {
    var round = Round(pairing: pairing)
    var mixed = LiveValues(compared)
    for (node, content) in network.nodes.enumerated() where !CancellationToken.isCancelled {
      let sources = referenceInputs ?? inputs
      let outputs = outputs(of: node, mixed.inputs(of: content), sources)
      for output in network.outputShapes(of: node).indices {
        let value = ValueReference(node, output)
        if round.pairing.pairs[value] == nil, !compared.isConstant(node),
          let tensor = outputs?[output].tensor
        {
          round.pairing.pairs[value] = try equalArray(tensor, round.pairing)
          if round.pairing.pairs[value] == nil { round.expected.append((value, tensor)) }
        }
        mixed[value] = try reference(value, round.pairing) ?? outputs?[output]
      }
      mixed.finish(content, network)
    }
    return round
  }

  /// The first array of the rest that has the numbers of a tensor.
  private func equalArray(
    _ tensor: Tensor, _ pairing: LayerPairing
  ) throws(FileError) -> LayerPairing.Pair? {
    for index in pairing.rest(of: arrays.entries) {
      for form in forms(index, tensor.shape) {
        guard try mayEqual(index, tensor, form) else { continue }
        let array = form.arranged(try arrays.array(index).tensor, as: tensor.shape)
        if ArrayEquality.error(array, tensor) <= ArrayEquality.share {
          return LayerPairing.Pair(array: index, form: form, evidence: .value)
        }
      }
    }
    return nil
  }

  /// Whether a few cells of an array have about the numbers of a tensor; where its cells are in
  /// another order, they are not looked at.
  private func mayEqual(
    _ index: Int, _ tensor: Tensor, _ form: ArrayForm
  ) throws(FileError) -> Bool {
    let count = tensor.shape.count
    guard form != .channelsLast, count > 64, arrays.entries[index].shape.count == count else {
      return true
    }
    let array = try arrays.array(index)
    let bound = 2 * Float(ArrayEquality.share) * tensor.largest
    return stride(from: 0, to: count, by: count / 16).allSatisfy { cell in
      let theirs = array.floats(in: cell..<cell + 1)[0]
      return !((theirs - tensor[cell]).magnitude > bound)
    }
  }

  private func forms(_ index: Int, _ shape: Shape) -> [ArrayForm] {
    ArrayForm.all(arrays.entries[index].shape, for: shape)
  }

  /// One more pair, for the first array that no layer gives: the one by which most arrays behind it
  /// become those of layers, or else the likeliest by order, shape and numbers.
  ///
  /// - Returns: `nil` where no array of the rest can belong to a layer.
  private func pairedByOrder(
    _ round: Round, _ budget: SearchBudget
  ) throws(FileError) -> LayerPairing? {
    let rest = round.pairing.rest(of: arrays.entries)
    guard
      let array = rest.first(where: { index in
        round.expected.contains { !forms(index, $0.tensor.shape).isEmpty }
      })
    else { return nil }
    var best: (pairing: LayerPairing, score: Double)?
    for (value, tensor) in round.expected.filter({ !forms(array, $0.tensor.shape).isEmpty })
      .prefix(Self.mostOptions)
    {
      guard let form = forms(array, tensor.shape).first, budget.take(operations) else { continue }
      var option = round.pairing
      option.pairs[value] = LayerPairing.Pair(array: array, form: form, evidence: .order)
      let followers = try pairedByValue(option).pairing.pairs.count
      let theirs = form.arranged(try arrays.array(array).tensor, as: tensor.shape)
      let score =
        Double(followers) + 0.5 * tensor.correlation(with: theirs)
        + (isInOrder(option, value, array) ? 0.5 : 0)
      if score > best?.score ?? -1 { best = (option, score) }
    }
    return best?.pairing
  }

  /// The values that an array is tried for at most.
  private static let mostOptions = 6

  /// Whether the arrays before an array belong to values before its value.
  private func isInOrder(_ pairing: LayerPairing, _ value: ValueReference, _ array: Int) -> Bool {
    pairing.pairs.allSatisfy { other, pair in
      (pair.array < array) == ((other.node, other.output) < (value.node, value.output))
        || pair.array == array
    }
  }
}
