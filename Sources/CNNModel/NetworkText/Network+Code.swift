extension Network {
  /// The network as a program for another library, for reading.
  ///
  /// The values of parameters are not included. Where a library's result differs, or it lacks a
  /// layer, a comment says so.
  public func code(for dialect: CodeDialect) -> String {
    let names = PythonNames(nodes.map(\.name))
    let lines = nodes.indices.map { CodeLine(self, $0, names, dialect) }
    let text =
      switch dialect {
      case .pytorch: pytorch(lines, names)
      case .keras: keras(lines, names)
      }
    return text.joined(separator: "\n") + "\n"
  }

  private func pytorch(_ lines: [CodeLine], _ names: PythonNames) -> [String] {
    let modules = lines.compactMap(\.construction)
    let arguments = sources.map { names[$0] }.joined(separator: ", ")
    return [
      "# \(title), as its layers are called in PyTorch; for reading, without its weights.",
      "import torch", "import torch.nn.functional as F", "from torch import nn", "", "",
      "class Network(nn.Module):", "    def __init__(self):", "        super().__init__()",
    ] + modules.map { "        \($0)" } + [
      "", "    def forward(self, \(arguments)):",
    ] + lines.compactMap(\.pytorch).map { "        \($0)" }
      + ["        return \(results(names))"]
  }

  private func keras(_ lines: [CodeLine], _ names: PythonNames) -> [String] {
    let arguments = sources.map { names[$0] }.joined(separator: ", ")
    return [
      "# \(title), as its layers are called in Keras 3; for reading, without its weights.",
      "import keras", "from keras import layers, ops", "",
      "keras.config.set_image_data_format(\"channels_first\")", "",
    ]
      + sources.map { source in
        let extents = outputShapes(of: source)[0].sample.extents
        let shape =
          extents.map(String.init).joined(separator: ", ") + (extents.count == 1 ? "," : "")
        return "\(names[source]) = keras.Input((\(shape)))"
      } + lines.compactMap(\.keras) + [
        "model = keras.Model(\(sources.count == 1 ? arguments : "[\(arguments)]"), "
          + (outputs.count == 1 ? results(names) : "[\(results(names))]") + ")"
      ]
  }

  /// The outputs of the network.
  private func results(_ names: PythonNames) -> String {
    outputs.map { names.value($0, of: self) }.joined(separator: ", ")
  }
}

/// A node as lines of code.
private struct CodeLine {
  private let name: String
  private let layer: any Layer
  private let isSource: Bool
  private let code: LayerCode

  init(_ network: Network, _ node: Int, _ names: PythonNames, _ dialect: CodeDialect) {
    let found = network.nodes[node]
    (name, layer, isSource) = (names[node], found.layer, found.isSource)
    let call = CodeCall(
      inputs: found.inputs.map { names.value($0, of: network) },
      shapes: network.inputShapes(of: node), module: "self.\(name)")
    code =
      isSource
      ? LayerCode("")
      : (layer as? any CodeExportable)?.code(for: dialect, call) ?? .unknown(layer.text, call)
  }

  /// `self.conv1 = nn.Conv2d(1, 6, 5)  # conv 6 5x5`
  var construction: String? {
    code.module.map { "self.\(name) = \($0)  # \(layer.text)" }
  }

  /// `conv1 = self.conv1(input)`
  var pytorch: String? {
    guard !isSource else { return nil }
    let value = code.isCalled ? "self.\(name)(\(code.expression))" : code.expression
    return "\(name) = \(value)" + comment
  }

  /// `conv1 = layers.Conv2D(6, 5)(input)  # conv 6 5x5`
  var keras: String? {
    isSource
      ? nil : "\(name) = \(code.expression)" + (comment.isEmpty ? "  # \(layer.text)" : comment)
  }

  private var comment: String { code.note.map { "  # \($0)" } ?? "" }
}

/// The names of nodes as unique identifiers of Python.
private struct PythonNames {
  private let names: [String]

  /// Keywords of the language, and attributes of PyTorch's modules.
  private static let taken: Set<String> = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "None",
    "True", "False", "self", "torch", "nn", "F", "keras", "layers", "ops", "model", "float",
    "apply", "bfloat16", "buffers", "children", "compile", "cpu", "cuda", "double", "eval",
    "forward", "half", "modules", "parameters", "requires_grad_", "share_memory", "state_dict",
    "to", "train", "training", "type", "xpu", "zero_grad",
  ]

  init(_ names: [String]) {
    var used = Self.taken
    self.names = names.map { name in
      let letters = name.map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      }
      var word = String(letters)
      if word.first.map({ $0.isNumber }) ?? true { word = "layer_" + word }
      while !used.insert(word).inserted { word += "_" }
      return word
    }
  }

  subscript(node: Int) -> String { names[node] }

  /// An output of a node: `split1[0]`.
  func value(_ value: ValueReference, of network: Network) -> String {
    network.outputShapes(of: value.node).count == 1
      ? names[value.node] : "\(names[value.node])[\(value.output)]"
  }
}
