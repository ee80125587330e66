import CNNModel
import ModelFiles

/// The commands that choose what is debugged.
extension Session {
  static let choosing: [Command<Session>] = [
    Command(
      "open", arguments: "NETWORK [INPUT]", completion: .network,
      help: "another network: a name, a .cnn or .onnx file; or a cell, as explain does",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if session.debugger.isNumber(text) {
          return try commands.perform("explain \(text)", &session)
        }
        let words = text.split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2 else {
          throw UserError("open needs a network: \(NetworkLibrary.names.joined(separator: ", "))")
        }
        let input = words.count == 2 ? words[1] : nil
        try session.open(
          try NetworkLibrary.open(name, input: input, whole: false), input: input)
        return Reply(session.opened)
      }),
    Command(
      "net", arguments: "LAYER; LAYER; …",
      help: "another network, typed as lines of a model file",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else { return Reply(session.network.text.lines) }
        try session.open(try NetworkLibrary.read(text: text, title: "typed"))
        return Reply(session.opened)
      }),
    Command(
      "build", arguments: "LISTS", completion: .words(NetworkLists.keywords),
      help: "another network from lists: input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 84 10",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        try session.open(try build(text))
        return Reply(session.opened)
      }),
    Command(
      "input", aliases: ["image"], arguments: "[INPUT] [--scale 1/255] …", completion: .sample,
      help: "another image, or another step 0: --resize, --scale, --mean, --deviation, --invert, "
        + "--channels, --usual",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.change(input: text) }
        return Reply(session.inputLine)
      }),
    Command(
      "label", arguments: "N", help: "say what the image shows; none for nothing",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard let label = Int(text), (0..<1 << 16).contains(label) else {
          guard text == "none" else {
            throw UserError("a label is a whole number from 0 to 65535, or none, not \"\(text)\"")
          }
          try session.label(nil)
          return Reply(session.inputLine)
        }
        try session.label(label)
        return Reply(session.inputLine)
      }),
    Command(
      "loss", arguments: "[NAME]", completion: .words(LossCatalog.all.map { $0.grammar.keyword }),
      help: "what the output is compared by: cross-entropy, squared-error; begins anew",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.choose(loss: text) }
        return Reply(session.lossLine)
      }),
    Command(
      "target", arguments: "FILE", completion: .file,
      help: "an array that the output is compared with by squared-error; none for nothing",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else {
          throw UserError("target needs an array, as in target wanted.npy, or none")
        }
        try session.choose(target: text == "none" ? nil : text)
        return Reply(session.lossLine)
      }),
    Command(
      "optimizer", arguments: "NAME [lr X] …",
      completion: .words(OptimizerCatalog.all.map { $0.grammar.keyword }),
      help: "how parameters move: sgd, momentum, nesterov, adam, adamw",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.choose(optimizer: text) }
        return Reply("optimizer \(session.debugger.setup.optimizer)")
      }),
  ]

  private static func build(_ text: String) throws(UserError) -> Network {
    let lists: NetworkLists
    do throws(LineError) { lists = try NetworkLists(Word.split(text[...])) } catch {
      throw UserError(error)
    }
    return try NetworkLibrary.read(text: lists.text, title: "built")
  }

  /// What was opened, and a mistake that many make.
  private var opened: String {
    let count = network.nodes.count - network.sources.count
    var text =
      "\(network.title): \(count) layer\(count == 1 ? "" : "s"), \(network.parameterCount) parameters"
    if let remark = network.remark { text += "; \(remark)" }
    guard debugger.isProbability, network.loss.target == .classes else { return text }
    let last = network.nodes[network.output.node]
    return text
      + "; \(network.loss.kind) takes logits, so \(last.name) is one \(last.layer.kind) too many"
  }

  /// The loss, and what it compares with or needs to be told.
  private var lossLine: String {
    let target = debugger.setup.subject.target.map { "compared with \($0.name)" }
    let parts = [network.loss.text, debugger.withoutTarget ?? target]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  /// The image, what it shows, and how it was made to fit.
  var inputLine: String {
    let subject = debugger.setup.subject
    let label = subject.label.map { "\"\($0)\"" } ?? "unlabeled"
    return "\(subject.name) \(label): \(subject.original.shape.sample), \(subject.fit)"
  }

  /// Takes an image, options of step 0, or both, as they stand on the command line.
  private mutating func change(input text: String) throws(UserError) {
    var wanted = preparation
    var name: String?
    var words = text.split(separator: " ").map(String.init)[...]
    do throws(InputFitError) {
      while let word = words.popFirst() {
        if word.hasPrefix("--") {
          if try wanted.take(word, words.first) { words = words.dropFirst() }
        } else {
          name = name.map { "\($0) \(word)" } ?? word
        }
      }
    } catch {
      throw UserError(error)
    }
    if let name {
      try choose(name, wanted)
    } else {
      try choose(wanted)
    }
  }
}

extension String {
  /// Its lines, without an empty one at the end.
  var lines: [String] {
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return (lines.last?.isEmpty == true ? lines.dropLast() : lines[...]).map(String.init)
  }
}
