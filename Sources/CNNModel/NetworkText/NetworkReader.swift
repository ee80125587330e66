/// A mistake in a model file, with its place.
public struct NetworkTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or a description of where the text came from.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted from 1.
  public let column: Int
  /// What is wrong, with a proposal if there is one.
  public let reason: String

  /// `digits.cnn:4:1: conv takes 8 channels, but …; write …`
  public var description: String { "\(file):\(line):\(column): \(reason)" }
}

extension Network {
  /// Parses a model file.
  ///
  /// - Parameters:
  ///   - title: the name of the network.
  ///   - file: the file that errors name.
  /// - Throws: ``NetworkTextError`` with line, column and a proposal.
  public init(
    text: String, title: String, file: String? = nil
  ) throws(NetworkTextError) {
    var reader = NetworkReader(title: title, file: file ?? title)
    for line in LogicalLine.split(text) { try reader.read(line) }
    self = try reader.finish()
  }
}

/// Builds a network line by line, so that a mistake is reported at its line.
struct NetworkReader {
  let title: String
  let file: String
  private(set) var nodes: [Network.Node] = []
  private(set) var shapes: [[Shape]] = []
  private(set) var names: [String: Int] = [:]
  private(set) var lines: [LogicalLine] = []
  var counts: [String: Int] = [:]
  private var loss: (any Loss)?
  private var initializer: Initializer?
  private var outputs: [ValueReference]?
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
      loss = try LossCatalog.loss(Array(line.words.dropFirst()))
    case "init":
      guard initializer == nil else {
        throw LineError("init is given twice", column: line.words[0].column)
      }
      initializer = try Initializer(
        Array(line.words.dropFirst()), column: line.words[0].column + 5)
    case "output":
      guard outputs == nil else {
        throw LineError("output is given twice", column: line.words[0].column)
      }
      outputs = try values(Array(line.words.dropFirst()), after: line.words[0])
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
    let layers = try LayerCatalog.layers(words, input: shape)
    for (index, part) in layers.enumerated() {
      let values =
        part.layer.takesNoInputs ? [] : index == 0 ? inputs : [ValueReference(nodes.count - 1)]
      let base = name ?? automaticName(part.part == nil ? part.layer.kind : keyword.text, index)
      let full = part.part.map { "\(base).\($0)" } ?? base
      try append(full, part.layer, values, initializer, line, isNamed: name != nil)
    }
  }

  private mutating func append(
    _ name: String, _ layer: any Layer, _ inputs: [ValueReference], _ initializer: Initializer?,
    _ line: LogicalLine, isNamed: Bool
  ) throws(LineError) {
    let isFirst = nodes.isEmpty
    if isFirst ? !layer.isSource : layer.isSource && !isNamed {
      throw LineError(
        isFirst ? "a network begins with its input" : "input stands at the beginning only",
        column: line.words[0].column,
        proposal: isFirst ? "write \"input 1x28x28\"" : "a second one needs a name")
    }
    if names[name] != nil {
      throw LineError("there are two layers called \(name)", column: line.words[0].column)
    }
    let node = Network.Node(name, layer, inputs: inputs, initializer: initializer)
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
        title: title, nodes: nodes, outputs: outputs, loss: loss ?? CrossEntropy(),
        initializer: initializer ?? .pytorch)
    } catch {
      throw NetworkTextError(
        file: file, line: lines[error.node].number, column: 1, reason: error.error.description)
    }
  }
}
