import CNNModel

/// A network beside a reference: a row for each layer, the first layer that computes something else,
/// and why.
public struct NetworkComparison: Sendable {
  /// Where the first difference is born.
  public enum Guilty: Hashable, Sendable {
    /// The input of the network.
    case input
    /// A node.
    case node(Int)
  }

  /// One row for each value of a layer, in the order of the network.
  public internal(set) var layers: [ComparedLayer] = []
  /// Where the first difference is born; `nil` where there is none.
  public internal(set) var guilty: Guilty?
  /// The names of the nodes that the reference leaves possible: one, or a stretch of nodes whose
  /// arrays it lacks. Empty for the input.
  public internal(set) var candidates: [String] = []
  /// The names of the known layers around the stretch, for `between relu3 and add2`.
  public internal(set) var neighbors: (before: String, after: String)?
  /// What explains the first difference, the best first.
  public internal(set) var causes: [Cause] = []
  /// The network.
  public let compared: ComparedNetwork
  /// Which array belongs to which value.
  public internal(set) var pairing: LayerPairing
  /// Whether the rows are computed from the reference's own input, so that an input that differs makes
  /// no layer guilty.
  var isInputKnown = false
  /// Whether the search for causes was ended since it would have taken too long.
  public internal(set) var isSearchCut = false
  /// The arrays of the reference that belong to no layer.
  public internal(set) var unpaired: [String] = []

  /// Whether everything that was compared is equal within rounding.
  public var isEqual: Bool { guilty == nil }

  /// Whether every node of the network can be computed.
  public var isComplete: Bool { compared.network.missing.isEmpty }

  /// Whether a change of the input gives the reference's array as well as the first cause, a change of
  /// a layer, does.
  public var mayBeInput: Bool {
    guilty != .input && causes.contains { $0.node == nil && $0.proof == causes[0].proof }
  }

  /// The best explanation.
  public var cause: Cause? { causes.first }

  /// The name of the node where the difference is born, or `input`; `nil` where there is none.
  public var guiltyName: String? {
    switch guilty {
    case .input: "input"
    case .node(let node): compared.name(of: node)
    case nil: nil
    }
  }

  /// The layers besides the first difference that compute something else, too.
  public var furtherGuilty: [ComparedLayer] {
    let guilty = layers.filter(\.isGuilty)
    return isInputKnown && self.guilty == .input ? guilty : Array(guilty.dropFirst())
  }
}
