import CNNModel

/// What explains that a layer, or the input, differs from the reference.
public struct Cause: Hashable, Sendable {
  /// How far it is proved.
  public enum Proof: Int, Hashable, Sendable, Comparable {
    /// The changed computation gives the reference's array within rounding.
    case equal
    /// It does so with a few numbers that were solved from the arrays themselves.
    case solved
    /// What is seen fits, but other causes would look the same.
    case likely

    public static func < (a: Proof, b: Proof) -> Bool { a.rawValue < b.rawValue }
  }

  /// The same from version to version: `padding`.
  public let name: String
  /// What the reference computes where the network does something else, as a sentence.
  public let sentence: String
  /// Numbers and names that belong to it.
  public let parameters: [Parameter]
  /// How far it is proved.
  public let proof: Proof
  /// The node that is changed; `nil` for the input.
  public let node: Int?
  /// How specific it is: of several that give the same, the smaller numbers are named first.
  let rank: Int

  /// A number or a name that belongs to a cause.
  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  init(
    _ name: String, _ sentence: String, parameters: [(String, String)] = [],
    proof: Proof = .equal, node: Int?, rank: Int
  ) {
    (self.name, self.sentence, self.proof, self.node) = (name, sentence, proof, node)
    self.parameters = parameters.map(Parameter.init)
    self.rank = rank
  }
}
