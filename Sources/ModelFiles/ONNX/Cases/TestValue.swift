import CNNModel
internal import SwiftProtobuf

/// The file of an input or an output of a test case: a tensor, a sequence of
/// tensors, or nothing.
struct TestValue {
  private let path: String
  private let tensors: [ProtoTensor]

  /// - Parameter value: what the model says about it.
  /// - Throws: ``FileError`` where the file is corrupt or cannot be read.
  init(_ path: String, _ value: ModelGraph.Value) throws(FileError) {
    let bytes = try FileContent.read(path)
    self.path = path
    do { tensors = try Self.tensors(bytes, value) } catch {
      throw FileError(path: path, reason: "a tensor is expected, but the file is corrupt")
    }
  }

  private static func tensors(
    _ bytes: [UInt8], _ value: ModelGraph.Value
  ) throws -> [ProtoTensor] {
    switch (value.isSequence, value.isOptional) {
    case (false, false): return [try ProtoTensor(serializedBytes: bytes)]
    case (true, false): return try ProtoSequence(serializedBytes: bytes).tensorValues
    case (_, true):
      let optional = try ProtoOptional(serializedBytes: bytes)
      if value.isSequence { return optional.sequenceValue.tensorValues }
      return optional.hasTensorValue ? [optional.tensorValue] : []
    }
  }

  /// Its tensors under the name of the value, or the names of its elements.
  func arrays(of value: ModelGraph.Value) throws(FileError) -> [NamedArray] {
    let external = ExternalData(beside: path)
    var arrays: [NamedArray] = []
    for (index, tensor) in tensors.enumerated() {
      let name = value.isSequence ? value.element(index).name : value.name
      arrays.append(NamedArray(name, try NumericArray(tensor, path: path, external: external)))
    }
    return arrays
  }
}
