import ArgumentParser
import CNNEngine
import CNNModel
import CursesDriver
@preconcurrency import Glibc
import ModelFiles
import ScopeDebugger
import ScopeUI

/// The program: a verb, or the explorer where none is named.
///
/// A new verb is one file and one line in ``configuration``.
@main
struct CNNScope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cnnscope",
    abstract: "A debugger for convolutional networks in the terminal.",
    discussion: """
      Without a verb, the explorer opens: cnnscope lenet5 digits:42

      NETWORK is a built-in network (cnnscope shapes --list), or the file of a model (.cnn, \
      .onnx, .pt2, and .keras or .h5 with a configuration). INPUT is an image (PNG, \
      JPEG, PNM), an array (.npy, IDX, or a member of an archive, such as file.npz:name), or a sample \
      of a data set, such as digits:42 or mnist:test:7. The explorer and shapes also open files of \
      weights (.safetensors, .npz, .pt, .pth, .ckpt, .weights.h5), as lists of tensors.

      Exit status: 0 success; 1 a file, a network or a check failed; 64 invalid command line.
      """,
    version: "0.1.0",
    subcommands: [
      ExplorerVerb.self, ReplVerb.self, PlayVerb.self, ShapesVerb.self, RunVerb.self,
      LayerVerb.self, TrainVerb.self, EvaluateVerb.self, CheckVerb.self, CheckupVerb.self,
      VerifyVerb.self, GradeVerb.self, CompareVerb.self, RenderVerb.self, WhyVerb.self,
      TopVerb.self, DeadVerb.self, DataVerb.self, InputVerb.self, ExportVerb.self, BenchVerb.self,
      ManualVerb.self,
    ],
    defaultSubcommand: ExplorerVerb.self)

  static func main() {
    // Exceeding a file size limit is then an error of that file, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var verb = try parsed(Array(CommandLine.arguments.dropFirst()))
      _ = try ProcessorLevel.requested()
      (verb as? any NetworkVerb)?.options.installThreads()
      try verb.run()
      checkOutput()
    } catch let error as ProcessorLevelError {
      fail(error.description, status: 64)
    } catch let error as UserError {
      fail(error.description)
    } catch let error as FileError {
      fail(error.description)
    } catch {
      end(with: error)
    }
  }

  /// The command for these arguments.
  ///
  /// Parsing the explorer alone takes half the time; what it cannot parse is parsed as a verb.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    let first = words.first ?? ""
    try checkVerb(first, verbs)
    if first == "help", let topic = words.dropFirst().first, !topic.hasPrefix("-"),
      !verbs.contains(topic)
    {
      throw CleanExit.message(
        try HelpText.lines(topic, Explorer.commands.commands).joined(separator: "\n"))
    }
    if !first.hasPrefix("-"), !verbs.contains(first),
      let explorer = try? ExplorerVerb.parseAsRoot(words)
    {
      return explorer
    }
    return try parseAsRoot(words)
  }

  /// - Throws: `ValidationError` for a word that names neither a verb nor a network nor a file, and
  ///   that is nearest to a verb.
  private static func checkVerb(_ word: String, _ verbs: [String]) throws {
    let networks = NetworkLibrary.names
    guard word.first?.isLetter == true, !verbs.contains(word), !networks.contains(word),
      !word.contains("."), !word.contains("/"), !FileContent.exists(word),
      let near = nearest(to: word, in: networks + verbs), verbs.contains(near)
    else { return }
    throw ValidationError(
      "there is no verb or network \(word.quoted); did you mean \(near.quoted)?")
  }

  /// Ends the program with what the parser has to say: help and version on standard output,
  /// mistakes on standard error.
  private static func end(with error: any Error) -> Never {
    let status = exitCode(for: error)
    let text = fullMessage(for: error)
    if status.isSuccess, !text.isEmpty { StandardOutput.say(text) }
    checkOutput()
    if !status.isSuccess, !text.isEmpty { StandardError.say(lines: text) }
    Glibc.exit(status.rawValue)
  }

  /// Ends the program with status 1 where something of standard output was not written.
  ///
  /// Buffered output may not have been written yet, and an earlier write may have failed.
  private static func checkOutput() {
    let path = "standard output"
    guard fflush(nil) == 0 else { fail(SystemFailure.last(path, doing: "not written").description) }
    guard ferror(stdout) == 0 else { fail("\(path): not written completely") }
  }

  /// Ends the program with a sentence on standard error.
  private static func fail(_ sentence: String, status: Int32 = 1) -> Never {
    fflush(nil)
    StandardError.say(sentence)
    Glibc.exit(status)
  }
}
