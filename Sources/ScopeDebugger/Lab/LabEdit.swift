import CNNModel

/// Something that is changed in the lab, as it follows `lab`.
package enum LabEdit: Hashable, Sendable {
  /// Begins anew with the session's image.
  case reset
  /// Goes to a cell of the output, or of the gradient that is shown: row and column, perhaps with the
  /// channel before them.
  case select([Int])
  /// Puts a number into the image; at the cursor where no cell is named.
  case image(Pair?, Float)
  /// Puts a number into the kernel.
  case kernel(Pair, Float)
  /// Puts a number into the gradient of the output.
  case gradient(Pair, Float)
  /// `nil` is a convolution without a bias.
  case bias(Float?)
  case setting(LabSettingName, String)
}

/// `stride 2`, `set kernel[0,1] 5`, `at 2,3`, `bias none`, `reset`.
package struct LabEditText: TextParameter {
  package typealias Value = LabEdit

  package init() {}

  package var usage: String { "NAME VALUE" }
  package var expectation: String { "a name and a value" }
  package var example: String { "stride 2" }
  package var completion: Completion { .words(Self.words) }

  private static let words =
    LabSettingName.allCases.map(\.rawValue) + ["at", "set", "bias", "reset"]

  package func value(of text: String, in session: Session) throws(UserError) -> LabEdit? {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let (word, value) = (words[0], words.count > 1 ? words[1].trimmed : "")
    switch word {
    case "reset": return .reset
    case "at": return .select(Self.numbers(value))
    case "set": return try Self.number(value)
    case "bias": return .bias(try Self.bias(value))
    default:
      guard let name = LabSettingName(rawValue: word) else { throw Self.unknown(word) }
      guard !value.isEmpty else { throw UserError("lab \(word) needs a value") }
      return .setting(name, value)
    }
  }

  /// `5`, `input[1,2] 5` or `kernel[0,0] -1`; a lone number goes into the image.
  private static func number(_ text: String) throws(UserError) -> LabEdit {
    let words = text.split(separator: " ").map(String.init)
    guard let last = words.last, let value = Float(last), value.isFinite, words.count <= 2 else {
      throw UserError("set needs a number, as in lab set input[1,2] 5")
    }
    guard words.count == 2 else { return .image(nil, value) }
    let place = numbers(words[0].drop { $0 != "[" })
    if place.count == 2 {
      let cell = Pair(place[0], place[1])
      switch words[0].prefix(while: { $0 != "[" }) {
      case "input", "image": return .image(cell, value)
      case "kernel": return .kernel(cell, value)
      case "gradient": return .gradient(cell, value)
      default: break
      }
    }
    throw UserError(
      "a cell of the lab is written as input[1,2], kernel[0,1] or gradient[0,1]")
  }

  private static func bias(_ text: String) throws(UserError) -> Float? {
    if text == "none" { return nil }
    guard let value = Float(text), value.isFinite else {
      throw UserError("bias needs a number or none, not \"\(text)\"")
    }
    return value
  }

  private static func unknown(_ word: String) -> UserError {
    let near = nearest(to: word, in: words).map { "did you mean \"\($0)\"?" }
    return UserError(
      "the lab has no \"\(word)\"; \(near ?? "it has " + words.joined(separator: ", "))")
  }

  private static func numbers(_ text: some StringProtocol) -> [Int] {
    text.split { !($0.isNumber || $0 == "-") }.compactMap { Int($0) }
  }
}

extension LabState {
  /// Makes a change.
  ///
  /// - Throws: ``UserError`` when there is no such cell, or the layer cannot be made so.
  mutating func apply(_ edit: LabEdit) throws(UserError) {
    switch edit {
    case .reset: break
    case .select(let indices): try select(indices)
    case .image(let cell, let value):
      let cell = try existing(cell ?? cursor.source, "input", size: size)
      try set(value, image: [0, cursor.input, cell.rows, cell.columns])
    case .kernel(let cell, let value):
      try set(value, kernel: try existing(cell, "kernel", size: setting.kernel))
    case .gradient(let cell, let value):
      let cell = try existing(cell, "gradient", size: run.output.shape[2])
      backward.set(value, at: [0, cursor.output, cell.rows, cell.columns])
    case .bias(let value):
      try change { $0.hasBias = value != nil }
      if let value { try set(bias: value) }
    case .setting(let name, let value): try set(name, value)
    }
  }

  private mutating func select(_ indices: [Int]) throws(UserError) {
    switch backward.pass {
    case .forward, .scatter:
      let place = try selected(indices, cursor.output, "output", run.output.shape.sample)
      choose(output: place[0])
      go(to: Pair(place[1], place[2]))
    case .input:
      let place = try selected(indices, cursor.input, "dX", image.shape.sample)
      choose(input: place[0])
      cursor.source = Pair(place[1], place[2])
    case .weight:
      let (kernel, channel) = (setting.kernel, cursor.output)
      let place = try selected(indices, channel, "dW", [setting.outputs, kernel, kernel])
      choose(output: place[0])
      cursor.tap = Pair(place[1], place[2])
    }
  }

  private func selected(
    _ indices: [Int], _ channel: Int, _ name: String, _ shape: Shape
  ) throws(UserError) -> Position {
    let position = Position(indices.count == 2 ? [channel] + indices : indices)
    guard shape.contains(position) else {
      let typed = indices.map(String.init).joined(separator: ",")
      throw UserError(
        "there is no \(name) cell \(typed); \(name == "output" ? "the output" : name) is \(shape)")
    }
    return position
  }

  private func existing(_ cell: Pair, _ name: String, size: Int) throws(UserError) -> Pair {
    guard cell == cell.within(Pair(both: size)) else {
      let output = name == "gradient" ? ", the output \(size)×\(size)" : ""
      throw UserError(
        "there is no cell \(name)[\(cell.rows),\(cell.columns)]; the image is "
          + "\(self.size)×\(self.size), the kernel \(setting.kernel)×\(setting.kernel)\(output), "
          + "as in kernel[0,1]")
    }
    return cell
  }
}
