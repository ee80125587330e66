import CNNModel
import SwiftProtobuf

/// A model with inputs and the outputs that it must give, as ONNX keeps its test cases: a folder
/// with `model.onnx` and `test_data_set_0`, in which `input_0.pb` and `output_0.pb` are tensors.
public struct ModelCase: Hashable, Sendable {
  /// The folder.
  public let path: String

  /// How far an output may be from what is expected: by `absolute` and by `relative` times the
  /// expected number. Integers and truth values must be equal.
  public struct Tolerance: Hashable, Sendable {
    public let relative: Double
    public let absolute: Double

    public init(relative: Double, absolute: Double) {
      (self.relative, self.absolute) = (relative, absolute)
    }
  }

  public enum Result: Hashable, Sendable {
    /// With the largest distance of an output from what is expected.
    case passed(error: Double)
    /// With why, and the largest distance where there are numbers to compare.
    case failed(String, error: Double?)
    /// With the operator that nothing here stands for, and why.
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
  /// - Parameter forward: computes the forward passes.
  public func run(_ tolerance: Tolerance, forward: ImportedModel.Forward) -> Result {
    var largest = 0.0
    var set = 0
    while FileContent.isFolder("\(path)/test_data_set_\(set)") {
      let result: Result
      do throws(FileError) { result = try run(set: set, tolerance, forward) } catch {
        return .failed(error.description, error: nil)
      }
      guard case .passed(let error) = result else { return result }
      largest = max(largest, error)
      set += 1
    }
    return .passed(error: largest)
  }

  private func run(
    set: Int, _ tolerance: Tolerance, _ forward: ImportedModel.Forward
  ) throws(FileError) -> Result {
    let file = "\(path)/model.onnx"
    let graph = try ModelGraph(path: file)
    if let value = (graph.inputs + graph.outputs).first(where: { $0.type == nil }) {
      return .unsupported(graph.nodes.first?.kind ?? "", reason: "a value is \(value.typeName)")
    }
    let folder = "\(path)/test_data_set_\(set)"
    let arrays = try Self.arrays(folder, "input")
    let names = graph.inputs.map(\.name).filter { graph.constants[$0] == nil }
    let given = Dictionary(zip(names, arrays), uniquingKeysWith: { first, _ in first })
    let model = try ImportedModel(graph, path: file, title: "model", given: given)
    if let missing = model.missing.first(where: { !$0.isBehindAnother }) {
      return .unsupported(missing.kind, reason: missing.reason)
    }
    let outputs = try model.run(given, path: file, forward: forward)
    return Self.compare(outputs, try Self.arrays(folder, "output"), tolerance)
  }

  private static func arrays(
    _ folder: String, _ kind: String
  ) throws(FileError) -> [NumericArray] {
    var arrays: [NumericArray] = []
    while FileContent.exists("\(folder)/\(kind)_\(arrays.count).pb") {
      let file = "\(folder)/\(kind)_\(arrays.count).pb"
      let bytes = try FileContent.read(file)
      let tensor: ProtoTensor
      do { tensor = try ProtoTensor(serializedBytes: bytes) } catch {
        throw FileError(path: file, reason: "a tensor is expected, but the file is damaged")
      }
      arrays.append(try NumericArray(tensor, path: file))
    }
    return arrays
  }
}

// MARK: Comparing

extension ModelCase {
  private static func compare(
    _ outputs: [NamedArray], _ expected: [NumericArray], _ tolerance: Tolerance
  ) -> Result {
    guard outputs.count >= expected.count else {
      return .failed("\(expected.count) outputs are expected, not \(outputs.count)", error: nil)
    }
    var largest = 0.0
    var excess: (name: String, error: Double)?
    for (output, expected) in zip(outputs, expected) {
      let array = output.array
      guard array.shape == expected.shape, array.elementType == expected.elementType else {
        return .failed(
          "\(output.name.harmless) is \(array.shape) \(array.elementType), "
            + "but \(expected.shape) \(expected.elementType) is expected", error: nil)
      }
      let (error, fits) = distance(array, expected, tolerance)
      largest = max(largest, error)
      if !fits, error >= excess?.error ?? 0 { excess = (output.name, error) }
    }
    guard let excess else { return .passed(error: largest) }
    return .failed("\(excess.name.harmless) differs", error: excess.error)
  }

  private static func distance(
    _ array: NumericArray, _ expected: NumericArray, _ tolerance: Tolerance
  ) -> (error: Double, fits: Bool) {
    guard array.elementType.isFloating else {
      let pairs = zip(array.integers, expected.integers)
      let error = pairs.reduce(0.0) { max($0, Double(($1.0 - $1.1).magnitude)) }
      return (error, error == 0)
    }
    var (error, fits) = (0.0, true)
    for (got, wanted) in zip(array.doubles, expected.doubles) {
      if got == wanted || (got.isNaN && wanted.isNaN) { continue }
      let distance = (got - wanted).magnitude
      error = max(error, distance.isNaN ? .infinity : distance)
      let isNear = distance <= tolerance.absolute + tolerance.relative * wanted.magnitude
      fits = fits && isNear && wanted.isFinite
    }
    return (error, fits)
  }
}

extension ImportedModel {
  /// Computes values of a network for a batch, outside of training and with the numbers that the
  /// nodes begin with.
  public typealias Forward = (Network, Batch, [ValueReference]) -> [Tensor]

  /// The outputs for arrays by the names of the inputs.
  ///
  /// - Parameter forward: computes the forward pass.
  /// - Throws: ``FileError`` where an input is not given or has another shape, or a node that an
  ///   output needs is missing.
  public func run(
    _ given: [String: NumericArray], path: String, forward: Forward
  ) throws(FileError) -> [NamedArray] {
    var tensors: [Tensor] = []
    if let network {
      let batch = Batch(
        inputs: try self.tensors(given, for: network, path: path), target: nil, size: 1)
      tensors = forward(network, batch, flowing)
    }
    var arrays: [NamedArray] = []
    for output in outputs {
      switch output.content {
      case .known(let array): arrays.append(NamedArray(output.name, array))
      case .missing(let reason):
        throw FileError(path: path, reason: "\(output.name.quoted) is not given: \(reason)")
      case .flowing: arrays.append(NamedArray(output.name, output.array(tensors.removeFirst())))
      }
    }
    return arrays
  }

  /// The outputs that the network computes, in their order.
  private var flowing: [ValueReference] {
    outputs.compactMap { if case .flowing(let value) = $0.content { value } else { nil } }
  }

  /// The tensors that enter the network's sources, in their order.
  ///
  /// - Throws: ``FileError`` where one is not given or has another shape.
  public func tensors(
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
