import CNNModel
import ModelFiles

/// Choosing values: by name, as `lab stride 2` does, and one after the other, as keys do.
extension LabState {
  /// Sets a knob to a value that was typed.
  ///
  /// - Throws: ``UserError`` with the inequality that the value breaks and the nearest that fits.
  public mutating func set(_ knob: LabKnob, _ text: String) throws(UserError) {
    switch knob {
    case .kernel: try set(\.kernel, knob, text, 1...11)
    case .stride: try set(\.stride, knob, text, 1...6)
    case .dilation: try set(\.dilation, knob, text, 1...5)
    case .outputPadding:
      try needs(knob, transposed: true)
      try set(\.outputPadding, knob, text, 0...5)
    case .size: try take(size: try Self.whole(knob, text, LabPicture.sizes))
    case .padding: try change { $0.padding = text }
    case .fill:
      try needs(knob, transposed: false)
      guard let fill = PaddingFill(rawValue: text) else { throw Self.refusal(knob, Self.fills) }
      try change { $0.fill = fill }
    case .channels: try setChannels(text)
    case .groups: try setMixing(text)
    case .transposed: try setTransposed(try Self.flag(knob, text))
    case .trueConvolution:
      try needs(knob, transposed: false)
      let isOn = try Self.flag(knob, text)
      try change { $0.isTrueConvolution = isOn }
    case .weights:
      guard let kernel = ClassicKernel(rawValue: text) else {
        throw Self.refusal(knob, ClassicKernel.allCases.map(\.rawValue))
      }
      try put(kernel)
    case .image: try take(named: text)
    }
  }

  /// Sets a knob to its next value, or to the one before.
  public mutating func turn(_ knob: LabKnob, back: Bool = false) throws(UserError) {
    let step = back ? -1 : 1
    switch knob {
    case .kernel: try set(knob, "\(setting.kernel + step)")
    case .stride: try set(knob, "\(setting.stride + step)")
    case .dilation: try set(knob, "\(setting.dilation + step)")
    case .outputPadding: try set(knob, "\(setting.outputPadding + step)")
    case .size: try set(knob, "\(size + step)")
    case .image: try take(named: "digits:\(max(0, (digit ?? -1) + step))")
    case .padding: try set(knob, Self.next(Self.paddings, setting.padding, step))
    case .fill: try set(knob, Self.next(Self.fills, setting.fill.rawValue, step))
    case .channels: try set(knob, Self.next(["1", "2", "4", "8"], "\(setting.inputs)", step))
    case .groups: try set(knob, Self.next(mixings, mixing, step))
    case .transposed: try set(knob, setting.isTransposed ? "off" : "on")
    case .trueConvolution: try set(knob, setting.isTrueConvolution ? "off" : "on")
    case .weights: try put((weights ?? .sharpen).next(by: step))
    }
  }

  /// What a knob is set to, as the screen shows it; a dash where it has no meaning.
  public func value(of knob: LabKnob) -> String {
    switch knob {
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
    _ path: WritableKeyPath<LabSetting, Int>, _ knob: LabKnob, _ text: String,
    _ range: ClosedRange<Int>
  ) throws(UserError) {
    let value = try Self.whole(knob, text, range)
    try change { $0[keyPath: path] = value }
  }

  private mutating func setChannels(_ text: String) throws(UserError) {
    let numbers = text.replacing("→", with: " ").split(separator: " ").map(String.init)
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

  /// - Throws: when the knob has no meaning for the kind of convolution.
  private func needs(_ knob: LabKnob, transposed: Bool) throws(UserError) {
    guard setting.isTransposed != transposed else { return }
    throw UserError(
      transposed
        ? "\(knob.rawValue) is for transposed convolutions; T makes it one"
        : "a transposed convolution has no \(knob.rawValue)")
  }

  private static func whole(
    _ knob: LabKnob, _ text: String, _ range: ClosedRange<Int>
  ) throws(UserError) -> Int {
    guard let value = Int(text) else {
      throw UserError("\(knob.rawValue) needs a whole number, not \"\(text)\"")
    }
    if value < range.lowerBound {
      let least = range.lowerBound
      throw UserError(
        "\(knob.rawValue) \(value) is below \(least); \(least) is the nearest that fits")
    }
    if value > range.upperBound {
      throw UserError(
        "\(knob.rawValue) \(value) is above \(range.upperBound), the most that the lab shows; "
          + "\(range.upperBound) is the nearest")
    }
    return value
  }

  private static func flag(_ knob: LabKnob, _ text: String) throws(UserError) -> Bool {
    switch text {
    case "on", "yes": true
    case "off", "no": false
    default: throw refusal(knob, ["on", "off"])
    }
  }

  private static func refusal(_ knob: LabKnob, _ words: [String]) -> UserError {
    UserError("\(knob.rawValue) is one of \(words.joined(separator: ", "))")
  }

  private static func next(_ values: [String], _ value: String, _ step: Int) -> String {
    let index = values.firstIndex(of: value) ?? (step > 0 ? -1 : 0)
    return values[(index + step + values.count) % values.count]
  }
}
