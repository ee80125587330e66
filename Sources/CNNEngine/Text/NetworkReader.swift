/// A mistake in a model file, at a place.
public struct NetworkTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands for it.
  public let file: String
  /// Counted from 1.
  public let line: Int
  public let column: Int
  public let reason: String

  /// `digits.cnn:4:1: conv takes 8 channels, but …; write …`
  public var description: String { "\(file):\(line):\(column): \(reason)" }
}

extension Network {
  /// Reads a model file.
  ///
  /// - Parameters:
  ///   - title: what the network is called.
  ///   - file: what errors name as the file.
  /// - Throws: ``NetworkTextError`` with line, column and a proposal.
  public init(
    text: String, title: String, file: String? = nil
  ) throws(NetworkTextError) {
    var reader = NetworkReader(title: title, file: file ?? title)
    for line in LogicalLine.split(text) { try reader.read(line) }
    self = try reader.finish()
  }
}

/// A line of a model file, or a part of one between semicolons.
struct LogicalLine {
  let number: Int
  let words: [Word]

  /// The lines that hold something, without comments.
  static func split(_ text: String) -> [LogicalLine] {
    var lines: [LogicalLine] = []
    let physical = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in physical.enumerated() {
      var column = 1
      let code = line.prefix { $0 != "#" }
      for part in code.split(separator: ";", omittingEmptySubsequences: false) {
        let words = Word.split(part, startingAt: column)
        if !words.isEmpty { lines.append(LogicalLine(number: index + 1, words: words)) }
        column += part.count + 1
      }
    }
    return lines
  }
}

/// Builds a network line by line, so that a mistake is found at the line that makes it.
private struct NetworkReader {
  let title: String
  let file: String
  private var nodes: [Network.Node] = []
  private var shapes: [[Shape]] = []
  private var names: [String: Int] = [:]
  private var lines: [LogicalLine] = []
  private var counts: [String: Int] = [:]
  private var loss: (any Loss)?
  private var initializer: Initializer?
  private var lastLine = 1

  init(title: String, file: String) { (self.title, self.file) = (title, file) }

  mutating func read(_ line: LogicalLine) throws(NetworkTextError) {
    lastLine = line.number
    do throws(LineError) { try readWords(line) } catch {
      throw NetworkTextError(
        file: file, line: line.number, column: error.column, reason: error.description)
    }
  }

  private mutating func readWords(_ line: LogicalLine) throws(LineError) {
    switch line.words[0].text {
    case "loss":
      guard loss == nil else {
        throw LineError("loss is given twice", column: line.words[0].column)
      }
      loss = try LossCatalogue.loss(Array(line.words.dropFirst()))
    case "init":
      guard initializer == nil else {
        throw LineError("init is given twice", column: line.words[0].column)
      }
      initializer = try Initializer(
        Array(line.words.dropFirst()), column: line.words[0].column + 5)
    default: try readLayer(line)
    }
  }

  private mutating func readLayer(_ line: LogicalLine) throws(LineError) {
    var words = line.words
    let name = try takeName(&words)
    let initializer = try takeInitializer(&words)
    let sources = try takeSources(&words)
    guard let keyword = words.first else {
      throw LineError("a layer is expected after the name", column: line.words[0].column + 1)
    }
    let inputs = sources ?? (nodes.isEmpty ? [] : [ValueReference(nodes.count - 1)])
    let shape = inputs.first.map { shapes[$0.node][$0.output] }
    let layers = try LayerCatalogue.layers(words, input: shape)
    for (index, part) in layers.enumerated() {
      let values = index == 0 ? inputs : [ValueReference(nodes.count - 1)]
      let base = name ?? automaticName(part.part == nil ? part.layer.kind : keyword.text, index)
      let full = part.part.map { "\(base).\($0)" } ?? base
      try append(full, part.layer, values, initializer, line)
    }
  }

  private mutating func append(
    _ name: String, _ layer: any Layer, _ inputs: [ValueReference], _ initializer: Initializer?,
    _ line: LogicalLine
  ) throws(LineError) {
    let isFirst = nodes.isEmpty
    if isFirst != (layer.takesNoInputs) {
      throw LineError(
        isFirst ? "a network begins with its input" : "input stands at the beginning only",
        column: line.words[0].column, proposal: isFirst ? "write \"input 1x28x28\"" : nil)
    }
    if names[name] != nil {
      throw LineError("there are two layers called \(name)", column: line.words[0].column)
    }
    let node = Network.Node(name, layer, inputs: isFirst ? [] : inputs, initializer: initializer)
    do throws(NetworkError) { shapes.append(try Network.shapes(of: node, after: shapes)) } catch {
      let place = line.words.first { $0.text == layer.kind } ?? line.words[0]
      let reason = error.error.reason
      throw LineError(
        reason.hasPrefix("\(layer.kind) ") ? reason : "\(name): \(reason)",
        column: place.column, proposal: error.error.proposal)
    }
    names[name] = nodes.count
    nodes.append(node)
    lines.append(line)
  }

  func finish() throws(NetworkTextError) -> Network {
    guard nodes.count > 1 else {
      throw NetworkTextError(
        file: file, line: lastLine, column: 1,
        reason: nodes.isEmpty
          ? "there is no layer; a network begins with its input, as in \"input 1x28x28\""
          : "there is no layer after the input")
    }
    do throws(NetworkError) {
      return try Network(
        title: title, nodes: nodes, loss: loss ?? CrossEntropy(),
        initializer: initializer ?? .pytorch)
    } catch {
      throw NetworkTextError(
        file: file, line: lines[error.node].number, column: 1, reason: error.error.description)
    }
  }
}

extension NetworkReader {
  /// Takes `name:` off the front.
  private func takeName(_ words: inout [Word]) throws(LineError) -> String? {
    let first = words[0]
    guard first.text.contains(":") else { return nil }
    let parts = first.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard name.isLayerName else {
      throw LineError(
        "a layer's name has letters, digits, _, - and . and begins with a letter or _, "
          + "not \"\(name)\"", column: first.column)
    }
    let rest = String(parts[1])
    words.removeFirst()
    if !rest.isEmpty {
      words.insert(Word(rest, column: first.column + name.count + 1), at: 0)
    }
    return name
  }

  /// Takes `init …` off the end.
  private func takeInitializer(_ words: inout [Word]) throws(LineError) -> Initializer? {
    guard let index = words.firstIndex(where: { $0.text == "init" }) else { return nil }
    let rest = Array(words[(index + 1)...])
    let column = words[index].column + 5
    words.removeSubrange(index...)
    return try Initializer(rest, column: column)
  }

  /// Takes `from A, B` off the end.
  private func takeSources(_ words: inout [Word]) throws(LineError) -> [ValueReference]? {
    guard let index = words.firstIndex(where: { $0.text == "from" }) else { return nil }
    var sources: [ValueReference] = []
    for word in words[(index + 1)...] {
      var column = word.column
      for name in word.text.split(separator: ",", omittingEmptySubsequences: false) {
        if !name.isEmpty { sources.append(try source(String(name), column)) }
        column += name.count + 1
      }
    }
    guard !sources.isEmpty else {
      throw LineError("from needs the names of layers", column: words[index].column + 5)
    }
    words.removeSubrange(index...)
    return sources
  }

  private func source(_ name: String, _ column: Int) throws(LineError) -> ValueReference {
    if let node = names[name] { return ValueReference(node) }
    let known = nodes.map(\.name)
    throw LineError(
      "there is no layer \"\(name)\" before this one", column: column,
      proposal: nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  /// `conv2` for the second layer of a kind; a source is called by its kind alone.
  private mutating func automaticName(_ kind: String, _ part: Int) -> String {
    if nodes.isEmpty { return kind }
    if part == 0 {
      repeat {
        counts[kind, default: 0] += 1
      } while names["\(kind)\(counts[kind, default: 1])"] != nil
    }
    return "\(kind)\(counts[kind, default: 1])"
  }
}

extension Layer {
  /// Whether it is where an image enters.
  var takesNoInputs: Bool { (try? outputShapes(for: [])) != nil }
}

extension String {
  /// Whether it can name a layer.
  var isLayerName: Bool {
    guard let first = unicodeScalars.first, first == "_" || first.properties.isAlphabetic else {
      return false
    }
    return unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-.".unicodeScalars.contains($0)
    }
  }
}
