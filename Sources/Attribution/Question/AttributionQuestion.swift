import CNNEngine
import CNNModel

/// The question which cells of an input a score depends on.
///
/// The other inputs, the parameters and the running statistics are held.
public struct AttributionQuestion: Sendable {
  /// The layers up to the score, with the score as output and in the place of the loss. Nodes have
  /// the numbers of the whole network.
  public let network: Network
  /// Parameters and running statistics of these layers.
  public let state: ModelState
  /// The inputs, with a target of 1 at the score.
  public let batch: Batch
  /// The score.
  public let score: Score
  /// The input, by its node.
  public let source: Int
  /// The seed of layers that draw random numbers.
  public let seed: UInt64

  /// - Parameter source: the input that is asked about, by its node; by default the first one of real
  ///   numbers.
  /// - Throws: ``AttributionError`` where that is no input of real numbers, or the score does not
  ///   depend on it.
  public init(
    _ pass: AttributedPass, _ score: Score, source: Int? = nil
  ) throws(AttributionError) {
    let whole = pass.network
    if let source, !whole.sources.contains(source) {
      let names = whole.sources.map { whole.nodes[$0].name }.joined(separator: ", ")
      throw AttributionError(
        "\(whole.nodes[source].name) is no input of \(whole.title); its inputs are \(names)")
    }
    let floats = whole.sources.filter { whole.elementType(of: ValueReference($0)).isFloating }
    guard let chosen = source ?? floats.first, floats.contains(chosen) else {
      let node = source ?? whole.sources[0]
      throw AttributionError(
        "\(whole.nodes[node].name) is \(whole.elementType(of: ValueReference(node))); an attribution "
          + "needs an input of real numbers")
    }
    guard Set(ancestorsOf: score.value.node, in: whole).contains(chosen) else {
      throw AttributionError(
        "\(score.name(in: whole)) does not depend on \(whole.nodes[chosen].name)")
    }
    network = try Self.part(of: whole, upTo: score.value)
    state = pass.state.first(network.nodes.count)
    var batch = pass.batch
    var factors = pass.computed(score.value).zeros
    factors[score.cell] = 1
    batch.target = .values(factors)
    (self.batch, self.score, self.source, seed) = (batch, score, chosen, pass.seed)
  }

  /// The nodes up to a value, and those up to the last input, with the value as output.
  private static func part(
    of whole: Network, upTo value: ValueReference
  ) throws(AttributionError) -> Network {
    let end = max(value.node, whole.sources.last ?? 0)
    do throws(NetworkError) {
      return try Network(
        title: whole.title, nodes: Array(whole.nodes[...end]), outputs: [value], loss: ScoreLoss(),
        initializer: whole.initializer, known: whole.known)
    } catch {
      throw AttributionError("\(whole.title): \(error)")
    }
  }

  private init(_ other: AttributionQuestion, with state: ModelState) {
    (network, batch, score) = (other.network, other.batch, other.score)
    (source, seed, self.state) = (other.source, other.seed, state)
  }

  /// The same question about other parameters.
  func replacing(_ state: ModelState) -> AttributionQuestion {
    AttributionQuestion(self, with: state)
  }

  /// The tensor of the input that is asked about.
  public var input: Tensor { batch.inputs[sourceIndex] }

  /// The number of the input among all inputs.
  var sourceIndex: Int { network.sources.firstIndex(of: source) ?? 0 }
}

extension Set<Int> {
  /// The nodes that a node depends on, itself included.
  init(ancestorsOf node: Int, in network: Network) {
    self = [node]
    for index in (0...node).reversed() where contains(index) {
      for value in network.nodes[index].inputs { insert(value.node) }
    }
  }
}

extension ModelState {
  /// The state of the first nodes.
  fileprivate func first(_ count: Int) -> ModelState {
    var part = self
    part.parameters = Array(parameters.prefix(count))
    part.statistics = Array(statistics.prefix(count))
    part.slots = Array(slots.prefix(count))
    return part
  }
}
