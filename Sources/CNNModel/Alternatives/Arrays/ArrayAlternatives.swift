/// What can happen to any array of any layer: another order, a part for the whole, a factor, a
/// rounding.
enum ArrayAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let outputs = try? layer.outputShapes(for: inputs) else { return [] }
    guard !(layer is any ExactLayer) else { return [] }
    let places = ArrayPlaces(
      inputs: inputs, outputs: outputs, parameters: layer.parameters(for: inputs),
      readsNumbers: !(layer is any ConditionalLayer))
    return places.all.flatMap { $0.alternatives(of: layer) }
  }
}

/// The arrays of a layer with what may happen to each.
private struct ArrayPlaces {
  let inputs: [Shape]
  let outputs: [Shape]
  let parameters: [ParameterDeclaration]
  /// Whether its inputs may be any numbers.
  let readsNumbers: Bool

  /// A layer with very many arrays has changes of the first of each kind only.
  private static let limit = 2

  private var extents: PassExtents {
    PassExtents(inputs, outputs: outputs, parameters: parameters.map(\.shape))
  }

  var all: [ArrayPlace] {
    let read = readsNumbers ? inputs.indices.prefix(Self.limit).map(input) : []
    return outputs.indices.prefix(Self.limit).map(output)
      + inputs.indices.prefix(Self.limit).map(inputGradient)
      + parameters.indices.prefix(Self.limit).map(parameterGradient)
      + several + outputs.indices.prefix(Self.limit).map(outputGradient)
      + parameters.indices.prefix(Self.limit).map(parameter) + read + together
  }

  private func output(_ index: Int) -> ArrayPlace {
    let name = Self.numbered("output", index, of: outputs.count)
    return ArrayPlace(
      kind: .output(index), rule: name.rule, words: "the \(name.words)",
      changes: results(outputs[index], ArrayAxes.ofValues(rank: outputs[index].rank)))
  }

  private func inputGradient(_ index: Int) -> ArrayPlace {
    let name = Self.numbered("input", index, of: inputs.count)
    return ArrayPlace(
      kind: .inputGradient(index), rule: "\(name.rule)-gradient",
      words: "the gradient of the \(name.words)",
      changes: results(inputs[index], ArrayAxes.ofValues(rank: inputs[index].rank)))
  }

  private func parameterGradient(_ index: Int) -> ArrayPlace {
    let (name, shape) = (parameters[index].name, parameters[index].shape)
    return ArrayPlace(
      kind: .parameterGradient(index), rule: "\(name.hyphenated)-gradient",
      words: "the gradient of the \(name)",
      changes: results(shape, ArrayAxes.ofParameter(rank: shape.rank)))
  }

  private func results(_ shape: Shape, _ axes: [String]) -> [ArrayChange] {
    guard shape.count > 0 else { return [] }
    return ArrayOrders.changes(of: shape, axes: axes)
      + ArrayShifts.changes(of: shape, axes: axes, verb: "stored")
      + ArraySums.changes(of: shape, axes: axes) + ArrayFactors.changes(extents)
      + ArrayValues.ofResults + ArrayRoundings.halves + ArrayRoundings.whole
  }

  /// Changes that several gradients share.
  private var several: [ArrayPlace] {
    let changes = ArrayFactors.changes(extents) + ArrayRoundings.halves
    let all: [(ArrayPlace.Kind, String, String, Bool)] = [
      (.inputGradients, "inputs", "the gradients of all inputs", inputs.count > 1),
      (
        .parameterGradients, "parameters", "the gradients of all parameters", parameters.count > 1
      ),
      (.gradients, "all", "all gradients", !inputs.isEmpty && !parameters.isEmpty),
    ]
    return all.filter(\.3).map { kind, rule, words, _ in
      ArrayPlace(
        kind: kind, rule: "\(rule)-gradients", words: words, isPlural: true, changes: changes)
    }
  }

  private func outputGradient(_ index: Int) -> ArrayPlace {
    let name = Self.numbered("output", index, of: outputs.count)
    let (shape, axes) = (outputs[index], ArrayAxes.ofValues(rank: outputs[index].rank))
    return ArrayPlace(
      kind: .outputGradient(index), rule: "\(name.rule)-gradient-read",
      words: "the gradient of the \(name.words)",
      changes: shape.count == 0
        ? []
        : ArrayOrders.changes(of: shape, axes: axes)
          + ArrayShifts.changes(of: shape, axes: axes, verb: "read")
          + ArraySums.changesOfGradient(of: shape, axes: axes) + ArrayValues.ofGradients)
  }

  private func input(_ index: Int) -> ArrayPlace {
    let name = Self.numbered("input", index, of: inputs.count)
    let (shape, axes) = (inputs[index], ArrayAxes.ofValues(rank: inputs[index].rank))
    return ArrayPlace(
      kind: .input(index), rule: name.rule, words: "the \(name.words)",
      changes: shape.count == 0
        ? []
        : ArrayOrders.changes(of: shape, axes: axes)
          + ArrayShifts.changes(of: shape, axes: axes, verb: "read")
          + ArrayFactors.fixed.prefix(1) + ArrayRoundings.halves + ArrayRoundings.whole)
  }

  private func parameter(_ index: Int) -> ArrayPlace {
    let (name, shape) = (parameters[index].name, parameters[index].shape)
    let axes = ArrayAxes.ofParameter(rank: shape.rank)
    return ArrayPlace(
      kind: .parameter(index), rule: name.hyphenated, words: "the \(name)",
      changes: shape.count == 0
        ? []
        : ArrayOrders.changes(of: shape, axes: axes)
          + ArrayShifts.changes(of: shape, axes: axes, verb: "read")
          + ArraySums.changesOfParameter(of: shape, axes: axes) + ArrayFactors.fixed
          + ArrayValues.ofParameters + ArrayRoundings.halves + ArrayRoundings.whole
          + ArrayRoundings.quantized)
  }

  /// Roundings of everything that is read.
  private var together: [ArrayPlace] {
    guard readsNumbers, !parameters.isEmpty else { return [] }
    let (halves, read) = (ArrayRoundings.halves, ArrayRoundings.halves + ArrayRoundings.quantized)
    let ranks = parameters.map(\.shape.rank)
    let vectors =
      ranks.contains(1) && ranks.contains { $0 > 1 }
      ? [
        rounded(.inputsAndWeights, "inputs and weights", read),
        rounded(.weightsAndResults, "inputs, weights and results", halves),
      ] : []
    return vectors + [
      rounded(.everythingRead, "inputs and parameters", read),
      rounded(.everything, "inputs, parameters and results", halves),
    ]
  }

  private func rounded(
    _ kind: ArrayPlace.Kind, _ words: String, _ changes: [ArrayChange]
  ) -> ArrayPlace {
    ArrayPlace(
      kind: kind, rule: words.replacing(",", with: "").hyphenated, words: words, isPlural: true,
      changes: changes)
  }

  private static func numbered(
    _ name: String, _ index: Int, of count: Int
  ) -> (rule: String, words: String) {
    guard count > 1 else { return (name, name) }
    let ordinal = ["first", "second"][index]
    return ("\(ordinal)-\(name)", "\(ordinal) \(name)")
  }
}
