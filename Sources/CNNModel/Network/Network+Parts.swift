extension Network {
  /// The parameters and running statistics that a node begins with.
  public struct InitialValues: Hashable, Sendable {
    public let parameters: [Tensor]
    public let statistics: [Tensor]
    /// What the parameters and then the statistics are called in the file that they came from, as
    /// many as are known.
    public let names: [String]

    public init(parameters: [Tensor], statistics: [Tensor] = [], names: [String] = []) {
      (self.parameters, self.statistics, self.names) = (parameters, statistics, names)
    }
  }

  /// A node of a model file that no layer stands for, or that needs one for which none does.
  public struct MissingNode: Hashable, Sendable {
    public let name: String
    /// The operator, such as `LSTM`.
    public let kind: String
    /// Why it is missing, as the end of a sentence: `the operator is not known`.
    public let reason: String
    /// Whether only something before it is missing.
    public let isBehindAnother: Bool

    public init(name: String, kind: String, reason: String, isBehindAnother: Bool) {
      (self.name, self.kind, self.reason) = (name, kind, reason)
      self.isBehindAnother = isBehindAnother
    }
  }

  /// A value of a model file that is the same at every run.
  public struct KnownValue: Hashable, Sendable {
    public let name: String
    public let value: Value

    public init(name: String, value: Value) { (self.name, self.value) = (name, value) }
  }
}

/// An output of a node: what flows along an edge.
public struct ValueReference: Hashable, Sendable {
  public let node: Int
  public let output: Int

  public init(_ node: Int, _ output: Int = 0) { (self.node, self.output) = (node, output) }
}

/// A node that reads an output of another, and as which input.
public struct Consumer: Hashable, Sendable {
  public let node: Int
  public let input: Int
  public let output: Int
}
