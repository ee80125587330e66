import CNNModel
public import ModelFiles

/// Files of weights: looked at alone, or filled into the network.
extension Session {
  static let weighing: [Command<Session>] = [
    Command(
      "weights", arguments: "[FILE]", completion: .file,
      help: "the arrays of a .safetensors, .npz or .onnx file",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        Reply(try session.weights(text, matching: ""))
      }),
    Command(
      "tensors", arguments: "[TEXT]",
      help: "those of the opened file whose name or shape holds the text, such as 3x3",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        Reply(try session.weights("", matching: text))
      }),
    Command(
      "load", arguments: "FILE", completion: .file,
      help: "fill the network from .safetensors, .npz or .onnx, by name or by order; begins anew",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else {
          throw UserError("load needs a file, as in load \(session.proposedFile)")
        }
        return Reply(try session.load(text))
      }),
  ]

  /// Opens a file of weights.
  ///
  /// - Throws: ``UserError`` where it cannot be read or holds no arrays.
  public mutating func open(weights path: String) throws(UserError) {
    do throws(FileError) { weightList = try WeightList(path) } catch { throw UserError(error) }
  }

  private mutating func weights(
    _ path: String, matching text: String
  ) throws(UserError) -> [String] {
    if !path.isEmpty { try open(weights: path) }
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
      throw UserError("no name or shape in \(list.path.harmless) holds \(text.quoted)")
    }
    return SummaryTable.aligned(rows)
  }

  /// Fills the network and begins anew with that.
  private mutating func load(_ path: String) throws(UserError) -> [String] {
    var state = ModelState(network, optimizer: debugger.optimizer, seed: debugger.setup.seed)
    let report: WeightFile.Report
    do throws(FileError) {
      report = try WeightFile(path).fill(&state, of: network)
    } catch {
      throw UserError(error)
    }
    stand()
    results = nil
    debugger.restart(loaded: state)
    return report.lines(file: path)
  }
}

extension WeightFile.Report {
  /// What went where, a line each where it was not by name.
  public func lines(file: String) -> [String] {
    let heading = "\(file.harmless): \(pairs.count) arrays by \(method.rawValue)"
    let rest =
      unused.isEmpty
      ? [] : ["\(file.harmless): not used: \(unused.joined(separator: ", ").harmless)"]
    guard method == .order else { return [heading] + rest }
    return ["\(heading):"] + pairs.map { "  \($0.array.harmless) → \($0.slot) (\($0.shape))" }
      + rest
  }
}
