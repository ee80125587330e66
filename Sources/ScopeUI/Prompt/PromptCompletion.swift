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

  private func commands(_ text: String) -> [String] {
    guard let blank = text.lastIndex(of: " ") else {
      return commandNames.filter { $0.hasPrefix(text) }.map { $0 + " " }
    }
    let word = String(text[text.index(after: blank)...])
    let start = String(text[...blank])
    guard let command = try? Explorer.commands.command(of: text) else { return [] }
    let completion = command.completion(ofArgument: start.split(separator: " ").count - 1)
    let words = words(for: completion).filter { $0.hasPrefix(word) }
    return words.map { start + $0 } + files(for: completion, text)
  }

  private func words(for completion: Completion) -> [String] {
    switch completion {
    case .nothing, .file: return []
    case .layer: return nodes.map(\.name)
    case .tensor:
      return ["loss", "step", "checksum", "prediction"] + nodes.indices.flatMap(tensors)
    case .network: return NetworkLibrary.names
    case .sample: return DataSet.knownNames.map { $0 + ":" }
    case .command:
      return commandNames + LayerCatalog.grammars.map(\.keyword)
    case .words(let words): return words
    }
  }

  private var commandNames: [String] {
    Explorer.commands.supported(by: session).map(\.name)
  }

  /// The lines with a file that can be opened there, written as the word was begun.
  private func files(for completion: Completion, _ text: String) -> [String] {
    let endings: [String]
    switch completion {
    case .network: endings = [".cnn", ".onnx"]
    case .sample: endings = [".npy", ".npz", ".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".pbm"]
    case .file: endings = [""]
    default: return []
    }
    let word = PathWord.last(of: text)
    return FileContent.completions(of: word?.text ?? "", endings: endings).map { path in
      let start = text[..<(word?.typed.startIndex ?? text.endIndex)]
      return start + (word?.completed(to: path) ?? path.asPathWord)
    }
  }

  private func tensors(of node: Int) -> [String] {
    let name = session.network.nodes[node].name
    let parameters = session.debugger.names.parameters(of: node)
    return [name, "\(name).gradient", "\(name).shape"]
      + parameters.flatMap { ["\(name).\($0)", "\(name).\($0).gradient"] }
  }
}
