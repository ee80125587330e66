import CNNEngine
package import CNNModel

/// The samples of a data set that excite a channel most: those with the largest of all its numbers.
///
/// A sample counts with its largest number and the first cell in row-major order that has it. Of
/// equal numbers the sample that comes first in the data set is first. NaN excites nothing.
package struct TopSearch: SampleSearch {
  /// A sample, and where it excites the channel most.
  package struct Hit: Hashable, Sendable {
    package let value: Float
    /// The index in the data set's part.
    package let sample: Int
    package let label: Int?
    /// The cell of the layer's output, with 0 for the batch.
    package let cell: Position
  }

  package let data: SearchedData
  package let channel: LayerChannel
  /// The most samples that are kept.
  package let count: Int
  /// The largest first.
  package private(set) var hits: [Hit] = []
  private var batches: SampleBatches
  private let layout: ChannelLayout

  /// The usual number of samples.
  package static let usualCount = 9

  /// - Parameter limit: how many samples of the data set are looked at; all by default.
  /// - Throws: ``UserError`` for a network that cannot be run on samples.
  package init(
    _ channel: LayerChannel, count: Int = Self.usualCount, in data: SearchedData, limit: Int? = nil
  ) throws(UserError) {
    guard let layout = ChannelLayout(channel.node, of: data.network) else {
      throw UserError(
        "\(data.network.nodes[channel.node].name) has no channels with a value for each sample")
    }
    (self.channel, self.count, self.data, self.layout) = (channel, count, data, layout)
    batches = try SampleBatches(
      data.network, data.state, on: data.samples, .forward(channel.node), limit: limit)
  }

  package var done: Int { batches.done }
  package var total: Int { batches.total }

  package mutating func advance() {
    guard let (range, execution) = batches.next(),
      let output = execution.output(ValueReference(channel.node))
    else { return }
    for sample in range {
      add(output, sample, at: (sample - range.lowerBound) * layout.count)
    }
  }

  private mutating func add(_ output: Tensor, _ sample: Int, at start: Int) {
    var best: (value: Float, offset: Int)?
    for cell in 0..<layout.cells {
      let offset = layout.offset(channel.index, cell)
      let value = output[start + offset]
      if value > best?.value ?? -.infinity || (best == nil && value == -.infinity) {
        best = (value, offset)
      }
    }
    guard let best else { return }
    let place = hits.firstIndex { $0.value < best.value } ?? hits.count
    guard place < count else { return }
    let shape = data.network.sampleShape(of: channel.node).batched(1)
    hits.insert(
      Hit(
        value: best.value, sample: sample, label: batches.label(of: sample),
        cell: shape.position(at: best.offset)), at: place)
    if hits.count > count { hits.removeLast() }
  }

  /// How a sample is opened: `digits:test:7`.
  package func name(of hit: Hit) -> String { "\(data.name):\(hit.sample)" }

  /// The part of the input that a hit's cell depends on; `nil` for all of it.
  package func field(of hit: Hit) -> ReceptiveField? {
    data.network.receptiveField(of: hit.cell, node: channel.node)
  }

  /// The network's input for a hit's sample.
  package func input(of hit: Hit) -> Tensor { data.samples.inputs(at: [hit.sample]) }
}
