import ArgumentParser
import CNNModel
import ScopeDebugger

/// `cnnscope top`: the samples of a data set that excite a channel most.
struct TopVerb: ParsableCommand, SearchVerb {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "List the samples of a data set that excite a channel, a unit or a class most.",
    discussion: """
      A sample counts with the largest number of the channel, and the first cell that has it; what \
      that cell sees are the rows and columns of its receptive field. CHANNEL is LAYER[N], or class[N] \
      for an output of the network.

      Example: cnnscope top lenet5 'conv2[3]' --data digits --weights trained
               cnnscope top digits8 'class[7]' --data digits --part train --json
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: "A channel, a unit or a class, such as conv2[3].") var channel: String

  @Option(help: "How many samples are listed.")
  var count = TopSearch.usualCount

  @OptionGroup var samples: SampleOptions

  func validate() throws {
    try ValidationError.checkPositive("count", count)
  }

  func run() throws {
    let data = try samples.searched(network)
    guard let channel = try LayerChannel(channel, of: data.network) else {
      throw UserError(
        "top takes a channel, a unit or a class, as in conv1[3] or class[7], not \(channel.quoted)")
    }
    try samples.say(
      TopSearch(channel, count: count, in: data, limit: samples.limit), lines: ExcitationText.lines,
      document: SearchJSON.document)
  }
}
