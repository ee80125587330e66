import CNNModel

extension ImportedModel {
  /// Computes values of a network for a batch, in evaluation mode and with the initial parameters.
  public typealias Forward = @Sendable (Network, Batch, [ValueReference]) -> [Value]

  /// The outputs for arrays by input name.
  ///
  /// - Parameter forward: computes the forward pass.
  /// - Throws: ``FileError`` where an input is not given or has another shape, or an output depends
  ///   on a missing node.
  package func run(
    _ given: [String: NumericArray], path: String, forward: Forward
  ) throws(FileError) -> [NamedArray] {
    var values: [Value] = []
    if let network {
      let batch = Batch(
        values: try self.values(given, for: network, path: path), target: nil, size: 1)
      let conditions = ValueConditions(network)
      values = forward(network, batch, computed + conditions.values)
      let checked = zip(conditions.values, values.dropFirst(computed.count))
      let known = Dictionary(checked.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
      if let violation = conditions.violation({ known[$0] }) {
        throw FileError(path: path, reason: violation)
      }
    }
    var arrays: [NamedArray] = []
    for output in outputs {
      switch output.content {
      case .constant(let array): arrays.append(NamedArray(output.name, array))
      case .missing(let reason):
        throw FileError(path: path, reason: "\(output.name.quoted) is not available: \(reason)")
      case .computed: arrays.append(NamedArray(output.name, output.array(values.removeFirst())))
      }
    }
    return arrays
  }

  /// The outputs that the network computes, in their order.
  private var computed: [ValueReference] {
    outputs.compactMap { if case .computed(let value) = $0.content { value } else { nil } }
  }

  /// The values for the sources of the network, in their order.
  ///
  /// - Throws: ``FileError`` where one is not given or has another shape.
  package func values(
    _ given: [String: NumericArray], for network: Network, path: String
  ) throws(FileError) -> [Value] {
    var values: [Value] = []
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
      values.append(array.value.reshaped(to: network.outputShapes(of: source)[0]))
    }
    return values
  }
}

extension Network {
  /// Arrays by the names that a model file gives its inputs, as the values of the sources.
  ///
  /// - Precondition: each has an array of its size.
  func sourceValues(_ given: [String: NumericArray]) -> [Value] {
    sources.map { source in
      guard let name = nodes[source].outputNames.first, let array = given[name] else {
        preconditionFailure("no array for \(nodes[source].name)")
      }
      return array.value.reshaped(to: outputShapes(of: source)[0])
    }
  }
}
