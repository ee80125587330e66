import CNNModel
import ModelFiles

/// The command that writes what there is to files, and what needs no screen for it.
extension SessionCommands {
  static let exporting: [Command<Session>] = [
    Command(
      "export", ExportText(), traits: .writesFile,
      help: Export.help,
      answer: { session, export throws(UserError) in
        Reply(try session.export(export, looking: nil))
      })
  ].inGroup(.files)
}

extension Session {
  /// Writes what does not need a screen.
  ///
  /// - Parameter reference: the tensor that is looked at; nil for what the last phase made.
  /// - Returns: a sentence that says so.
  /// - Throws: ``UserError`` where it is not there, or cannot be written.
  package func export(
    _ export: Export, looking reference: TensorReference?
  ) throws(UserError) -> String {
    let sentence = try Exporter(debugger: debugger).write(export, looking: reference)
    return export.content.isOfNetwork ? sentence + FaultAnswers.remark(debugger) : sentence
  }
}
