import CNNEngine
import CNNModel
import ModelFiles

/// Trained parameters in a file.
extension SessionCommands {
  static let saving: [Command<Session>] = [
    Command(
      "save", OutputFile(example: "net.safetensors"),
      help: "write what the network has learned to a .safetensors or .npz file",
      answer: { session, file throws(UserError) in
        Reply(try session.save(to: file.path, replacing: file.replaces))
      })
  ].inGroup(.files)
}

extension Session {
  /// Writes parameters and running statistics.
  ///
  /// - Parameters:
  ///   - path: the file; the ending `.npz` makes it an archive, any other one safetensors.
  ///   - replaces: whether a file that is there already is replaced.
  /// - Returns: a sentence that says so.
  /// - Throws: ``UserError`` when the file cannot be written; nothing is lost then.
  public mutating func save(
    to path: String, replacing replaces: Bool = false
  ) throws(UserError) -> String {
    do throws(FileError) {
      try FileContent.checkReplaceable(path, by: .weights, replacing: replaces)
      try WeightFile.write(WeightFile.arrays(of: debugger.state, network), to: path)
    } catch {
      throw UserError(error)
    }
    noteSaved(to: path)
    return "\(path.harmless): \(debugger.state.updates) updates saved"
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
