/// Why a layer cannot take the shapes that come to it: the arithmetic, and what would fit.
public struct ShapeError: Error, Hashable, Sendable {
  /// What is wrong, with its numbers: `kernel 5×5 does not fit into 4×4 without padding`.
  public let reason: String
  /// What to write instead, where there is such a thing.
  public let proposal: String?

  public init(_ reason: String, proposal: String? = nil) {
    (self.reason, self.proposal) = (reason, proposal)
  }
}

extension ShapeError: CustomStringConvertible {
  public var description: String { proposal.map { "\(reason); \($0)" } ?? reason }
}

extension Layer {
  /// The only input.
  ///
  /// - Throws: when there is not exactly one.
  func single(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let input = inputs.first, inputs.count == 1 else {
      throw ShapeError("\(kind) takes 1 input, but \(inputs.count) are given")
    }
    return input
  }

  /// The only input, when it is an image `[batch, channels, rows, columns]`.
  ///
  /// - Throws: when it has another rank.
  func singleImage(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    let input = try single(inputs)
    guard input.rank == 4 else {
      throw ShapeError(
        "\(kind) takes channels×rows×columns, but what comes before it gives \(input.sample)",
        proposal: "put it before the layer that flattens")
    }
    return input
  }
}
