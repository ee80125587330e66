import CNNModel
import ModelFiles
import ScopeDebugger

/// What a line at the prompt can be completed to.
struct PromptCompletion {
  private let session: Session

  init(_ session: Session) { self.session = session }

  private var nodes: [Network.Node] { session.hasNetwork ? session.network.nodes : [] }

  /// The lines that a beginning can become.
  func candidates(for text: String, _ kind: PromptView.Completes) -> [String] {
    switch kind {
    case .commands: commands(text)
    case .layers: nodes.map(\.name).filter { $0.hasPrefix(text) }
    case .nothing: []
    }
  }

  /// The words that the last argument of a line can be, without names of files.
  func words(for text: String) -> [String] { argument(of: text)?.words ?? [] }

  private func commands(_ text: String) -> [String] {
    guard text.contains(" ") else {
      return commandNames.filter { $0.hasPrefix(text) }.map { $0 + " " }
    }
    guard let argument = argument(of: text) else { return [] }
    return (argument.words + files(for: argument.completion, argument.word)).map {
      argument.start + $0
    }
  }

  /// The argument that a line ends in.
  private struct Argument {
    /// The line before it.
    let start: Substring
    /// What is typed of it.
    let word: PathWord?
    let completion: Completion
    /// What it can be, names of files apart.
    let words: [String]
  }

  private func argument(of text: String) -> Argument? {
    guard text.contains(" "), let command = try? Explorer.commands.command(of: text) else {
      return nil
    }
    let word = PathWord.last(of: text)
    let start = text[..<(word?.typed.startIndex ?? text.endIndex)]
    let completion = command.completion(ofArgument: PathWord.split(start).count - 1)
    let words = words(for: completion, after: start).filter { $0.hasPrefix(word?.typed ?? "") }
    return Argument(start: start, word: word, completion: completion, words: words)
  }

  /// - Parameter start: the line before the word.
  private func words(for completion: Completion, after start: Substring) -> [String] {
    switch completion {
    case .nothing, .file: return []
    case .layer: return nodes.map(\.name)
    case .tensor: return nodes.indices.flatMap(tensors)
    case .number: return ["loss"] + nodes.indices.flatMap(tensors)
    case .value:
      return ["loss", "step", "checksum", "prediction"]
        + nodes.indices.flatMap { tensors(of: $0) + ["\(nodes[$0].name).shape"] }
    case .network: return NetworkLibrary.names
    case .sample: return DataSet.knownNames.map { $0 + ":" }
    case .command:
      return commandNames + LayerCatalog.grammars.map(\.keyword)
    case .words(let words), .wordsOrFile(let words): return words
    case .keyed(let words):
      let before = PathWord.split(start).dropFirst().map(\.text)
      guard let key = before.first else { return words.map(\.key) }
      return before.count > 1 ? [] : words.first { $0.key == key }?.words ?? []
    case .fault(let words):
      let before = PathWord.split(start).dropFirst().first?.text
      return (before == nil ? words : []) + FaultWords.all(after: before, session.debugger)
    }
  }

  private var commandNames: [String] {
    Explorer.commands.supported(by: session).map(\.name)
  }

  /// The files that can be opened there, typed as the word was begun.
  private func files(for completion: Completion, _ word: PathWord?) -> [String] {
    let endings: [String]
    switch completion {
    case .network: endings = [".cnn", ".onnx", ".pt2", ".keras", ".h5"]
    case .sample: endings = [".npy", ".npz", ".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".pbm"]
    case .file, .wordsOrFile: endings = [""]
    default: return []
    }
    return FileContent.completions(of: word?.text ?? "", endings: endings).map { path in
      word?.completed(to: path) ?? path.asPathWord
    }
  }

  private func tensors(of node: Int) -> [String] {
    let name = session.network.nodes[node].name
    let parameters = session.debugger.names.parameters(of: node)
    return [name, "\(name).gradient"]
      + parameters.flatMap { ["\(name).\($0)", "\(name).\($0).gradient"] }
  }
}
