import CNNModel
import ModelFiles
import ScopeDebugger

/// What layers compute for every sample of a data set, written to an `.npz` file with a progress bar.
struct SampleDump {
  var what = SampleExport.What.activation
  /// The names of the layers; empty for all that have a row for each sample.
  let layers: [String]
  var part = DataSet.Part.test
  let limit: Int?
  let path: String

  /// Writes the file. Ctrl-C leaves none.
  ///
  /// - Throws: `UserError` where data set or layers do not fit, and where the file cannot be written.
  func write(
    _ network: Network, _ state: ModelState, of name: String, _ preparation: PreprocessingOptions
  ) throws {
    let data = try Progress.reading { () throws(UserError) in
      try TrainingData(name, for: network, preparation)
    }
    var nodes: [Int] = []
    for name in layers {
      let node = try network.layer(named: name)
      if !nodes.contains(node) { nodes.append(node) }
    }
    var samples = try SampleExport(
      what, of: nodes.isEmpty ? network.nodes.indices.filter(network.hasBatch) : nodes, network,
      state, on: data[part], limit: limit, to: path)
    var progress = Progress(total: samples.total)
    var isComplete = false
    try Interrupt.watch {
      isComplete = try samples.write { done, _ in progress.show(done, "samples") }
    }
    progress.finish()
    guard isComplete else { throw UserError("\(path.harmless): stopped; no file was written") }
  }
}
