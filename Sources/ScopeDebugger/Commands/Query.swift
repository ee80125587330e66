import CNNModel

/// Something that can be asked for by name: a loss, a shape, a cell.
///
/// `loss`, `accuracy`, `step`, `epoch`, `phase`, `rate`, `sample`, `updates`, `checksum`, `prediction`,
/// `epoch.loss`, `epoch.summed-loss`; `conv1.shape`, `conv1[3,4,5]`, `conv1.gradient[3,4,5]`,
/// `conv1.weight[0,0,2,2]`, `conv1.weight.gradient.max`.
package struct Query: Hashable, Sendable {
  /// What it is now.
  package enum Answer: Hashable, Sendable {
    case number(Double)
    case text(String)
    case tensor(TensorReference)
  }

  private static let figures: [(name: String, value: @Sendable (TensorStatistics) -> Double)] = [
    ("min", { Double($0.minimum) }), ("max", { Double($0.maximum) }), ("mean", { $0.mean }),
    ("deviation", { $0.deviation }), ("zeros", { Double($0.zeros) }), ("nans", { Double($0.nans) }),
  ]

  /// The figures of the step that can be asked for.
  package static let figureNames = [
    "loss", "accuracy", "step", "epoch", "epoch.loss", "epoch.summed-loss", "phase", "rate",
    "sample", "updates", "checksum", "prediction",
  ]

  /// What `text` is now.
  ///
  /// - Throws: ``UserError`` when there is no such thing, or it was not computed yet.
  package static func answer(_ text: String, _ debugger: Debugger) throws(UserError) -> Answer {
    if let answer = try general(text, debugger) { return answer }
    if let bracket = text.firstIndex(of: "[") {
      return .number(try cell(text, bracket, debugger))
    }
    if text.hasSuffix(".shape") {
      let reference = try debugger.names.reference(named: String(text.dropLast(6)))
      return .text(debugger.tensors.shape(of: reference).description)
    }
    for figure in figures where text.hasSuffix("." + figure.name) {
      let name = String(text.dropLast(figure.name.count + 1))
      guard let reference = try? debugger.names.reference(named: name),
        (try? debugger.names.reference(named: text)) == nil
      else { continue }
      return .number(figure.value(TensorStatistics(try debugger.tensors.required(reference))))
    }
    let reference = try debugger.names.reference(named: text)
    _ = try debugger.tensors.required(reference)
    return .tensor(reference)
  }

  private static func general(_ text: String, _ debugger: Debugger) throws(UserError) -> Answer? {
    switch text {
    case "loss":
      guard let loss = debugger.execution.loss else {
        throw UserError(debugger.withoutTarget ?? "the loss was not computed yet in this step")
      }
      return .number(Double(loss))
    case "step": return .number(Double(debugger.step))
    case "epoch": return .number(Double(debugger.epoch?.number ?? 0))
    case "epoch.loss": return .number(try lastEpoch(debugger).mean)
    case "epoch.summed-loss": return .number(try lastEpoch(debugger).summed)
    case "phase": return .number(Double(debugger.phase))
    case "accuracy":
      guard let accuracy = debugger.snapshot.accuracy else {
        throw UserError("the loss was not computed yet in this step, or it has no classes")
      }
      return .number(accuracy)
    case "rate": return .number(debugger.rate)
    case "sample": return .number(Double(debugger.sample))
    case "updates": return .number(Double(debugger.state.updates))
    case "checksum": return .text(debugger.checksum)
    case "prediction":
      guard let probabilities = debugger.probabilities else {
        throw UserError("the output was not computed yet in this step, or it has no classes")
      }
      guard let best = Probabilities.best(of: probabilities) else {
        throw UserError("the output is not a number, so it is for no class")
      }
      return .number(Double(best))
    default: return nil
    }
  }

  private static func lastEpoch(_ debugger: Debugger) throws(UserError) -> EpochLoss {
    guard let last = EpochLoss.all(of: debugger).last else {
      throw UserError("no epoch is over yet")
    }
    return last
  }

  private static func cell(
    _ text: String, _ bracket: String.Index, _ debugger: Debugger
  ) throws(UserError) -> Double {
    let reference = try debugger.names.reference(named: String(text[..<bracket]))
    let position = try debugger.tensors.position(String(text[bracket...]), in: reference)
    return Double(try debugger.tensors.required(reference)[position])
  }
}

extension Debugger {
  /// A number that tells states apart, in hexadecimal.
  package var checksum: String {
    let digits = String(state.checksum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The probabilities of the classes, when it is over classes and was computed.
  package var probabilities: [Float]? {
    guard network.loss.target != .values,
      let output = tensors.value(of: .init(network.output.node, .activation))
    else { return nil }
    let classes = output.samples(sample..<sample + 1)
    guard classes.shape.count == classes.shape[1] else { return nil }
    return network.classOutput.probabilities(classes.elements)
  }
}
