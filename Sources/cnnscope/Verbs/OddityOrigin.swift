import CNNModel
import ModelFiles

/// The first value of a forward pass with NaN or infinite numbers.
struct OddityOrigin {
  private let name: String
  private let isInput: Bool
  private let count: Int
  private let total: Int

  /// - Parameter values: all values of a forward pass.
  /// - Returns: `nil` when all are finite.
  init?(_ network: Network, in values: [ValueReference: Value]) {
    for node in network.nodes.indices {
      for output in network.outputShapes(of: node).indices {
        let reference = ValueReference(node, output)
        guard let tensor = values[reference]?.tensor, tensor.hasOddities else { continue }
        (name, isInput) = (network.valueName(reference), network.nodes[node].isSource)
        (count, total) = (tensor.oddityCount, tensor.shape.count)
        return
      }
    }
    return nil
  }

  /// `the first NaN or infinite numbers: 12 of the 100 numbers of n`
  var sentence: String {
    "the first NaN or infinite numbers: \(count) of the \(total) numbers of "
      + (isInput ? "the input \(name)" : name)
  }

  var json: JSONText {
    .object([("layer", .string(name)), ("count", .integer(count)), ("of", .integer(total))])
  }
}
