import CNNEngine
package import CNNModel
import ModelFiles

/// Where a network was opened from, so that it can be opened again for another input: the shapes of a
/// model may depend on the numbers of its input.
package struct NetworkSource: Hashable, Sendable {
  private let name: String
  private let sample: Shape?

  /// - Parameters:
  ///   - name: a built-in network or a file.
  ///   - sample: the shape of the first input without the batch, where the user sets it.
  package init(_ name: String, sample: Shape? = nil) { (self.name, self.sample) = (name, sample) }

  /// The network for an input.
  ///
  /// - Throws: ``UserError`` as ``NetworkLibrary`` does.
  func network(
    for input: String, _ preparation: PreprocessingOptions
  ) throws(UserError) -> Network {
    try NetworkLibrary.open(name, input: input, sample: sample, preparation, whole: false)
  }
}

extension NetworkSource {
  /// Whether two networks have as many parameters for every node, of the same shapes.
  func hasSameParameters(_ first: Network, _ second: Network) -> Bool {
    first.nodes.count == second.nodes.count
      && first.nodes.indices.allSatisfy {
        first.parameters(of: $0).map(\.shape) == second.parameters(of: $0).map(\.shape)
          && first.statistics(of: $0).map(\.shape) == second.statistics(of: $0).map(\.shape)
      }
  }
}

extension NetworkInput {
  /// Why a network, as it was opened, has no result for the input: numbers that decided shapes are
  /// others. `nil` where they are the same, and where none did.
  func violation(of network: Network) -> String? {
    let conditions = ValueConditions(network)
    guard conditions.decideShapes else { return nil }
    let values = Execution.outputs(network, batch(for: network).batch, of: conditions.values)
    let known = Dictionary(
      zip(conditions.values, values).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    return conditions.violation { known[$0] }
  }
}
