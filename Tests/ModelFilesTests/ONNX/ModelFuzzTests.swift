import CNNEngine
import CNNModel
import Damages
import Foundation
import ModelFiles
import SwiftProtobuf
import TestSupport
import Testing

/// Models with random changes are refused or run, but end nothing.
struct ModelFuzzTests {
  /// How many changed models there are: `$CNNSCOPE_FUZZ`, or as many as a second holds.
  private static let rounds =
    ProcessInfo.processInfo.environment["CNNSCOPE_FUZZ"].flatMap { Int($0) } ?? 400

  /// Small models that between them touch every family of operators.
  private static let seeds: [ProtoModel] = [
    model(
      inputs: [value("x", [1, 1, 4, 4])], outputs: ["y"],
      constants: [floats("w", [2, 1, 3, 3], [Float](repeating: 0.5, count: 18))],
      node(
        "Conv", ["x", "w"], ["c"], .wholes("pads", [1, 1, 1, 1]), .wholes("strides", [2, 2]),
        .wholes("dilations", [1, 1]), .whole("group", 1)),
      node("MaxPool", ["c"], ["p", "i"], .wholes("kernel_shape", [2, 2]), .whole("ceil_mode", 1)),
      node("Flatten", ["p"], ["f"], .whole("axis", 1)), node("Softmax", ["f"], ["y"])),
    model(
      inputs: [value("x", [2, 3])], outputs: ["y"],
      constants: [
        wholes("s", [3, 2]), wholes("a", [0, 1]), wholes("b", [0, -1]), wholes("e", [1, 2]),
        wholes("p", [1, 0, 0, 1]),
      ],
      node("Reshape", ["x", "s"], ["r"]), node("Transpose", ["r"], ["t"], .wholes("perm", [1, 0])),
      node("Pad", ["t", "p"], ["q"]), node("Slice", ["q", "a", "e", "a"], ["u"]),
      node("Gather", ["q", "b"], ["g"], .whole("axis", 1)),
      node("Tile", ["g", "e"], ["l"]), node("Concat", ["l", "l"], ["y"], .whole("axis", 0))),
    model(
      inputs: [value("x", [1, 4, 2, 2])], outputs: ["y", "k"],
      constants: [
        floats("s", [4], [1, 2, 3, 4]), wholes("a", [2, 3]), wholes("n", [7, -2]),
        floats("z", [4], [1, 1, 2, 2]),
      ],
      node("BatchNormalization", ["x", "s", "s", "s", "s"], ["b"], .number("epsilon", 0.1)),
      node("DepthToSpace", ["b"], ["d"], .whole("blocksize", 2)),
      node("Resize", ["d", "", "z"], ["r"], .text("mode", "linear")),
      node("ReduceMean", ["r", "a"], ["m"], .whole("keepdims", 1)),
      node("Div", ["n", "a"], ["k"]), node("Mul", ["m", "m"], ["y"])),
    model(
      inputs: [value("x", [1, 1, 3, 3])], outputs: ["y"],
      constants: [floats("w", [1, 2, 2, 2], [Float](repeating: 1, count: 8))],
      node(
        "ConvTranspose", ["x", "w"], ["c"], .wholes("strides", [2, 2]),
        .wholes("output_padding", [1, 1]), .wholes("output_shape", [7, 7])),
      node("Split", ["c"], ["a", "b"], .whole("axis", 1), .whole("num_outputs", 2)),
      node("Less", ["a", "b"], ["l"]), node("Where", ["l", "a", "b"], ["v"]),
      node("LRN", ["v"], ["y"], .whole("size", 3))),
    expanding,
  ]

  /// A function, a branch, a loop, sequences, and a tensor whose data lies in another file.
  private static var expanding: ProtoModel {
    var call = node("Twice", ["x"], ["t"])
    call.domain = "mine"
    let branch = graph(outputs: ["n"], node("Neg", ["t"], ["n"]))
    let body = graph(
      inputs: [value("i", [], type: 7), value("go", [], type: 9), value("v", [1, 4])],
      outputs: ["on", "w", "s"], node("Identity", ["go"], ["on"]), node("Add", ["v", "x"], ["w"]),
      node("Identity", ["w"], ["s"]))
    var external = floats("e", [4], [])
    external.dataLocation = 1
    external.externalData = [("location", "data.bin"), ("offset", "0"), ("length", "16")].map {
      key, text in .with { ($0.key, $0.value) = (key, text) }
    }
    var expanding = model(
      inputs: [value("x", [1, 4])], outputs: ["y"],
      constants: [truth("c", true), wholes("n", [3]), wholes("p", [-1]), external], call,
      node("If", ["c"], ["b"], .graph("then_branch", branch), .graph("else_branch", branch)),
      node("Loop", ["n", "", "b"], ["l", "a"], .graph("body", body)),
      node("SequenceConstruct", ["l", "b"], ["q"]), node("SequenceAt", ["q", "p"], ["z"]),
      node("ConcatFromSequence", ["q"], ["k"], .whole("axis", 0)),
      node("Add", ["z", "e"], ["y"]))
    expanding.functions = [
      .with {
        ($0.name, $0.domain, $0.input, $0.output) = ("Twice", "mine", ["u"], ["d"])
        $0.attributeProto = [.number("alpha", 0.5)]
        $0.node = [
          node("LeakyRelu", ["u"], ["k"], .reference("alpha", to: "alpha")),
          node("Add", ["k", "u"], ["d"]),
        ]
      }
    ]
    return expanding
  }

  @Test("Changed models are read or refused", arguments: 0..<5)
  func changedModels(seed: Int) throws {
    let bytes: [UInt8] = try Self.seeds[seed].serializedBytes()
    var random = SplitMix64(UInt64(seed))
    try withFolder { folder in
      let path = "\(folder)/changed.onnx"
      try FileContent.write([UInt8](repeating: 0, count: 16), to: "\(folder)/data.bin")
      for _ in 0..<Self.rounds {
        let changed = Self.changed(bytes, &random)
        try FileContent.write(changed, to: path)
        Self.open(path)
      }
    }
  }

  /// Opens a file and runs what came of it, where it is small.
  private static func open(_ path: String) {
    guard let model = try? ImportedModel(path, title: "changed"), let network = model.network,
      network.nodes.indices.allSatisfy({ node in
        network.outputShapes(of: node).allSatisfy { $0.count <= 1 << 14 }
      }), network.multiplyAccumulateCount < 1 << 22
    else { return }
    let inputs = network.sources.map {
      Tensor(shape: network.outputShapes(of: $0)[0], repeating: 1)
    }
    _ = Execution.forward(network, Batch(inputs: inputs, target: nil, size: 1))
  }

  /// One to four changes: a bit, a byte, a cut, a part twice, a large number.
  private static func changed(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var changed = bytes
    for _ in 0...Int(random.next() % 4) where !changed.isEmpty {
      let place = Int(random.next() % UInt64(changed.count))
      switch random.next() % 6 {
      case 0: changed[place] ^= 1 << (random.next() % 8)
      case 1: changed[place] = UInt8(truncatingIfNeeded: random.next())
      case 2: changed[place] = [0, 1, 2, 4, 127, 128, 255][Int(random.next() % 7)]
      case 3: changed.removeSubrange(place..<min(changed.count, place + Int(random.next() % 8)))
      case 4: changed.insert(contentsOf: changed[place..<min(changed.count, place + 8)], at: place)
      default: changed.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0x7F], at: place)
      }
    }
    return changed
  }
}
