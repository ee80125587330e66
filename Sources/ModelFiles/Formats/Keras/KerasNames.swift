import CNNModel

/// The weights of a file of Keras by layer and weight, in the order of the layers.
struct KerasNames {
  /// A weight.
  struct Entry {
    /// As in `conv2d.kernel`.
    let name: String
    /// What it is to its layer: `kernel`.
    let weight: String
    let array: NumericArray
  }

  private(set) var entries: [Entry] = []
  private let file: HDF5File
  private let arrays: [String: NumericArray]

  /// - Parameter layers: those of the configuration; empty where there is none.
  init(_ file: HDF5File, _ layers: [KerasLayer]) {
    self.file = file
    arrays = Dictionary(
      file.dataSets.map { ($0.name, $0.array) }, uniquingKeysWith: { first, _ in first })
    let base = file.groups["model_weights"] == nil ? "" : "model_weights"
    if let names = texts("layer_names", of: base) {
      let known = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      for name in Self.once(names) { addNamed(name, in: base, known[name]) }
    } else if layers.isEmpty {
      addAll()
    } else {
      addNumbered(layers, in: "", prefix: "")
    }
  }

  private mutating func add(_ layer: String, _ weight: String, _ array: NumericArray) {
    entries.append(Entry(name: "\(layer).\(weight)", weight: weight, array: array))
  }

  private func joined(_ group: String, _ member: String) -> String {
    group.isEmpty ? member : "\(group)/\(member)"
  }
}

/// Files that name layers and weights: those of Keras 2, and `.h5` of Keras 3.
extension KerasNames {
  /// A list of names; long ones are kept in several attributes: `layer_names0`, `layer_names1`.
  private func texts(_ attribute: String, of group: String) -> [String]? {
    guard let attributes = file.groups[group]?.attributes else { return nil }
    if let texts = attributes[attribute] { return texts }
    guard attributes["\(attribute)0"] != nil else { return nil }
    return (0..<attributes.count).flatMap { attributes["\(attribute)\($0)"] ?? [] }
  }

  /// Names without those that are there before.
  private static func once(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private mutating func addNamed(_ layer: String, in base: String, _ known: KerasLayer?) {
    let group = joined(base, layer)
    let weights = Self.once(texts("weight_names", of: group) ?? []).filter {
      arrays["\(group)/\($0)"] != nil
    }
    let parts = known?.weightNames ?? []
    for (index, path) in weights.enumerated() {
      guard let array = arrays["\(group)/\(path)"] else { continue }
      let weight = parts.count == weights.count ? parts[index] : Self.weight(path, of: layer)
      let words = weight.split(separator: ".").map(String.init)
      let owner = ([layer] + words.dropLast()).joined(separator: ".")
      // Keras 3 calls the kernel of a depthwise layer `kernel`.
      let isDepthwise = known?[words.dropLast()]?.weightNames.first == "depthwise_kernel"
      let name = words.last ?? weight
      add(owner, isDepthwise && name == "kernel" ? "depthwise_kernel" : name, array)
    }
  }

  /// `kernel` of `conv2d/kernel:0`; `conv1.kernel` of a layer within a model that is a layer.
  private static func weight(_ path: String, of layer: String) -> String {
    let words = path.split(separator: "/").map { $0.prefix { $0 != ":" } }
    let own = words.lastIndex { $0 == layer }.map { words[($0 + 1)...] } ?? words[...]
    let kept = own.isEmpty ? words.suffix(1) : own
    let isDepthwise = layer.contains("depthwise") && kept.last == "kernel"
    return (kept.dropLast() + [isDepthwise ? "depthwise_kernel" : kept.last ?? ""])
      .joined(separator: ".")
  }
}

/// Files that number layers and weights: `.keras` and `.weights.h5` of Keras 3.
extension KerasNames {
  /// Keras calls a layer by its class, with a number from the second one on; its weights are
  /// `vars/0`, `vars/1`.
  private mutating func addNumbered(_ layers: [KerasLayer], in group: String, prefix: String) {
    var counts: [String: Int] = [:]
    let container = ["layers", "_layer_checkpoint_dependencies"].map { joined(group, $0) }
      .first { file.groups[$0] != nil }
    for layer in layers {
      let word = KerasLayer.snakeCase(layer.className)
      let count = counts[word, default: 0]
      counts[word] = count + 1
      let member = count == 0 ? word : "\(word)_\(count)"
      let place = joined(container ?? group, member)
      if layer.layers.isEmpty {
        add(variables(of: place), of: prefix + layer.name, layer.weightNames)
      } else {
        addNumbered(layer.layers, in: place, prefix: "\(prefix)\(layer.name).")
      }
    }
  }

  /// The weights below a group, in order.
  private func variables(of group: String) -> [NumericArray] {
    var variables: [NumericArray] = []
    while let next = arrays["\(group)/vars/\(variables.count)"] { variables.append(next) }
    return variables
  }

  private mutating func add(_ variables: [NumericArray], of layer: String, _ names: [String]) {
    for (index, array) in variables.enumerated() {
      add(layer, names.count == variables.count ? names[index] : "vars.\(index)", array)
    }
  }

  /// The weights of a file without a configuration: layers are called as in the file, and what their
  /// weights are follows from their number.
  private mutating func addAll() {
    var seen: Set<String> = []
    for dataSet in file.dataSets {
      guard let place = Self.layer(of: dataSet.name) else {
        let words = dataSet.name.split(separator: "/").map(String.init)
        add(words.dropLast().joined(separator: "."), words.last ?? "", dataSet.array)
        continue
      }
      guard seen.insert(place).inserted else { continue }
      let words = place.split(separator: "/").filter { $0 != "layers" }
      let variables = variables(of: place)
      add(
        variables, of: words.joined(separator: "."),
        Self.weightNames(of: words.last.map(String.init) ?? "", count: variables.count))
    }
  }

  /// `layers/conv2d` of `layers/conv2d/vars/0`; nil for another name.
  private static func layer(of path: String) -> String? {
    let words = path.split(separator: "/")
    guard words.count > 2, words[words.count - 2] == "vars" else { return nil }
    return words.dropLast(2).joined(separator: "/")
  }

  private static let known = [
    "Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
    "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
    "BatchNormalization", "LayerNormalization", "PReLU", "Embedding",
  ]

  /// The weights of a layer that is called by its class, where there are so many.
  private static func weightNames(of layer: String, count: Int) -> [String] {
    let word = layer.split(separator: "_").filter { Int($0) == nil }.joined(separator: "_")
    guard let name = known.first(where: { KerasLayer.snakeCase($0) == word }) else { return [] }
    let all = KerasLayer.weightNames(name, .object([]))
    // Without a bias the last one is missing.
    return count == all.count
      ? all : all.last == "bias" && count == all.count - 1 ? all.dropLast() : []
  }
}
