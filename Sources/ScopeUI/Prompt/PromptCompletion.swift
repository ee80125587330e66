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
    let before = start.drop { $0 == " " }.drop { $0 != " " }
    let words = offers(for: completion, after: start).filter {
      $0.word.hasPrefix(word?.typed ?? "")
        && ($0.whole.map { command.accepts(before + $0, in: session) } ?? true)
    }
    return Argument(start: start, word: word, completion: completion, words: words.map(\.word))
  }

  /// A word that is offered, or the beginning of one.
  private struct Offer {
    let word: String
    /// What the command has to take for the word to be offered; `nil` where nothing has to be asked.
    let whole: String?

    init(_ word: String, whole: String? = nil) { (self.word, self.whole) = (word, whole) }

    /// A word that the command has to take.
    static func asked(_ word: String) -> Offer { Offer(word, whole: word) }
  }

  /// - Parameter start: the line before the word.
  private func offers(for completion: Completion, after start: Substring) -> [Offer] {
    switch completion {
    case .nothing, .file: return []
    case .layer: return nodes.map { .asked($0.name) }
    case .channel:
      return (nodes.map(\.name) + ["class"]).map { Offer("\($0)[", whole: "\($0)[0]") }
    case .tensor: return tensors.map { .asked(name(of: $0)) }
    case .number(let role): return cells(role)
    case .settable: return tensors.filter(isSettable).map { Offer(name(of: $0)) }
    case .held: return held.map { Offer($0) }
    case .value: return values.map { Offer($0) }
    case .either(let one, let other):
      return offers(for: one, after: start) + offers(for: other, after: start)
    default: return words(for: completion, after: start).map { Offer($0) }
    }
  }

  /// - Parameter start: the line before the word.
  private func words(for completion: Completion, after start: Substring) -> [String] {
    switch completion {
    case .network: return NetworkLibrary.names
    case .sample: return DataSet.knownNames.map { $0 + ":" }
    case .command: return commandNames + LayerCatalog.grammars.map(\.keyword)
    case .words(let words), .wordsOrFile(let words): return words
    case .keyed(let words):
      let before = PathWord.split(start).dropFirst().map(\.text)
      guard let key = before.first else { return words.map(\.key) }
      return before.count > 1 ? [] : words.first { $0.key == key }?.words ?? []
    case .fault(let words):
      let before = PathWord.split(start).dropFirst().map(\.text)
      guard let place = before.first else { return words + faultWords(after: nil) }
      return before.count > 1 ? [] : faultWords(after: place)
    default: return []
    }
  }

  private func faultWords(after place: String?) -> [String] {
    session.hasNetwork ? FaultWords.all(after: place, session.debugger) : []
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

}

/// Tensors and what can be asked of them.
extension PromptCompletion {
  private var tensors: [TensorReference] { nodes.indices.flatMap(tensors) }

  private func tensors(of node: Int) -> [TensorReference] {
    let parameters = session.network.parameters(of: node).indices
    let statistics = session.network.statistics(of: node).indices
    let kinds: [TensorReference.Kind] =
      [.activation, .gradient] + parameters.flatMap { [.parameter($0), .parameterGradient($0)] }
      + statistics.map { .statistic($0) }
    return kinds.map { TensorReference(node, $0) }
  }

  private func name(of tensor: TensorReference) -> String {
    session.debugger.names.name(of: tensor)
  }

  /// `conv1[`, whose first cell must be there.
  private func cell(of tensor: TensorReference) -> Offer {
    let (name, shape) = (name(of: tensor), session.debugger.tensors.shape(of: tensor))
    let zeros = shape.extents.map { _ in "0" }.joined(separator: ",")
    return Offer("\(name)[", whole: "\(name)[\(zeros)]")
  }

  private func cells(_ role: NumberRole) -> [Offer] {
    (role.hasLoss ? [.asked("loss")] : [])
      + tensors.filter { role.holds($0, session.debugger) }.map(cell)
  }

  private var held: [String] { session.hasNetwork ? EditAnswers.held(session.debugger) : [] }

  private func isSettable(_ tensor: TensorReference) -> Bool {
    EditPlace.isSettable(tensor, session.debugger)
  }

  /// What is known at this moment.
  private var values: [String] {
    guard session.hasNetwork else { return [] }
    let figures = Query.figureNames.filter { (try? Query.answer($0, session)) != nil }
    let known = tensors.filter { session.debugger.tensors.absence(of: $0) == nil }.map(name)
    return figures + known + nodes.map { "\($0.name).shape" }
  }
}

extension Explorer {
  /// The lines that a line at the prompt can be completed to.
  package func completions(of line: String) -> [String] {
    PromptCompletion(session).candidates(for: line, .commands)
  }
}
