import CNNModel

/// Whether a map depends on what the network has learnt: the same map with random parameters.
///
/// A map that hardly changes shows the input and the architecture, not the reasons of the network.
/// Source: J. Adebayo et al., "Sanity checks for saliency maps", 2018, who compare by the rank
/// correlation of the maps and of their magnitudes.
public struct SanityCheck: Hashable, Sendable {
  /// The seed of the random parameters.
  public let seed: UInt64
  /// The map with them.
  public let map: AttributionMap
  /// The rank correlation of the pictures; `nil` where one of them has no order.
  public let correlation: Double?
  /// The rank correlation of their magnitudes.
  public let magnitudes: Double?

  /// Computes the map once more, with parameters that are drawn anew.
  ///
  /// - Parameters:
  ///   - original: the map of the network as it is.
  ///   - seed: of the parameters.
  /// - Throws: ``AttributionError`` where the computation was cancelled.
  public init(
    _ method: any AttributionMethod, _ question: AttributionQuestion, original: AttributionMap,
    seed: UInt64, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws(AttributionError) {
    let state = question.state.randomized(question.network, seed: seed)
    let random = try method.map(question.replacing(state), progress)
    (self.seed, map) = (seed, random)
    let (a, b) = (original.picture.elements, random.picture.elements)
    guard a.count == b.count else {
      (correlation, magnitudes) = (nil, nil)
      return
    }
    correlation = RankCorrelation.of(a, b)
    magnitudes = RankCorrelation.of(a.map(\.magnitude), b.map(\.magnitude))
  }
}

extension ModelState {
  /// Parameters and statistics as before a training: drawn by the network's initializers, whatever
  /// its file says. Constants of the network stay.
  package func randomized(_ network: Network, seed: UInt64) -> ModelState {
    var state = self
    for (node, content) in network.nodes.enumerated() {
      let initializer = content.initializer ?? network.initializer
      for (index, declaration) in network.parameters(of: node).enumerated() {
        state.parameters[node][index] = initializer.tensor(
          for: declaration, seed: seed, node: node, index: index)
      }
      for (index, declaration) in network.statistics(of: node).enumerated() {
        state.statistics[node][index] = Tensor(
          shape: declaration.shape, repeating: declaration.initial)
      }
    }
    for content in network.nodes {
      for shared in content.sharing { state.spread(shared.first, in: network) }
    }
    return state
  }
}
