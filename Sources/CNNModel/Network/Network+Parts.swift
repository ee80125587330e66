extension Network {
  /// The initial parameters and running statistics of a node.
  public struct InitialValues: Hashable, Sendable {
    /// In the order of ``Layer/parameters(for:)``.
    public let parameters: [Tensor]
    /// In the order of ``Layer/statistics(for:)``.
    public let statistics: [Tensor]
    /// The names of the parameters and then the statistics in the file that they came from, as far
    /// as they are known.
    public let names: [String]

    /// Initial values; see the properties.
    public init(parameters: [Tensor], statistics: [Tensor] = [], names: [String] = []) {
      (self.parameters, self.statistics, self.names) = (parameters, statistics, names)
    }
  }

  /// A node of a model file that no layer implements, or that depends on such a node.
  public struct MissingNode: Hashable, Sendable {
    /// The name of the node in the file.
    public let name: String
    /// The operator, such as `LSTM`.
    public let kind: String
    /// Why it is missing, as the end of a sentence: `the operator is not known`.
    public let reason: String
    /// Whether it is missing only because a node before it is.
    public let isBehindAnother: Bool

    /// A missing node; see the properties.
    public init(name: String, kind: String, reason: String, isBehindAnother: Bool) {
      (self.name, self.kind, self.reason) = (name, kind, reason)
      self.isBehindAnother = isBehindAnother
    }
  }

  /// A value of a model file that is the same in every run.
  public struct KnownValue: Hashable, Sendable {
    /// The name of the value in the file.
    public let name: String
    /// Its numbers.
    public let value: Value

    /// A named constant.
    public init(name: String, value: Value) { (self.name, self.value) = (name, value) }
  }
}

/// An output of a node, which other nodes can read.
public struct ValueReference: Hashable, Sendable {
  /// The index of the node.
  public let node: Int
  /// The index among the outputs of the node.
  public let output: Int

  /// An output of a node, by default the first.
  public init(_ node: Int, _ output: Int = 0) { (self.node, self.output) = (node, output) }
}

/// An input of a node, and the output of another node that it reads.
public struct Consumer: Hashable, Sendable {
  /// The index of the node that reads.
  public let node: Int
  /// The index among the inputs of that node.
  public let input: Int
  /// The index of the output that it reads, among those of the other node.
  public let output: Int
}

/// An output of a model file that nothing computes.
public struct UnavailableOutput: Hashable, Sendable {
  /// The name of the output in the file.
  public let name: String
  /// Why it is not there, as a clause: `"n" (NMS) is missing, because …`.
  public let reason: String

  /// An output; see the properties.
  public init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
}
