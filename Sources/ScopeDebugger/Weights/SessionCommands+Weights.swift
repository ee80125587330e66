import CNNModel
import ModelFiles

/// Files of weights: looked at alone, or filled into the network.
extension SessionCommands {
  static let weighing: [Command<Session>] = [
    Command(
      "weights",
      InputFile("FILE", "a file of weights", example: "net.safetensors").optional,
      traits: .worksWithoutNetwork,
      help: "the arrays of a .safetensors, .npz, PyTorch, Keras or .onnx file",
      answer: { session, path throws(UserError) in
        if let path { try session.open(weights: path) }
        let notes = path == nil ? [] : session.weightList?.notes.map(\.harmless) ?? []
        return Reply(notes + (try session.weightLines(matching: "")))
      }),
    Command(
      "tensors", Text("TEXT", example: "3x3").optional, traits: .worksWithoutNetwork,
      help: "tensors of the open file whose name or shape contains the text, such as 3x3",
      answer: { session, text throws(UserError) in
        Reply(try session.weightLines(matching: text ?? ""))
      }),
    Command(
      "load", WeightSource(),
      traits: .mayDiscardTraining,
      help: "fill the network from a file, or with what comes trained with it; starts over",
      answer: { session, source throws(UserError) in Reply(try session.load(source)) }),
  ].inGroup(.files)
}

extension Session {
  /// Opens a file of weights: instead of the tensors that are looked at, or beside the network.
  ///
  /// - Throws: ``UserError`` where it cannot be read or holds no arrays.
  public mutating func open(weights path: String) throws(UserError) {
    do throws(FileError) { show(try WeightList(path)) } catch { throw UserError(error) }
  }

  func weightLines(matching text: String) throws(UserError) -> [String] {
    guard let list = weightList else {
      throw UserError("no file of weights is open; weights FILE opens one")
    }
    let rows = list.arrays.indices.filter { text.isEmpty || list.matches($0, text) }.map { index in
      let array = list.arrays[index]
      return [
        array.name.harmless, array.array.elementType.description, "\(array.array.shape)",
      ]
    }
    guard !rows.isEmpty else {
      throw UserError("no name or shape in \(list.path.harmless) contains \(text.quoted)")
    }
    return SummaryTable.aligned(rows)
  }

  /// Fills the network with weights and starts over from them.
  mutating func load(_ source: WeightSource.Source) throws(UserError) -> [String] {
    var state = ModelState(network, optimizer: debugger.optimizer, seed: debugger.setup.seed)
    let report: WeightFile.Report
    do throws(FileError) {
      report = try WeightFile(named: source.path, for: network).fill(
        &state, of: network, partially: source.isPartial)
    } catch {
      throw UserError(error)
    }
    loop.stop()
    loop.forgetEvaluation()
    resumed = nil
    debugger.restart(debugger.timeline.firstSetup, Beginning(loaded: state))
    hasTrainedWeights = source.path == TrainedWeights.word
    return report.lines(file: source.path)
  }
}
