import CNNModel
import ModelFiles

/// Choosing values: by name, as `lab stride 2` does, and one after the other, as keys do.
extension LabState {
  /// Sets a setting to a value that was typed.
  ///
  /// - Throws: ``UserError`` with the inequality that the value breaks and the nearest that fits.
  package mutating func set(_ name: LabSettingName, _ text: String) throws(UserError) {
    switch name {
    case .kernel: try set(\.kernel, name, text, 1...11)
    case .stride: try set(\.stride, name, text, 1...6)
    case .dilation: try set(\.dilation, name, text, 1...5)
    case .outputPadding:
      try needs(name, transposed: true)
      try set(\.outputPadding, name, text, 0...5)
    case .size: try take(size: try Self.whole(name, text, LabPicture.sizes))
    case .padding: try change { $0.padding = text }
    case .fill:
      try needs(name, transposed: false)
      guard let fill = PaddingFill(rawValue: text) else { throw Self.refusal(name, Self.fills) }
      try change { $0.fill = fill }
    case .channels: try setChannels(text)
    case .groups: try setMixing(text)
    case .transposed: try setTransposed(try Self.flag(name, text))
    case .trueConvolution:
      try needs(name, transposed: false)
      let isOn = try Self.flag(name, text)
      try change { $0.isTrueConvolution = isOn }
    case .weights:
      guard let kernel = ClassicKernel(rawValue: text) else {
        throw Self.refusal(name, ClassicKernel.allCases.map(\.rawValue))
      }
      try put(kernel)
    case .image: try take(named: text)
    case .pass:
      guard let pass = LabPass(rawValue: text) else {
        throw Self.refusal(name, LabPass.allCases.map(\.rawValue))
      }
      try show(pass)
    case .dxRotated: try rotateKernel(try Self.flag(name, text))
    }
  }

  /// Sets a setting to its next value, or to the one before.
  package mutating func turn(_ name: LabSettingName, back: Bool = false) throws(UserError) {
    let step = back ? -1 : 1
    switch name {
    case .kernel: try set(name, "\(setting.kernel + step)")
    case .stride: try set(name, "\(setting.stride + step)")
    case .dilation: try set(name, "\(setting.dilation + step)")
    case .outputPadding: try set(name, "\(setting.outputPadding + step)")
    case .size: try set(name, "\(size + step)")
    case .image: try take(named: "digits:\(max(0, (digit ?? -1) + step))")
    case .padding: try set(name, Self.next(Self.paddings, setting.padding, step))
    case .fill: try set(name, Self.next(Self.fills, setting.fill.rawValue, step))
    case .channels: try set(name, Self.next(["1", "2", "4", "8"], "\(setting.inputs)", step))
    case .groups: try set(name, Self.next(mixings, mixing, step))
    case .transposed: try set(name, setting.isTransposed ? "off" : "on")
    case .trueConvolution: try set(name, setting.isTrueConvolution ? "off" : "on")
    case .weights: try put((weights ?? .sharpen).next(by: step))
    case .pass: try show(backward.pass.next(by: step))
    case .dxRotated: try rotateKernel(!backward.isRotated)
    }
  }

  /// What a setting is set to, as the screen shows it; a dash where it has no meaning.
  package func value(of name: LabSettingName) -> String {
    switch name {
    case .kernel: "\(setting.kernel)×\(setting.kernel)"
    case .stride: "\(setting.stride)"
    case .dilation: "\(setting.dilation)"
    case .padding: setting.padding
    case .fill: setting.isTransposed ? "–" : setting.fill.rawValue
    case .channels: "\(setting.inputs)→\(setting.outputs)"
    case .groups: mixing
    case .transposed: setting.isTransposed ? "yes" : "no"
    case .trueConvolution: setting.isTransposed ? "–" : setting.isTrueConvolution ? "yes" : "no"
    case .outputPadding: setting.isTransposed ? "\(setting.outputPadding)" : "–"
    case .weights: weights?.rawValue ?? "own"
    case .size: "\(size)×\(size)"
    case .image: imageName
    case .pass: backward.pass.rawValue
    case .dxRotated: canTurn ? backward.isRotated ? "yes" : "no" : "–"
    }
  }

  /// `1`, `2`, `depthwise` or `separable`.
  private var mixing: String {
    guard case .groups(let count) = setting.mixing else { return "separable" }
    return count > 1 && count == setting.inputs ? "depthwise" : "\(count)"
  }

  /// What groups can be, from all channels together to none.
  private var mixings: [String] {
    let counts = (1...setting.inputs).filter {
      setting.inputs % $0 == 0 && setting.outputs % $0 == 0
    }
    return counts.map { $0 > 1 && $0 == setting.inputs ? "depthwise" : "\($0)" } + ["separable"]
  }

  private var digit: Int? {
    imageName.hasPrefix("digits:") ? Int(imageName.dropFirst(7)) : nil
  }

  private static let paddings = ["valid", "same", "full", "1", "2"]
  private static let fills = PaddingFill.allCases.map(\.rawValue)
}

extension LabState {
  private mutating func set(
    _ path: WritableKeyPath<LabSetting, Int>, _ name: LabSettingName, _ text: String,
    _ range: ClosedRange<Int>
  ) throws(UserError) {
    let value = try Self.whole(name, text, range)
    try change { $0[keyPath: path] = value }
  }

  private mutating func setChannels(_ text: String) throws(UserError) {
    let numbers = text.replacing("→", with: " ").replacing("->", with: " ").split(separator: " ")
      .map(String.init)
    guard let first = numbers.first, numbers.count <= 2 else {
      throw UserError("channels needs one number, or those of image and output, as in channels 4 8")
    }
    let inputs = try Self.whole(.channels, first, 1...16)
    let outputs = try Self.whole(.channels, numbers.last ?? first, 1...16)
    let fits = inputs % setting.groups == 0 && outputs % setting.groups == 0
    try change {
      ($0.inputs, $0.outputs) = (inputs, outputs)
      if case .groups = $0.mixing, !fits { $0.mixing = .groups(1) }
    }
  }

  private mutating func setMixing(_ text: String) throws(UserError) {
    guard text.contains(where: \.isNumber) || ["separable", "depthwise"].contains(text) else {
      let near = nearest(to: text, in: ["depthwise", "separable"])
      throw UserError(
        "groups needs a whole number, depthwise or separable, not \(text.quoted)"
          + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    guard setting.inputs > 1 || text == "1" else {
      throw UserError("1 channel cannot be split into groups; C (channels 4) adds more")
    }
    switch text {
    case "separable":
      try needs(.groups, transposed: false)
      try change { $0.mixing = .separable }
    case "depthwise": try change { $0.mixing = .groups($0.inputs) }
    default:
      let count = try Self.whole(.groups, text, 1...16)
      try change { $0.mixing = .groups(count) }
    }
  }

  private mutating func setTransposed(_ isOn: Bool) throws(UserError) {
    guard !isOn || setting.mixing != .separable else {
      throw UserError("separable is two ordinary convolutions; groups 1 comes first")
    }
    try change {
      $0.isTransposed = isOn
      if !isOn { $0.outputPadding = 0 }
    }
  }

  private mutating func take(named name: String) throws(UserError) {
    try take(try Self.original(named: name), named: name)
  }

  /// The image that a name means, with 1 for white.
  static func original(named name: String) throws(UserError) -> Tensor {
    let square = try NetworkLibrary.read(text: "input 1x12x12; flatten", title: "lab")
    return try NetworkInput(name, for: square).fractions
  }

  /// - Throws: when the setting has no meaning for the kind of convolution.
  private func needs(_ name: LabSettingName, transposed: Bool) throws(UserError) {
    guard setting.isTransposed != transposed else { return }
    throw UserError(
      transposed
        ? "\(name.rawValue) is for transposed convolutions; T makes it one"
        : "a transposed convolution has no \(name.rawValue)")
  }

  private static func whole(
    _ name: LabSettingName, _ text: String, _ range: ClosedRange<Int>
  ) throws(UserError) -> Int {
    let sides = text.split { "x×".contains($0) }
    let isSquare = sides.count == 2 && sides[0] == sides[1]
    guard let value = isSquare ? Int(sides[0]) : Int(text) else {
      throw UserError("\(name.rawValue) needs a whole number, not \"\(text)\"")
    }
    if value < range.lowerBound {
      let least = range.lowerBound
      throw UserError(
        "\(name.rawValue) \(value) is below \(least); \(least) is the nearest that fits")
    }
    if value > range.upperBound {
      throw UserError(
        "\(name.rawValue) \(value) is above \(range.upperBound), the most that the lab shows; "
          + "\(range.upperBound) is the nearest")
    }
    return value
  }

  private static func flag(_ name: LabSettingName, _ text: String) throws(UserError) -> Bool {
    switch text {
    case "on", "yes": true
    case "off", "no": false
    default: throw refusal(name, ["on", "off"])
    }
  }

  private static func refusal(_ name: LabSettingName, _ words: [String]) -> UserError {
    UserError("\(name.rawValue) is one of \(words.joined(separator: ", "))")
  }

  private static func next(_ values: [String], _ value: String, _ step: Int) -> String {
    let index = values.firstIndex(of: value) ?? (step > 0 ? -1 : 0)
    return values[(index + step + values.count) % values.count]
  }
}
