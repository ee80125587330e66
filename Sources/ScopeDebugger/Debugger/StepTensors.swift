package import CNNModel

/// The tensors of the current step by reference: their values, shapes, maps and cells.
package struct StepTensors: Sendable {
  let debugger: Debugger

  package var network: Network { debugger.network }
  package var names: NetworkNames { debugger.names }

  /// A tensor as it stands now; `nil` when it was not computed yet.
  package func value(of reference: TensorReference) -> Tensor? {
    debugger.snapshot.tensor(reference)
  }

  /// Why a tensor cannot be looked at now; `nil` when it can.
  package func absence(of reference: TensorReference) -> String? {
    guard value(of: reference) == nil else { return nil }
    let name = network.nodes[reference.node].name
    switch reference.kind {
    case .activation: return "\(name) was not computed yet in this step; s continues"
    case .gradient, .parameterGradient:
      return debugger.withoutTarget.map { "there is no gradient: \($0)" }
        ?? "the backward pass has not reached \(name) yet; s continues"
    case .parameter, .statistic: return nil
    }
  }

  /// The sample of the batch that a position of such a tensor belongs to; `nil` without a batch.
  package func sample(of position: Position, _ reference: TensorReference) -> Int? {
    network.hasBatch(reference) ? position[0] : nil
  }

  /// The maps of such a tensor: of the sample that is looked at, where there are several.
  package func maps(_ tensor: Tensor, of reference: TensorReference) -> FeatureMaps {
    maps(tensor, of: reference, sample: network.hasBatch(reference) ? debugger.sample : nil)
  }

  /// The maps of such a tensor, of this sample of its batch; `nil` for a tensor without one.
  package func maps(
    _ tensor: Tensor, of reference: TensorReference, sample: Int?
  ) -> FeatureMaps {
    FeatureMaps(tensor, sample: sample, hasChannelsLast: hasChannelsLast(reference))
  }

  /// Whether the channels of a node's values stand behind its rows and columns.
  private func hasChannelsLast(_ reference: TensorReference) -> Bool {
    switch reference.kind {
    case .activation, .gradient:
      ImageAxes(network).spatial[reference.node] == [1, 2] && network.hasBatch(reference)
    case .parameter, .parameterGradient, .statistic: false
    }
  }

  /// A tensor that must be there.
  ///
  /// - Throws: ``UserError`` with the reason where it was not computed yet.
  package func required(_ reference: TensorReference) throws(UserError) -> Tensor {
    if let tensor = value(of: reference) { return tensor }
    throw UserError(absence(of: reference) ?? "\(names.name(of: reference)) is not there")
  }

  /// The shape of a tensor as the user knows it: without the batch, of which one sample is looked at.
  package func shape(of reference: TensorReference) -> Shape {
    let node = reference.node
    switch reference.kind {
    case .activation, .gradient: return network.sampleShape(of: node)
    case .parameter(let index), .parameterGradient(let index):
      return network.parameters(of: node)[index].shape
    case .statistic(let index): return network.statistics(of: node)[index].shape
    }
  }

  /// The position that `[3,4,5]` means in a tensor, with the batch in front where it has one.
  ///
  /// - Throws: ``UserError`` with the shape when there is no such place.
  package func position(
    _ text: String, in reference: TensorReference
  ) throws(UserError) -> Position {
    let shape = shape(of: reference)
    let name = names.name(of: reference)
    guard text.hasPrefix("["), text.hasSuffix("]") else {
      throw UserError(
        "a cell is written as \(name)[\(shape.extents.map { _ in "0" }.joined(separator: ","))]")
    }
    let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let indices = parts.compactMap { part in Int(part.filter { $0 != " " }) }
    let position = Position(indices)
    guard indices.count == parts.count, shape.contains(position) else {
      let last = shape.extents.map { String($0 - 1) }.joined(separator: ",")
      throw UserError(
        "there is no cell \(text) in \(name), which is \(shape): its last cell is [\(last)]")
    }
    return network.hasBatch(reference) ? Position([debugger.sample] + indices) : position
  }

  /// The number that a text such as `conv2[3,4,5]` means.
  ///
  /// - Throws: ``UserError`` when there is no such tensor or cell, or it was not computed yet.
  package func number(named text: String) throws(UserError) -> NumberReference {
    if text == "loss" {
      guard debugger.execution.loss != nil else {
        throw UserError(
          debugger.withoutTarget ?? "the loss was not computed yet in this step; s continues")
      }
      return .loss
    }
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let reference = try names.reference(named: String(text[..<bracket]))
    let position = try position(String(text[bracket...]), in: reference)
    if let absence = absence(of: reference) { throw UserError(absence) }
    return .cell(reference, position)
  }
}

extension Debugger {
  package var tensors: StepTensors { StepTensors(debugger: self) }
}
