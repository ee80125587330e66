import ArgumentParser
import CNNEngine
import CursesDriver
import Glibc
import ModelFiles
import ScopeDebugger

/// The program: a verb, or the explorer where none is named.
///
/// A new verb is one file and one line in ``configuration``.
@main
struct CNNScope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cnnscope",
    abstract: "A debugger for convolutional networks in the terminal.",
    discussion: """
      Without a verb it opens the explorer: cnnscope lenet5 digits:42

      NETWORK is the name of a built-in network (cnnscope shapes --list), a .cnn or an .onnx file; INPUT \
      is an .npy array or a sample of a data set, such as digits:42 or mnist:test:7.

      Exit status: 0 done; 1 a file, a network or a check failed; 64 the command line is wrong.
      """,
    version: "0.1.0",
    subcommands: [
      ExplorerVerb.self, ReplVerb.self, PlayVerb.self, ShapesVerb.self, RunVerb.self,
      LayerVerb.self, TrainVerb.self, EvaluateVerb.self, CheckVerb.self, VerifyVerb.self,
      RenderVerb.self, BenchVerb.self, ManualVerb.self,
    ],
    defaultSubcommand: ExplorerVerb.self)

  static func main() {
    // A limit of file sizes is then an error of the file, not the end of the program.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var verb = try parsed(Array(CommandLine.arguments.dropFirst()))
      _ = try ProcessorLevel.requested()
      (verb as? any NetworkVerb)?.options.installThreads()
      try verb.run()
      // What was printed may still wait to be written, and the disk may be full.
      guard fflush(nil) == 0 else {
        fail("standard output: not written: \(String(cString: strerror(errno)))")
      }
    } catch let error as ProcessorLevelError {
      fail(error.description, status: 64)
    } catch let error as UserError {
      fail(error.description)
    } catch let error as FileError {
      fail(error.description)
    } catch {
      exit(withError: error)
    }
  }

  /// What the command line asks for.
  ///
  /// The explorer alone is read in half the time; what it cannot read is for the whole program.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    let verbs = configuration.subcommands.map { $0.configuration.commandName } + ["help"]
    let first = words.first ?? ""
    if !first.hasPrefix("-"), !verbs.contains(first),
      let explorer = try? ExplorerVerb.parseAsRoot(words)
    {
      return explorer
    }
    return try parseAsRoot(words)
  }

  /// Ends the program with a sentence on standard error.
  private static func fail(_ sentence: String, status: Int32 = 1) -> Never {
    fflush(nil)
    StandardError.say(sentence)
    Glibc.exit(status)
  }
}
