import CNNModel

extension Query {
  /// What a text is now: something of the lab, or of the network.
  ///
  /// `lab.shape`, `lab.parameters`, `lab.macs`, `lab.cell`, `lab.output[0,1,2]`, `lab.input[0,1,2]`,
  /// `lab.equal` (cells that a transposed convolution makes equal both ways).
  ///
  /// - Throws: ``UserError`` when there is no such thing, or it was not computed yet.
  package static func answer(_ text: String, _ session: Session) throws(UserError) -> Answer {
    guard text.hasPrefix("lab.") else {
      guard session.hasNetwork else { throw session.needsNetwork(text) }
      return try answer(text, session.debugger)
    }
    guard let lab = session.lab else { throw UserError("the lab is not open; lab opens it") }
    let name = text.dropFirst(4).prefix { $0 != "[" }
    if let answer = answer(String(name), lab), !text.contains("[") { return answer }
    guard let tensor = tensors(lab)[String(name)], text.contains("[") else {
      throw UserError(
        "the lab has no \"\(name)\"; it has shape, parameters, macs, cell, equal, sizes, "
          + "output[0,1,2], input[0,1,2]")
    }
    let indices = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard tensor.shape.contains(Position([0] + indices)) else {
      throw UserError("there is no cell \(text); \(name) is \(tensor.shape.sample)")
    }
    return .number(Double(tensor[Position([0] + indices)]))
  }

  private static func answer(_ name: String, _ lab: LabState) -> Answer? {
    switch name {
    case "shape": .text(lab.run.output.shape.sample.description)
    case "parameters": .number(Double(lab.run.parameterCount))
    case "macs": .number(Double(lab.run.multiplyAccumulates))
    case "cell": .number(Double(lab.value))
    case "equal": lab.equalBothWays.map { .number(Double($0)) }
    case "sizes": lab.ambiguousSizes.map { .text($0.map(String.init).joined(separator: " ")) }
    case "line": .text(lab.setting.line)
    default: nil
    }
  }

  private static func tensors(_ lab: LabState) -> [String: Tensor] {
    var tensors = ["output": lab.run.output, "input": lab.image]
    tensors["gathered"] = lab.gathered?.run.output
    return tensors
  }
}
