/// A network's forward pass and loss in double precision: the reference for gradient checks.
public struct ReferenceExecution: Sendable {
  /// The network.
  public let network: Network
  /// The outputs, by node and output.
  public private(set) var outputs: [[ReferenceTensor]]
  private var parameters: [[ReferenceTensor]]
  private let statistics: [[ReferenceTensor]]
  private let context: PassContext
  private let target: Target?

  /// Runs the forward pass.
  ///
  /// - Precondition: the batch and the state fit the network.
  public init(_ network: Network, batch: Batch, state: ModelState, context: PassContext) {
    self.network = network
    parameters = state.parameters.map { $0.map(ReferenceTensor.init) }
    statistics = state.statistics.map { $0.map(ReferenceTensor.init) }
    self.context = context
    target = batch.target
    outputs = network.nodes.map { _ in [] }
    for (source, tensor) in zip(network.sources, batch.inputs) {
      outputs[source] = [ReferenceTensor(tensor)]
    }
    run(from: 0)
  }

  /// The loss; `nil` without a target.
  public var loss: Double? { target.map { network.loss.reference(output, $0) } }

  /// How far rounding in double precision can move the loss: where it is a small difference of large
  /// numbers, as `ln Σ eˣ − x` for a sure class, by far more than its own last digit.
  var lossRounding: Double {
    guard let target else { return 0 }
    let single = Tensor(shape: output.shape, elements: output.elements.map(Float.init))
    return network.loss.define(single, target).roundingBound * Self.doubleRoundoff
  }

  /// The unit roundoff of double precision in that of single precision.
  private static let doubleRoundoff = 0x1p-29

  private var output: ReferenceTensor { outputs[network.output.node][network.output.output] }

  /// One number of a parameter.
  func number(node: Int, parameter: Int, offset: Int) -> Double {
    parameters[node][parameter].elements[offset]
  }

  /// The same pass with one number of a parameter changed by `delta`, in all its uses.
  public func moving(node: Int, parameter: Int, offset: Int, by delta: Double) -> Self {
    var moved = self
    let uses = network.uses(of: .init(node, parameter))
    guard let own = uses.first(where: { $0.parameter == .init(node, parameter) }) else {
      return moved
    }
    for use in uses {
      let place = own.converted(offset, to: use, in: network)
      moved.parameters[use.parameter.node][use.parameter.index].elements[place] += delta
    }
    moved.run(from: uses[0].parameter.node)
    return moved
  }

  /// The same pass with one number of an input changed by `delta`.
  public func moving(source: Int, offset: Int, by delta: Double) -> Self {
    var moved = self
    moved.outputs[source][0].elements[offset] += delta
    moved.run(from: source)
    return moved
  }

  /// Whether a slope jumps between two passes of the same network; see
  /// ``Layer/crossesKink(from:to:)``.
  public func crossesKink(to other: Self) -> Bool {
    network.nodes.indices.contains { node in
      !network.nodes[node].isSource
        && network.nodes[node].layer.crossesKink(from: pass(node), to: other.pass(node))
    }
  }

  private mutating func run(from first: Int) {
    for node in first..<network.nodes.count where !network.nodes[node].isSource {
      outputs[node] = network.nodes[node].layer.reference(pass(node))
    }
  }

  private func pass(_ node: Int) -> ReferencePass {
    var context = context
    context.node = node
    return ReferencePass(
      inputs: network.nodes[node].inputs.map { outputs[$0.node][$0.output] },
      parameters: parameters[node], statistics: statistics[node], context: context)
  }
}
