import CNNEngine

extension ImportedModel {
  /// The outputs for arrays by input name.
  ///
  /// - Throws: ``FileError`` where an input is not given or has another shape, or an output depends
  ///   on a missing node.
  package func run(
    _ given: [String: NumericArray], path: String
  ) throws(FileError) -> [NamedArray] {
    var execution: Execution?
    if let network {
      let batch = Batch(inputs: try tensors(given, for: network, path: path), target: nil, size: 1)
      execution = Execution.forward(network, batch)
    }
    var arrays: [NamedArray] = []
    for output in outputs {
      arrays.append(NamedArray(output.name, try array(of: output, execution, path: path)))
    }
    return arrays
  }

  private func array(
    of output: Output, _ execution: Execution?, path: String
  ) throws(FileError) -> NumericArray {
    switch output.content {
    case .constant(let array): return array
    case .missing(let reason):
      throw FileError(path: path, reason: "\(output.name.quoted) is not available: \(reason)")
    case .computed(let value):
      guard let tensor = execution?.output(value) else {
        preconditionFailure("\(output.name) is computed without a network")
      }
      return output.array(tensor)
    }
  }

  /// The tensors for the sources of the network, in their order.
  ///
  /// - Throws: ``FileError`` where one is not given or has another shape.
  package func tensors(
    _ given: [String: NumericArray], for network: Network, path: String
  ) throws(FileError) -> [Tensor] {
    var tensors: [Tensor] = []
    for input in inputs {
      guard let source = input.source else { continue }
      guard let array = given[input.name] else {
        throw FileError(path: path, reason: "the input \(input.name.quoted) is not given")
      }
      guard array.shape == input.shape else {
        throw FileError(
          path: path,
          reason: "the input \(input.name.quoted) is \(input.shape), but \(array.shape) is given")
      }
      tensors.append(array.tensor.reshaped(to: network.outputShapes(of: source)[0]))
    }
    return tensors
  }
}
