import CNNEngine
import CNNModel
import ModelFiles

/// Trained parameters in a file.
extension SessionCommands {
  static let saving: [Command<Session>] = [
    Command(
      "save", OutputFile(example: "net.safetensors"), traits: .writesFile,
      help: "write what the network has learned to a .safetensors or .npz file",
      answer: { session, file throws(UserError) in
        Reply(try session.save(to: file))
      })
  ].inGroup(.files)
}

extension Session {
  /// Writes parameters and running statistics.
  ///
  /// - Parameter file: where to; the ending `.npz` makes it an archive, any other one safetensors.
  /// - Returns: a sentence that says so.
  /// - Throws: ``UserError`` when the file cannot be written; nothing is lost then.
  package mutating func save(to file: OutputFile.Destination) throws(UserError) -> String {
    try file.check(for: .weights)
    do throws(FileError) {
      try WeightFile.write(WeightFile.arrays(of: debugger.state, network), to: file.path)
    } catch {
      throw UserError(error)
    }
    noteSaved(to: file.path)
    return
      "\(file.path.harmless): \(debugger.state.updates) updates saved\(FaultAnswers.remark(debugger))"
  }

  /// Takes note that a file holds what was trained.
  mutating func noteSaved(to path: String) {
    saved = fingerprint
    if let resumed, !FileContent.areSame(resumed.path, path) {
      self.resumed?.isSavedElsewhere = true
    }
  }

  /// Whether a training on a data set has come to something that no file holds yet.
  public var hasUnsavedTraining: Bool {
    hasNetwork && debugger.history.hasUsedDataSet && debugger.state.updates > 0
      && saved != fingerprint
  }

  /// Whether there is no way back any more to where another one was.
  public func hasLost(_ other: Session) -> Bool {
    other.hasNetwork && !(hasNetwork && debugger.history.goesBack(to: other.debugger.history))
  }

  /// A name for a file of the trained parameters: `lenet5-step200.safetensors`.
  public var proposedFile: String {
    network.title.fileName(step: debugger.step)
  }

  /// A text that tells states of the parameters apart.
  var fingerprint: String { "\(generation) \(debugger.checksum)" }
}
