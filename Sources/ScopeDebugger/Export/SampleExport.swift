import CNNEngine
package import CNNModel
import ModelFiles

/// Activations or gradients of layers for every sample of a data set, written to an `.npz` file while
/// they are computed.
///
/// The file has an array `[samples, …]` for each layer, under the name by which its tensor is typed,
/// and `labels` where the samples have classes. Gradients are of each sample's own loss. All is
/// computed in evaluation mode.
package struct SampleExport {
  /// What is written of a layer.
  package enum What: String, CaseIterable, Hashable, Sendable {
    case activation, gradient

    var kind: TensorReference.Kind { self == .activation ? .activation : .gradient }
  }

  private var batches: SampleBatches
  private let what: What
  private let nodes: [Int]
  private let labels: [Int]?
  private let stream: NpzStream
  /// The number of samples, and how many are written.
  package var total: Int { batches.total }
  package var done: Int { batches.done }

  /// - Parameters:
  ///   - nodes: the layers, at least one, whose outputs have a row for each sample.
  ///   - limit: the largest number of samples; all by default.
  /// - Throws: ``UserError`` for a layer without a row for each sample, for a network whose shapes
  ///   depend on the numbers of its input, where one sample does not fit into the memory, and where
  ///   the file cannot be created.
  package init(
    _ what: What, of nodes: [Int], _ network: Network, _ state: ModelState,
    on samples: FittedSamples, limit: Int? = nil, to path: String
  ) throws(UserError) {
    try Self.check(network, nodes)
    (self.what, self.nodes) = (what, nodes)
    batches = try SampleBatches(
      network, state, on: samples,
      what == .gradient ? .gradients : .forward(nodes.max() ?? network.output.node), limit: limit)
    let total = batches.total
    let classes = (0..<total).map { samples.knownLabel(of: $0) }
    labels = classes.contains(nil) ? nil : classes.compactMap(\.self)
    let names = NetworkNames(network: network)
    let members = nodes.map { node in
      NpzStream.Member(
        names.name(of: TensorReference(node, what.kind)),
        network.outputShapes(of: node)[0].replacing(axis: 0, with: total), .float32)
    }
    let own = labels == nil ? [] : [NpzStream.Member("labels", [total], .int64)]
    do throws(FileError) { stream = try NpzStream(members + own, to: path) } catch {
      throw UserError(error)
    }
  }

  private static func check(_ network: Network, _ nodes: [Int]) throws(UserError) {
    if let node = nodes.first(where: { !network.hasBatch($0) }) {
      throw UserError(
        "\(network.nodes[node].name) has no row for each sample, so it cannot be written")
    }
  }

  /// Computes and writes all samples.
  ///
  /// - Parameter progress: is told after every batch how many samples are written.
  /// - Returns: whether all were written; false where the computation was cancelled, in which case
  ///   there is no file.
  /// - Throws: ``UserError`` where the file cannot be written; there is no file then.
  package mutating func write(
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(UserError) -> Bool {
    do throws(FileError) {
      while done < total {
        try writeBatch()
        progress(done, total)
        guard !CancellationToken.isCancelled else {
          stream.discard()
          return false
        }
      }
      if let labels {
        let array = NumericArray(shape: [total], int64s: labels.map { Int64($0) })
        try stream.append(array, to: nodes.count)
      }
      try stream.finish()
    } catch {
      throw UserError(error)
    }
    return true
  }

  private mutating func writeBatch() throws(FileError) {
    guard let (range, execution) = batches.next(), !CancellationToken.isCancelled else { return }
    for (member, node) in nodes.enumerated() {
      let value = ValueReference(node)
      let tensor = what == .activation ? execution.output(value) : execution.gradient(value)
      let zeros = Tensor(
        shape: batches.network.outputShapes(of: node, batch: range.count)[0], repeating: 0)
      try stream.append(NumericArray(tensor ?? zeros), to: member)
    }
  }
}
