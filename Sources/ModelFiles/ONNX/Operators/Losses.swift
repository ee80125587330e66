import CNNModel

/// Losses, as layers of a network.
enum LossOperators {
  static let all: [Operator] = [
    Operator("NegativeLogLikelihoodLoss") { lowering throws(NodeError) in
      [try ClassLossLowering(lowering).loss(of: try lowering.input(0))]
    },
    Operator("SoftmaxCrossEntropyLoss") { lowering throws(NodeError) in
      let logarithms = try lowering.apply(LogSoftmax(axis: 1), try lowering.input(0))
      return [try ClassLossLowering(lowering).loss(of: logarithms), logarithms]
    },
  ]
}

/// The loss of classes by layers of arithmetic: `−w[t]·x[t]` for the class t of every sample or cell,
/// where x are the logarithms of the probabilities of the classes, on axis 1, and w weights of the
/// classes. Its mean is divided by the sum of the weights.
private struct ClassLossLowering {
  private let lowering: Lowering
  private let target: Operand
  /// The target as indices along the classes.
  private let column: Operand
  /// 1 for cells that count and 0 for others; nil where all count.
  private var isCounted: Operand?

  init(_ lowering: Lowering) throws(NodeError) {
    self.lowering = lowering
    let input = try lowering.input(0)
    target = try lowering.input(1)
    guard input.shape.rank > 1, target.shape == input.shape.removing(axis: 1) else {
      throw .invalid("a target of \(target.shape) does not fit \(input.shape)")
    }
    let classes = try lowering.reshape(target, to: input.shape.replacing(axis: 1, with: 1))
    guard let ignored = try lowering.attributes.int("ignore_index") else {
      column = classes
      return
    }
    let other = Operand(NumericArray(shape: [], int64s: [Int64(ignored)]))
    let isIgnored = try lowering.apply(Comparison(.equal), classes, other).typed(.bool)
    let isCounted = try lowering.apply(Logic(.not), isIgnored).typed(.bool)
    let first = Operand(NumericArray(shape: [], int64s: [0]))
    column = try lowering.apply(Select(), isCounted, classes, first).typed(target.type)
    self.isCounted = isCounted
  }

  func loss(of logarithms: Operand) throws(NodeError) -> Operand {
    let picked = try lowering.rearrange(
      GatherElements(axis: 1), [logarithms, column], indices: [1])
    let plain = try lowering.apply(Negation(), picked[0])
    let weights = try weights()
    let losses =
      try weights.map { weights throws(NodeError) in
        try lowering.apply(Arithmetic(.multiply), plain, weights)
      } ?? plain
    switch try lowering.attributes.string("reduction") ?? "mean" {
    case "none": return try lowering.reshape(losses, to: target.shape)
    case "sum": return try lowering.apply(Reduction(.sum, keepsAxes: false), losses)
    case "mean":
      guard let weights else {
        return try lowering.apply(Reduction(.mean, keepsAxes: false), losses)
      }
      let total = Reduction(.sum, keepsAxes: false)
      return try lowering.apply(
        Arithmetic(.divide), try lowering.apply(total, losses), try lowering.apply(total, weights))
    case let name: throw .invalid("unknown reduction \(name.quoted)")
    }
  }

  /// The weight of every cell; nil where all are 1.
  private func weights() throws(NodeError) -> Operand? {
    guard let ofClasses = lowering.optional(2) else { return isCounted }
    let weights = try lowering.rearrange(
      GatherByInput(axis: 0), [ofClasses, column], indices: [1])[0]
    guard let isCounted else { return weights }
    return try lowering.apply(Arithmetic(.multiply), weights, isCounted)
  }
}
