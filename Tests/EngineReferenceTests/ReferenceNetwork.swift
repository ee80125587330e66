import CNNModel
import ModelFiles
import ReferenceFolder

/// A network built from a description of the reference, with PyTorch's parameters.
struct ReferenceNetwork {
  let description: JSON
  let network: Network
  private let folder: String
  private let batches: [String: NumericArray]
  private let initial: [String: NumericArray]

  init(_ name: String) throws {
    folder = "pytorch/\(name)"
    description = try ReferenceFolder.json("\(folder)/network.json")
    batches = try ReferenceCase.arrays("\(folder)/batches.npz")
    initial = try ReferenceCase.arrays("\(folder)/params.npz")
    let input = Shape(Array(batches["x0"]?.shape.extents.dropFirst() ?? []))
    let layers = description["layers"]?.elements ?? []
    let text = (["input \(input.plain)"] + layers.map(Self.line)).joined(separator: "\n")
    network = try Network(text: text, title: name)
  }

  func arrays(_ name: String) throws -> [String: NumericArray] {
    try ReferenceCase.arrays("\(folder)/\(name).npz")
  }

  var layerCount: Int { description["layers"]?.elements.count ?? 0 }
  var batchCount: Int { description["batches"]?.int ?? 0 }

  /// The name under which the activation of a layer is stored.
  func stored(_ layer: Int) -> String {
    "\(layer)_\(description["layers"]?.elements[layer]["type"]?.string ?? "")"
  }

  func batch(_ index: Int) throws -> Batch {
    guard let x = batches["x\(index)"]?.tensor, let labels = batches["t\(index)"]?.int64s else {
      return Batch(inputs: [], target: nil)
    }
    return Batch(inputs: [x], target: .classes(labels.map(Int.init)))
  }

  /// PyTorch's initial state.
  func state(_ optimizer: any Optimizer) -> ModelState {
    var state = ModelState(network, optimizer: optimizer, seed: 0)
    for layer in 0..<layerCount {
      for (index, name) in ["weight", "bias"].enumerated() {
        if let tensor = initial["\(layer).\(name)"]?.tensor {
          state.parameters[layer + 1][index] = tensor
        }
      }
    }
    return state
  }

  private static func line(_ layer: JSON) -> String {
    func pair(_ name: String) -> String {
      let numbers = layer[name]?.elements.compactMap(\.int) ?? []
      return numbers.isEmpty
        ? "\(layer[name]?.int ?? 1)" : numbers.map(String.init).joined(separator: "x")
    }
    switch layer["type"]?.string {
    case "Conv2d":
      return "conv \(layer["out_channels"]?.int ?? 0) \(pair("kernel_size")) "
        + "stride \(pair("stride")) pad \(pair("padding")) dilation \(pair("dilation")) "
        + "groups \(layer["groups"]?.int ?? 1)" + (layer["bias"]?.bool == true ? "" : " no-bias")
    case "MaxPool2d", "AvgPool2d":
      let keyword = layer["type"]?.string == "MaxPool2d" ? "maxpool" : "avgpool"
      return "\(keyword) \(pair("kernel_size")) stride \(pair("stride")) pad \(pair("padding"))"
    case "Linear": return "linear \(layer["out_features"]?.int ?? 0)"
    case "LeakyReLU": return "leaky-relu \(layer["negative_slope"]?.double ?? 0)"
    case "ELU": return "elu \(layer["alpha"]?.double ?? 1)"
    case "BatchNorm2d": return "batchnorm"
    case "AdaptiveAvgPool2d": return "global-avgpool"
    case let type: return (type ?? "?").lowercased()
    }
  }
}
