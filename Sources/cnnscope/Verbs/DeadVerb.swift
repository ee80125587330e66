import ArgumentParser
import CNNModel
import ScopeDebugger

/// `cnnscope dead`: channels that do nothing over a data set.
struct DeadVerb: ParsableCommand, SearchVerb {
  static let configuration = CommandConfiguration(
    commandName: "dead",
    abstract: "List channels that do nothing over the samples of a data set.",
    discussion: """
      A channel is listed where none of its numbers is above 0, where the slope of the layer's function \
      is at most 0.01 at each of them, or where it is a multiple of another channel (a correlation \
      above 0.99). Without LAYER all layers with parameters or a function of each number are looked at.

      Example: cnnscope dead lenet5-relu --data digits --weights trained
               cnnscope dead digits8 relu2 --data digits --part train --json
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: "The layer (default: all).") var layer: String?

  @OptionGroup var samples: SampleOptions

  func run() throws {
    let data = try samples.searched(network)
    let names = NetworkNames(network: data.network)
    let node = try layer.map { name throws(UserError) in try names.node(named: name) }
    try samples.say(
      HealthSearch(node, in: data, limit: samples.limit), lines: ExcitationText.lines,
      document: SearchJSON.document)
  }
}
