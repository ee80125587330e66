import CNNEngine
import CNNModel
import ModelFiles
import SwiftProtobuf
import TestSupport

/// A model of the nodes, with inputs and outputs of 32-bit numbers unless said otherwise.
func model(
  version: Int64 = 18, inputs: [ProtoValueInfo], outputs: [String], constants: [ProtoTensor] = [],
  _ nodes: ProtoNode...
) -> ProtoModel {
  var model = ProtoModel()
  model.irVersion = 8
  model.opsetImport = [.with { $0.version = version }]
  model.graph.input = inputs
  model.graph.output = outputs.map { name in value(name, nil) }
  model.graph.initializer = constants
  model.graph.node = nodes
  return model
}

/// An input; -1 is an extent that is left open.
func value(_ name: String, _ extents: [Int]?, type: Int32 = 1) -> ProtoValueInfo {
  .with {
    $0.name = name
    $0.type.tensorType.elemType = type
    guard let extents else { return }
    $0.type.tensorType.shape.dim = extents.map { extent in
      .with { dimension in
        if extent < 0 { dimension.dimParam = "N" } else { dimension.dimValue = Int64(extent) }
      }
    }
  }
}

func node(
  _ kind: String, _ inputs: [String], _ outputs: [String], name: String = "",
  _ attributes: ProtoAttribute...
) -> ProtoNode {
  .with {
    ($0.opType, $0.input, $0.output, $0.name) = (kind, inputs, outputs, name)
    $0.attribute = attributes
  }
}

/// A branch or the body of a loop.
func graph(
  inputs: [ProtoValueInfo] = [], outputs: [String], constants: [ProtoTensor] = [],
  _ nodes: ProtoNode...
) -> ProtoGraph {
  .with {
    ($0.input, $0.initializer, $0.node) = (inputs, constants, nodes)
    $0.output = outputs.map { name in value(name, nil) }
  }
}

func truth(_ name: String, _ holds: Bool) -> ProtoTensor {
  .with {
    ($0.name, $0.dims, $0.dataType) = (name, [1], 9)
    $0.int32Data = [holds ? 1 : 0]
  }
}

func floats(_ name: String, _ extents: [Int], _ numbers: [Float]) -> ProtoTensor {
  .with {
    ($0.name, $0.dims, $0.dataType) = (name, extents.map { Int64($0) }, 1)
    $0.floatData = numbers
  }
}

func wholes(_ name: String, _ numbers: [Int64]) -> ProtoTensor {
  .with {
    ($0.name, $0.dims, $0.dataType) = (name, [Int64(numbers.count)], 7)
    $0.int64Data = numbers
  }
}

extension ProtoAttribute {
  static func whole(_ name: String, _ number: Int64) -> ProtoAttribute {
    .with { ($0.name, $0.i, $0.type) = (name, number, 2) }
  }
  static func wholes(_ name: String, _ numbers: [Int64]) -> ProtoAttribute {
    .with { ($0.name, $0.ints, $0.type) = (name, numbers, 7) }
  }
  static func number(_ name: String, _ number: Float) -> ProtoAttribute {
    .with { ($0.name, $0.f, $0.type) = (name, number, 1) }
  }
  static func text(_ name: String, _ text: String) -> ProtoAttribute {
    .with {
      ($0.name, $0.type) = (name, 3)
      $0.s.append(contentsOf: text.utf8)
    }
  }
  static func tensor(_ name: String, _ tensor: ProtoTensor) -> ProtoAttribute {
    .with { ($0.name, $0.t, $0.type) = (name, tensor, 4) }
  }
  static func graph(_ name: String, _ graph: ProtoGraph) -> ProtoAttribute {
    .with { ($0.name, $0.g, $0.type) = (name, graph, 5) }
  }
  /// In a function: the attribute that it was called with.
  static func reference(_ name: String, to other: String) -> ProtoAttribute {
    .with { ($0.name, $0.refAttrName, $0.type) = (name, other, 1) }
  }
}

/// The model read back from a file, as a user's is.
func imported(
  _ model: ProtoModel, given: [String: NumericArray] = [:], sample: Shape? = nil
) throws -> ImportedModel {
  let bytes: [UInt8] = try model.serializedBytes()
  var result: ImportedModel?
  try withFolder { folder in
    try FileContent.write(bytes, to: "\(folder)/test.onnx")
    result = try ImportedModel(
      "\(folder)/test.onnx", title: "test", given: given, .init(sample: sample))
  }
  guard let result else { preconditionFailure("no model") }
  return result
}

/// What a model gives, by the names of its outputs.
func outputs(
  of model: ProtoModel, _ given: [String: NumericArray]
) throws -> [String: NumericArray] {
  let arrays = try imported(model, given: given).run(
    given, path: "test.onnx", forward: Execution.outputs)
  return Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0.array) })
}

/// An array of 32-bit numbers.
func array(_ extents: [Int], _ numbers: [Float]) -> NumericArray {
  NumericArray(Tensor(shape: Shape(extents), elements: numbers))
}

/// 0, 1, 2 … under a shape.
func counting(_ extents: [Int]) -> NumericArray {
  array(extents, (0..<Shape(extents).count).map { Float($0) })
}
