import CNNModel
import ModelFiles
import NumberText

/// Writes what a debugger holds to files.
struct Exporter {
  let debugger: Debugger

  private var network: Network { debugger.network }

  /// Writes what does not need a screen.
  ///
  /// - Parameter reference: the tensor that is looked at; nil for what the last phase made.
  /// - Returns: a sentence that says so.
  /// - Throws: ``UserError`` where it is not there, or cannot be written.
  func write(
    _ export: Export, looking reference: TensorReference?
  ) throws(UserError) -> String {
    switch export.content {
    case .curve where export.isPicture:
      throw UserError("curves are drawn in the explorer and in play; here, export curve.csv")
    case .tensor: return try exportTensor(export, reference)
    case .tensors: return try exportTensors(export)
    case .curve: return try exportCurve(export)
    case .network: return try export.write(Array(network.text.utf8), "\(network.title)")
    case .onnx: return try exportModel(export)
    case .pytorch, .keras:
      let dialect: CodeDialect = export.content == .pytorch ? .pytorch : .keras
      return try export.write(
        Array(network.code(for: dialect).utf8),
        "\(network.title) in \(dialect.rawValue), for reading")
    case .activations: return try exportSamples(export, .activation, reference)
    case .gradients: return try exportSamples(export, .gradient, reference)
    case .screen, .sheet:
      throw UserError("there is no screen here; in the explorer and in play there is")
    }
  }

  /// The layer that is looked at, for every sample of the test part of the data set.
  private func exportSamples(
    _ export: Export, _ what: SampleExport.What, _ looking: TensorReference?
  ) throws(UserError) -> String {
    guard let data = debugger.setup.trainingData?.data else {
      throw UserError("there is no data set; data digits chooses one")
    }
    try export.check()
    let node = (looking ?? lastMade).node
    var samples = try SampleExport(
      what, of: [node], debugger.setup.fault?.planted(in: network) ?? network, debugger.state,
      on: data.test, to: export.path)
    let total = samples.total
    guard try samples.write() else { throw UserError("stopped; no file was written") }
    return "\(export.path.harmless): \(what.rawValue)s of \(network.nodes[node].name) for "
      + "\(total) images of \(data.name.harmless)"
  }

  private func exportModel(_ export: Export) throws(UserError) -> String {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try ModelExport.encode(network, debugger.state, path: export.path)
    } catch {
      throw UserError(error)
    }
    return try export.write(bytes, "\(network.title) as an ONNX model")
  }

  private func exportTensor(
    _ export: Export, _ looking: TensorReference?
  ) throws(UserError) -> String {
    let reference =
      if let name = export.tensor {
        try debugger.names.reference(named: name)
      } else {
        looking ?? lastMade
      }
    let tensor = try debugger.tensors.required(reference)
    return try export.write(
      NpyFile.encode(NumericArray(tensor)),
      "\(debugger.names.name(of: reference)) \(tensor.shape)")
  }

  /// What the last phase made, or the input.
  private var lastMade: TensorReference {
    switch debugger.last {
    case .forward(let node): TensorReference(node, .activation)
    case .backward(let node): TensorReference(node, .gradient)
    default: TensorReference(network.output.node, .activation)
    }
  }

  private func exportTensors(_ export: Export) throws(UserError) -> String {
    let arrays = allTensors
    let bytes: [UInt8]
    do throws(FileError) { bytes = try NpzFile.encode(arrays, path: export.path) } catch {
      throw UserError(error)
    }
    return try export.write(bytes, "\(arrays.count) tensors")
  }

  /// A row a step: loss, accuracy, and what tests found; numbers read back to the same `Float`.
  private func exportCurve(_ export: Export) throws(UserError) -> String {
    let points = debugger.history.curve
    guard !points.isEmpty else { throw UserError("there is no loss yet; run makes a step") }
    let rows = points.map { point in
      let figures: [Float?] = [
        point.loss, point.accuracy, point.test?.loss, point.test?.accuracy,
      ]
      return (["\(point.step)"] + figures.map { $0.map { Decimals.field($0) } ?? "" }).joined(
        separator: ",")
    }
    let text = (["step,loss,accuracy,test_loss,test_accuracy"] + rows).joined(separator: "\n")
    return try export.write(Array((text + "\n").utf8), "\(points.count) steps")
  }

  /// Every tensor that there is now, under the name by which it is typed.
  private var allTensors: [NamedArray] {
    network.nodes.indices.flatMap { node in
      let parameters = network.parameters(of: node).indices
      let statistics = network.statistics(of: node).indices
      let kinds: [TensorReference.Kind] =
        [.activation, .gradient] + parameters.map { .parameter($0) }
        + parameters.map { .parameterGradient($0) } + statistics.map { .statistic($0) }
      return kinds.compactMap { kind -> NamedArray? in
        let reference = TensorReference(node, kind)
        return debugger.tensors.value(of: reference).map {
          NamedArray(debugger.names.name(of: reference), NumericArray($0))
        }
      }
    }
  }
}
