import CNNModel
import Differences
import ModelFiles

/// Compares a network with a reference, layer by layer.
public struct Comparer {
  let compared: ComparedNetwork
  let arrays: ReferenceArrays
  let inputs: [Value]
  let referenceInputs: [Value]?
  private let keep: (ValueReference, ComparedTensors) -> Void
  private let progress: (_ done: Int, _ total: Int, _ what: String) -> Void

  /// - Parameters:
  ///   - inputs: what goes into the network, one for each of its sources.
  ///   - referenceInputs: what went into the reference, where that may be something else.
  ///   - keep: is given the arrays of every layer that the reference has.
  ///   - progress: is told how many layers are done.
  public init(
    _ compared: ComparedNetwork, _ arrays: ReferenceArrays, inputs: [Value],
    referenceInputs: [Value]? = nil,
    keep: @escaping (ValueReference, ComparedTensors) -> Void = { _, _ in },
    progress: @escaping (_ done: Int, _ total: Int, _ what: String) -> Void = { _, _, _ in }
  ) {
    (self.compared, self.arrays, self.inputs) = (compared, arrays, inputs)
    (self.referenceInputs, self.keep, self.progress) = (referenceInputs, keep, progress)
  }

  var network: Network { compared.network }

  /// Tells of what is done besides the passes.
  func report(_ done: Int, _ total: Int, _ what: String) { progress(done, total, what) }

  /// The rows, the first layer that differs, and why; incomplete where the thread's
  /// ``CNNModel/CancellationToken`` is cancelled.
  ///
  /// - Throws: ``FileError`` where no array of the reference belongs to a layer, or one cannot be
  ///   read.
  public func compare() throws(FileError) -> NetworkComparison {
    var comparison = NetworkComparison(compared: compared, pairing: try pairing())
    let first = arrays.entries[0]
    // Places alone prove nothing where most arrays belong to no layer.
    let isPlaced = 2 * comparison.pairing.pairs.count >= arrays.entries.count
    guard
      comparison.pairing.pairs.contains(where: {
        !compared.isConstant($0.key.node) && (isPlaced || $0.value.evidence != .order)
      })
    else {
      throw FileError(
        path: arrays.path,
        reason: "none of its \(arrays.entries.count) arrays belongs to a layer of "
          + "\(network.title) by name, order or numbers; the first is \(first.name.quoted) of "
          + "\(first.shape)")
    }
    comparison.unpaired = comparison.pairing.rest(of: arrays.entries)
      .map { arrays.entries[$0].name }
    comparison.layers = try rows(comparison.pairing)
    guard !CancellationToken.isCancelled else { return comparison }
    let context = StretchContext(self, comparison.pairing)
    comparison.judge(context)
    return comparison
  }

  /// The layers in the order of the network, in one pass of its own and one on the reference's
  /// values.
  private func rows(_ pairing: LayerPairing) throws(FileError) -> [ComparedLayer] {
    var own = LiveValues(compared)
    var mixed = LiveValues(compared)
    var depth = [ValueReference: Int]()
    var rows: [ComparedLayer] = []
    for (node, content) in network.nodes.enumerated() where !CancellationToken.isCancelled {
      progress(node, network.nodes.count, content.name)
      let before = content.inputs.map { depth[$0] ?? 0 }.max() ?? 0
      let results = outputs(of: node, own.inputs(of: content), inputs)
      let expected = try mixedOutputs(of: node, mixed.inputs(of: content), pairing)
      let pass = mixed.inputs(of: content).flatMap { compared.pass(of: node, $0) }
      for (output, shape) in network.outputShapes(of: node).enumerated() {
        let value = ValueReference(node, output)
        own[value] = results?[output]
        let theirs = try reference(value, pairing)
        mixed[value] = theirs ?? expected?[output]
        depth[value] = theirs == nil ? before + 1 : 0
        guard !compared.isConstant(node) else { continue }
        rows.append(
          row(
            value, theirs, expected: expected?[output], own: results?[output], pass, shape,
            depth: before, pairing))
      }
      own.finish(content, network)
      mixed.finish(content, network)
    }
    progress(network.nodes.count, network.nodes.count, "")
    return rows
  }

  private func mixedOutputs(
    of node: Int, _ inputs: [Value]?, _ pairing: LayerPairing
  ) throws(FileError) -> [Value]? {
    outputs(of: node, inputs, referenceInputs ?? self.inputs)
  }

  /// The outputs of a node, which for an input of the network are what goes in.
  func outputs(of node: Int, _ values: [Value]?, _ sources: [Value]) -> [Value]? {
    if let source = network.sources.firstIndex(of: node) {
      return sources.indices.contains(source) ? [sources[source]] : nil
    }
    return values.flatMap { compared.outputs(of: node, $0) }
  }

  /// The reference's value, as the network has it; `nil` where it lacks it.
  func reference(
    _ value: ValueReference, _ pairing: LayerPairing
  ) throws(FileError) -> Value? {
    guard let pair = pairing.pairs[value] else { return nil }
    let wanted = network.outputShapes(of: value.node)[value.output]
    let array = try arrays.array(pair.array).value
    let type = network.elementType(of: value)
    if type.isFloating || pair.form == .channelsLast {
      return .floats(pair.form.arranged(array.tensor, as: wanted))
    }
    return (pair.form == .reshaped ? array.reshaped(to: wanted) : array).cast(to: type)
  }

  private func row(
    _ value: ValueReference, _ theirs: Value?, expected: Value?, own: Value?, _ pass: ForwardPass?,
    _ shape: Shape, depth: Int, _ pairing: LayerPairing
  ) -> ComparedLayer {
    let name = compared.name(of: value.node)
    guard let theirs = theirs?.tensor, let pair = pairing.pairs[value] else {
      return ComparedLayer(value: value, name: name, reference: nil, born: nil, arrived: nil)
    }
    let ours = expected?.tensor
    keep(value, ComparedTensors(own: own?.tensor, onReference: ours, reference: theirs))
    let born = ours.map { ArrayEquality.error(theirs, $0) }
    let rounding = depth == 0 ? pass : nil
    let isGuilty =
      ours.map { !ArrayEquality.areEqual(theirs, $0, depth: depth, layer(value), rounding, value) }
      ?? false
    return ComparedLayer(
      value: value, name: name, reference: arrays.entries[pair.array].name, born: born,
      arrived: own.map { ArrayEquality.error(theirs, $0.tensor) }, isGuilty: isGuilty,
      shapes: ours.map { $0.shape == theirs.shape ? [] : [$0.shape, theirs.shape] }
        ?? (shape == theirs.shape ? [] : [shape, theirs.shape]),
      arrivesInOtherShape: own.map { $0.shape != theirs.shape } ?? false)
  }

  private func layer(_ value: ValueReference) -> any Layer { network.nodes[value.node].layer }
}
