import CNNModel

extension Query {
  /// What a text is now: something of the lab, or of the network.
  ///
  /// `lab.shape`, `lab.parameters`, `lab.macs`, `lab.cell`, `lab.output[0,1,2]`, `lab.input[0,1,2]`,
  /// `lab.equal` (cells that a transposed convolution, or the gradient of the image, makes equal both
  /// ways), `lab.dx[0,1,2]`, `lab.dw[0,0,1,2]`, `lab.gradient[0,1,2]`.
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
          + "output[0,1,2], input[0,1,2], gradient[0,1,2], dx[0,1,2], dw[0,0,1,2]")
    }
    let indices = text.split { !$0.isNumber }.compactMap { Int($0) }
    let isSample = name != "dw"
    let position = Position((isSample ? [0] : []) + indices)
    guard tensor.shape.contains(position) else {
      let shape = isSample ? tensor.shape.sample : tensor.shape
      throw UserError("there is no cell \(text); \(name) is \(shape)")
    }
    return .number(Double(tensor[position]))
  }

  private static func answer(_ name: String, _ lab: LabState) -> Answer? {
    switch name {
    case "shape": .text(lab.run.output.shape.sample.description)
    case "parameters": .number(Double(lab.run.parameterCount))
    case "macs": .number(Double(lab.run.multiplyAccumulates))
    case "cell": .number(Double(lab.selectedValue))
    case "equal": lab.equalCells.map { .number(Double($0)) }
    case "sizes": lab.ambiguousSizes.map { .text($0.map(String.init).joined(separator: " ")) }
    case "line": .text(lab.setting.line)
    default: nil
    }
  }

  private static func tensors(_ lab: LabState) -> [String: Tensor] {
    var tensors = ["output": lab.run.output, "input": lab.image]
    tensors["gathered"] = lab.gathered?.run.output
    tensors["gradient"] = lab.backward.gradient
    if let gradients = LabGradients(lab) {
      (tensors["dx"], tensors["dw"]) = (gradients.input, gradients.weight)
    }
    return tensors
  }
}
