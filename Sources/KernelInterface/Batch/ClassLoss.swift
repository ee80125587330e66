/// Cross-entropy of the logits of a group.
public struct ClassLoss: Sendable {
  /// Where logits and their gradient begin in the group: `[classes][places][16]`.
  public var logits = 0
  public var gradient = 0
  public var classes = 0
  public var places = 0
  /// Where, for every place and sample, there are the class (−1 for none), the share that it should
  /// have, and the sum of all classes' shares; and where the loss is put.
  public var labels = 0
  public var ownShares = 0
  public var wholes = 0
  public var losses = 0
  /// Where in what groups share there is the share of every class that is not the right one, and
  /// behind them the divisor.
  public var otherShares = 0

  public init() {}
}

/// The weight gradient of a linear layer over a whole batch: `g[o][i] = Σ_samples y[o] · x[i]`.
public struct OuterSum: Sendable {
  /// Where the gradient by the outputs begins in each group: `[outputs][16]`.
  public var outputs = 0
  /// Where the inputs begin in each group: `[16][row]`, sample by sample.
  public var inputs = 0
  /// Floats from a sample's inputs to the next one's, a multiple of 32.
  public var row = 0
  public var inputCount = 0
  /// Where the weights' gradient begins in what groups share: `[outputs][inputs]`.
  public var gradient = 0

  public init() {}
}
