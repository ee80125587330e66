import CNNModel

/// A model with inputs and expected outputs in the layout of ONNX test cases: a folder with
/// `model.onnx` and `test_data_set_0`, in which `input_0.pb` and `output_0.pb` are tensors.
public struct ModelCase: Hashable, Sendable {
  /// The folder.
  public let path: String

  /// The outcome of a test case.
  public enum Result: Hashable, Sendable {
    /// With the largest error of an output.
    case passed(error: Double)
    /// With the reason, and the largest error where values could be compared.
    case failed(String, error: Double?)
    /// With the unsupported operator, and the reason.
    case unsupported(String, reason: String)
  }

  /// The cases in a folder and those below it, in alphabetical order.
  ///
  /// - Throws: ``FileError`` where there is no such folder.
  public static func all(in path: String) throws(FileError) -> [ModelCase] {
    guard FileContent.exists(path) else {
      throw FileError(path: path, reason: "there is no such file or folder")
    }
    guard FileContent.isFolder(path) else {
      throw FileError(
        path: path, reason: "a folder with model.onnx and test_data_set_0 is expected")
    }
    return below(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, depth: 0)
  }

  private static func below(_ path: String, depth: Int) -> [ModelCase] {
    if FileContent.exists("\(path)/model.onnx"), FileContent.isFolder("\(path)/test_data_set_0") {
      return [ModelCase(path: path)]
    }
    guard depth < 16 else { return [] }
    return FileContent.names(in: path).sorted().map { "\(path)/\($0)" }
      .filter(FileContent.isFolder).flatMap { below($0, depth: depth + 1) }
  }

  /// Runs the model on every set of inputs.
  ///
  /// - Parameters:
  ///   - tolerance: how much an output may differ: by `absolute + relative · |expected|`; 16-bit
  ///     floats by two units in the last place in any case. Integers and booleans must be equal.
  ///   - note: is told how the computation differs from the model's types.
  ///   - forward: computes the forward passes.
  package func run(
    _ tolerance: Tolerance, note: (String) -> Void = { _ in },
    forward: @escaping ImportedModel.Forward
  ) -> Result {
    var largest = 0.0
    var set = 0
    while FileContent.isFolder("\(path)/test_data_set_\(set)") {
      let result: Result
      do throws(FileError) { result = try run(set: set, tolerance, note, forward) } catch {
        return .failed(error.description, error: nil)
      }
      guard case .passed(let error) = result else { return result }
      largest = max(largest, error)
      set += 1
    }
    return .passed(error: largest)
  }

  private func run(
    set: Int, _ tolerance: Tolerance, _ note: (String) -> Void,
    _ forward: @escaping ImportedModel.Forward
  ) throws(FileError) -> Result {
    let file = "\(path)/model.onnx"
    let model = try ModelFile(path: file)
    let graph = model.graph
    if let reason = graph.unsupportedValue {
      return .unsupported(graph.nodes.first?.kind ?? "", reason: reason)
    }
    let folder = "\(path)/test_data_set_\(set)"
    let inputs = try Self.arrays(
      folder, "input", graph.inputs.filter { graph.constants[$0.name] == nil })
    let given = Dictionary(
      inputs.map { ($0.name, $0.array) }, uniquingKeysWith: { first, _ in first })
    let sample = ModelSample("the case's inputs") { network, values in
      forward(
        network,
        Batch(values: ImportedModel.sourceValues(given, of: network), target: nil, size: 1), values)
    }
    let imported = try ImportedModel(model, title: "model", given: given, sample: sample)
    if let missing = imported.missing.first(where: { !$0.isBehindAnother }) {
      return .unsupported(missing.kind, reason: missing.reason)
    }
    imported.network?.precisionNotes.forEach(note)
    let outputs = try imported.run(given, path: file, forward: forward)
    let expected = try Self.arrays(folder, "output", graph.outputs).map(\.array)
    return Self.compare(outputs, expected, tolerance)
  }

  /// The arrays in the files `input_0.pb` and so on, which are of these values; those of a sequence
  /// one by one.
  private static func arrays(
    _ folder: String, _ kind: String, _ values: [ModelGraph.Value]
  ) throws(FileError) -> [NamedArray] {
    var arrays: [NamedArray] = []
    for (index, value) in values.enumerated() {
      let file = "\(folder)/\(kind)_\(index).pb"
      guard FileContent.exists(file) else { break }
      arrays += try TestValue(file, value).arrays(of: value)
    }
    return arrays
  }
}

extension ModelGraph {
  /// Which input or output of the model has an unsupported type, as a sentence; nil where none has.
  fileprivate var unsupportedValue: String? {
    (inputs + outputs).first { !$0.problem.isEmpty }.map { "\($0.name.quoted) \($0.problem)" }
  }
}
