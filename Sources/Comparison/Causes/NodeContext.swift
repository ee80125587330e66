import CNNModel

/// A node that may compute something else than it was meant to, with the reference's values at its
/// inputs.
struct NodeContext {
  let stretch: Stretch
  let node: Int
  /// The arguments of its pass on the reference's values.
  let pass: ForwardPass
  /// What it computes.
  let outputs: [Value]

  init?(_ stretch: Stretch, _ node: Int) {
    let compared = stretch.context.compared
    guard let inputs = stretch.context.inputs(of: node), !inputs.isEmpty,
      let pass = compared.pass(of: node, inputs), let outputs = compared.outputs(of: node, inputs)
    else { return nil }
    (self.stretch, self.node, self.pass, self.outputs) = (stretch, node, pass, outputs)
  }

  var compared: ComparedNetwork { stretch.context.compared }
  var network: Network { compared.network }
  var layer: any Layer { network.nodes[node].layer }
  var name: String { compared.name(of: node) }
  /// The first output.
  var output: Tensor { outputs[0].tensor }
  /// The reference's array where it is the output of this node.
  var theirs: Tensor? { stretch.target.node == node ? stretch.theirs : nil }

  /// The names of what it reads.
  var inputNames: [String] { network.nodes[node].inputs.map { compared.name(of: $0.node) } }

  /// The outputs of the layer for a changed pass; `nil` where it does not take it.
  func forward(_ pass: ForwardPass) -> [Value]? {
    guard (try? layer.outputShapes(for: pass.shapes)) != nil,
      layer.parameters(for: pass.shapes).map(\.shape) == pass.parameters.map(\.shape)
    else { return nil }
    return layer.forward(pass).values
  }

  /// The outputs for other inputs.
  func forward(inputs: [Tensor]) -> [Value]? {
    var changed = pass
    changed.inputs = inputs
    return forward(changed)
  }

  /// The outputs with another parameter or statistic.
  func forward(_ place: ParameterPlace, _ tensor: Tensor) -> [Value]? {
    var changed = pass
    switch place {
    case .parameter(let index): changed.parameters[index] = tensor
    case .statistic(let index): changed.statistics[index] = tensor
    }
    return forward(changed)
  }
}

/// A parameter or a running statistic of a node.
enum ParameterPlace: Hashable {
  case parameter(Int)
  case statistic(Int)
}

/// A changed computation of one node, which may be what was meant.
struct NodeChange {
  let name: String
  /// What the reference computes, as a sentence.
  let sentence: String
  var parameters: [(String, String)] = []
  var proof = Cause.Proof.equal
  /// How specific it is; see ``Cause``.
  var rank = 50
  /// Whether the nodes behind it in the stretch may be left out with it.
  var mayEndStretch = false
  /// The outputs of the node.
  let outputs: () -> [Value]?
}
