import CNNModel
import ModelFiles

/// The commands that choose what is debugged.
extension SessionCommands {
  static let choosing: [Command<Session>] = [
    Command(
      "open", CellOrNetwork(),
      traits: [.mayDiscardTraining, .showsNetwork, .worksWithoutNetwork],
      help: "another network: a name, a .cnn, .onnx, .pt2, .keras, .h5 file; or explain a cell",
      answer: { session, choice throws(UserError) in
        switch choice {
        case .cell(let number):
          Reply(try session.debugger.inspector.computation(of: number).lines(session.debugger))
        case .network(let name, let input): Reply(try session.open(named: name, input: input))
        }
      }),
    Command(
      "net", NetworkLines().optional,
      traits: [.mayDiscardTraining, .showsNetwork, .worksWithoutNetwork],
      help: "open another network, typed as lines of a model file",
      answer: { session, network throws(UserError) in
        guard let network else {
          guard session.hasNetwork else { throw session.needsNetwork("net") }
          return Reply(session.network.text.lines)
        }
        try session.open(network)
        return Reply(session.text.opened)
      }),
    Command(
      "build", NetworkListText(),
      traits: [.mayDiscardTraining, .showsNetwork, .worksWithoutNetwork],
      help:
        "open another network from lists: input 1x32x32 conv 6x5 16x5 maxpool 2 2 linear 84 10; "
        + "stride kernel: strides as large as the kernels",
      answer: { session, network throws(UserError) in
        try session.open(network)
        return Reply(session.text.opened)
      }),
    Command(
      "input", InputChange(), aliases: ["image"],
      help: "use another image or preprocessing: --resize, --fit, --scale, --mean, "
        + "--deviation, --invert, --channels, --usual",
      answer: { session, change throws(UserError) in
        if let change { try session.choose(change) }
        return Reply(session.text.inputLine)
      }
    ).detailed([InputChange.typing]),
    Command(
      "label", WholeNumber("N", 0...65535, example: 7).orNone,
      help: "set the class of the image; none removes it",
      answer: { session, label throws(UserError) in
        try session.label(label)
        return Reply(session.text.inputLine)
      }),
    Command(
      "loss", LossLine().optional, traits: .mayDiscardTraining,
      help: "how output and target are compared: cross-entropy, binary-cross-entropy, "
        + "squared-error; starts over",
      answer: { session, loss throws(UserError) in
        if let loss { session.choose(loss) }
        return Reply(session.text.lossLine)
      }),
    Command(
      "mode", Choice<ComputeMode>().optional,
      help: "how batch normalization and dropout compute: eval, as for a prediction, or train",
      answer: { session, mode in
        if let mode { session.choose(mode) }
        return Reply(session.text.modeLine)
      }),
    Command(
      "target", InputFile("FILE", "an array", example: "wanted.npy").orNone,
      help: "the array that the loss compares with: an output, probabilities, or a class for each "
        + "place; none removes it",
      answer: { session, file throws(UserError) in
        try session.choose(target: file)
        return Reply(session.text.lossLine)
      }),
  ].inGroup(.network)
}

extension Session {
  /// Opens a network by its name.
  ///
  /// - Returns: a sentence about it.
  package mutating func open(
    named name: String, input: String?
  ) throws(UserError) -> String {
    try open(
      try NetworkLibrary.open(name, input: input ?? subject.start.input, preparation, whole: false),
      input: input)
    source = NetworkSource(name)
    return text.opened
  }

  mutating func choose(_ change: InputChange.Change) throws(UserError) {
    guard let name = change.name else { return try choose(change.preparation) }
    try choose(name, change.preparation)
  }
}

extension String {
  /// Its lines, without an empty one at the end.
  var lines: [String] {
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return (lines.last?.isEmpty == true ? lines.dropLast() : lines[...]).map(String.init)
  }
}
