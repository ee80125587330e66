import CNNModel
import ModelFiles
import ScopeDebugger

extension Explorer {
  /// What a line at the prompt can be completed to.
  func candidates(for text: String) -> [String] {
    if prompt?.purpose == .find {
      return session.network.nodes.map(\.name).filter { $0.hasPrefix(text) }
    }
    guard let blank = text.lastIndex(of: " ") else {
      return Self.commands.commands.map(\.name).filter { $0.hasPrefix(text) }.map { $0 + " " }
    }
    let word = String(text[text.index(after: blank)...])
    let start = String(text[...blank])
    guard let name = text.split(separator: " ").first,
      let command = try? Self.commands.command(named: String(name))
    else { return [] }
    let words = words(for: command.completion).filter { $0.hasPrefix(word) }
    return (words + files(for: command.completion, word)).map { start + $0 }
  }

  private func words(for completion: Completion) -> [String] {
    let nodes = session.network.nodes
    switch completion {
    case .nothing: return []
    case .layer: return nodes.map(\.name)
    case .tensor:
      return ["loss", "step", "checksum", "prediction"] + nodes.indices.flatMap(tensors)
    case .network: return NetworkLibrary.names
    case .sample: return DataSet.knownNames.map { $0 + ":" }
    case .command:
      return Self.commands.commands.map(\.name) + LayerCatalog.grammars.map(\.keyword)
    case .file: return []
    case .words(let words): return words
    }
  }

  /// Files that can be opened there.
  private func files(for completion: Completion, _ word: String) -> [String] {
    switch completion {
    case .network: FileContent.completions(of: word, endings: [".cnn"])
    case .sample: FileContent.completions(of: word, endings: [".npy"])
    case .file: FileContent.completions(of: word, endings: [""])
    default: []
    }
  }

  private func tensors(of node: Int) -> [String] {
    let name = session.network.nodes[node].name
    let parameters = session.debugger.parameterNames(of: node)
    return [name, "\(name).gradient", "\(name).shape"]
      + parameters.flatMap { ["\(name).\($0)", "\(name).\($0).gradient"] }
  }
}
