/// A layer in the configuration of a Keras model, as far as the names of its weights need it.
struct KerasLayer {
  let name: String
  /// Such as `Conv2D`.
  let className: String
  /// Its settings.
  let settings: JSONText
  /// The layers of a model within the model.
  let layers: [KerasLayer]

  /// The layers of a model's configuration, in its order; nil where it has none.
  static func all(in model: JSONText) -> [KerasLayer]? {
    guard case .array(let layers)? = model["config"]?["layers"] else { return nil }
    return layers.compactMap { KerasLayer($0) }
  }

  private init?(_ layer: JSONText) {
    guard let className = layer["class_name"]?.string, let settings = layer["config"] else {
      return nil
    }
    (self.className, self.settings) = (className, settings)
    name = settings["name"]?.string ?? layer["name"]?.string ?? className
    layers = Self.all(in: layer) ?? []
  }

  /// The layer of a path of names within it; nil where there is none.
  subscript(path: ArraySlice<String>) -> KerasLayer? {
    guard let first = path.first else { return self }
    return layers.first { $0.name == first }?[path.dropFirst()]
  }

  /// The names of its weights in the order in which Keras keeps them; empty where that is not known.
  var weightNames: [String] { Self.weightNames(className, settings) }

  static func weightNames(_ className: String, _ settings: JSONText) -> [String] {
    func has(_ setting: String) -> Bool { settings[setting]?.flag ?? true }
    let bias = has("use_bias") ? ["bias"] : []
    let affine = (has("scale") ? ["gamma"] : []) + (has("center") ? ["beta"] : [])
    return switch className {
    case "Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose",
      "Conv3DTranspose":
      ["kernel"] + bias
    case "DepthwiseConv1D", "DepthwiseConv2D": ["depthwise_kernel"] + bias
    case "SeparableConv1D", "SeparableConv2D": ["depthwise_kernel", "pointwise_kernel"] + bias
    case "BatchNormalization": affine + ["moving_mean", "moving_variance"]
    case "LayerNormalization", "GroupNormalization": affine
    case "PReLU": ["alpha"]
    case "Embedding": ["embeddings"]
    default: []
    }
  }

  /// What Keras makes of the name of a class for its archives: `conv2d_transpose`.
  static func snakeCase(_ className: String) -> String {
    var words = ""
    let letters = Array(className)
    for (index, letter) in letters.enumerated()
    where letter.isLetter || letter.isNumber || letter == "_" {
      let isNext = index + 1 < letters.count && letters[index + 1].isLowercase
      let isBehindSmall = index > 0 && letters[index - 1].isLowercase
      if index > 0, letter.isUppercase, isNext || isBehindSmall { words += "_" }
      words += letter.lowercased()
    }
    return words
  }
}

extension JSONText {
  /// A member of an object; nil where there is none.
  subscript(name: String) -> JSONText? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }

  /// `true` or `false`; nil for anything else.
  var flag: Bool? {
    guard case .other(let word) = self, word == "true" || word == "false" else { return nil }
    return word == "true"
  }

  var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  /// Any number.
  var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .other(let word): Double(word)
    default: nil
    }
  }

  var elements: [JSONText]? { if case .array(let elements) = self { elements } else { nil } }
}
