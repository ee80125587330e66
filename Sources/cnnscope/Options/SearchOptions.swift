import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// The options of verbs that search the samples of a data set.
struct SearchOptions: ParsableArguments {
  @Option(help: .dataSet)
  var data: String

  @Option(help: "The part of the data set.") var part = Part.test

  @Option(help: "Use only the first samples of the part (default: all).")
  var limit: Int?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    if let limit, limit < 1 {
      throw ValidationError("--limit takes a number of at least 1, not \(limit)")
    }
  }

  /// The network with its parameters, and the part of the data set.
  func opened(_ name: String) throws -> SearchedData {
    let network = try classes.named(
      try NetworkLibrary.open(
        name, input: "\(data):0", sample: shape.sample, inputOptions.preparation))
    let data = try Progress.reading { () throws(UserError) in
      try TrainingData(self.data, for: network, inputOptions.preparation)
    }
    return SearchedData(
      network, try options.state(of: network), data, part == .train ? .train : .test)
  }

  /// Does a search, with a progress bar where that takes long, and prints what it found.
  func say<Search: SampleSearch>(
    _ search: Search, lines: (Search) -> [String], document: (Search) -> JSONText
  ) throws {
    var search = search
    Interrupt.watch {
      var progress = Progress(total: search.total)
      while !search.isDone, !Interrupt.happened {
        progress.show(search.done, "samples")
        search.advance()
      }
      progress.finish()
    }
    if Interrupt.happened { throw UserError("interrupted after \(search.done) samples") }
    StandardOutput.say(
      json ? document(search).text : lines(search).joined(separator: "\n"))
  }
}

/// A verb that searches the samples of a data set.
protocol SearchVerb: NetworkVerb {
  var search: SearchOptions { get }
}

extension SearchVerb {
  var options: NetworkOptions { search.options }
}
