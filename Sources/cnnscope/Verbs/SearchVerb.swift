import CNNModel
import ModelFiles
import ScopeDebugger

/// A verb that searches the samples of a data set.
protocol SearchVerb: NetworkVerb {
  var samples: SampleOptions { get }
}

extension SearchVerb {
  var options: NetworkOptions { samples.options }
}

extension SampleOptions {
  /// The network with its parameters, and the part of the data set.
  func searched(_ name: String) throws -> SearchedData {
    let network = try network(name)
    let data = try opened(for: network)
    return SearchedData(network, try options.state(of: network), data, part.ofDataSet)
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
