import CNNModel

/// A number or two for each channel that are solved from the arrays: what is left where the file no
/// longer holds the numbers that were meant.
enum SolvedCauses {
  static func all(_ context: NodeContext) -> [Cause] {
    guard let theirs = context.theirs else { return ChannelSolver(context).causes }
    if theirs.shape == context.output.shape {
      let own = ChannelFit(context.output, theirs)
      if own.hasEvidence {
        if own.isShift { return [shift(context)] }
        if own.isAffine {
          return normalizesItself(context) ? [fixed(context)] : [affine(context, own)]
        }
      }
    }
    if let input = context.pass.inputs.first, input.shape == theirs.shape {
      let fit = ChannelFit(input, theirs)
      if fit.hasEvidence, fit.isAffine { return [fixed(context)] }
    }
    return ChannelMatch(context.output, theirs).map { [$0.cause(context)] } ?? []
  }

  /// One number that is added to each channel.
  static func shift(_ context: NodeContext) -> Cause {
    let bias = context.compared.named(context.node).first { $0.kind == .bias || $0.kind == .shift }
    let what =
      bias == nil
      ? "\(context.name) has no bias here"
      : bias?.tensor.largest == 0
        ? "the \(bias?.name ?? "bias") of \(context.name) is 0 here" : "the bias is another one"
    let isLost = bias == nil || bias?.tensor.largest == 0
    return Cause(
      isLost ? "bias-dropped" : "bias-other",
      "the reference differs by one number for each channel of \(context.name), as a bias does, and "
        + "\(what); the numbers that are missing were solved from the arrays",
      proof: .solved, node: context.node, rank: 10)
  }

  private static func affine(_ context: NodeContext, _ fit: ChannelFit) -> Cause {
    let lost = context.compared.named(context.node).filter { $0.tensor.isConstant }.map(\.name)
    let seen =
      lost.isEmpty
      ? ""
      : "; the \(lost.joined(separator: " and the ")) of \(context.name) \(lost.count == 1 ? "is" : "are") the "
        + "same for all channels here, as if lost"
    return Cause(
      fit.isScale ? "channel-scale" : "scale-and-shift",
      "the reference has every channel of \(context.name) by another factor"
        + (fit.isScale ? "" : " and shifted by another number")
        + ", as where a normalization, its scale or its statistics are missing or others" + seen
        + "; the numbers were solved from the arrays",
      parameters: lost.isEmpty ? [] : [("lost", lost.joined(separator: ", "))], proof: .solved,
      node: context.node, rank: 20)
  }

  /// Whether the layer scales and shifts channels by the statistics of its own input: doubling the
  /// input does not change what it gives.
  private static func normalizesItself(_ context: NodeContext) -> Bool {
    guard context.pass.inputs.count == 1, context.pass.inputs[0].shape == context.output.shape,
      let doubled = context.forward(inputs: [context.pass.inputs[0].map { 2 * $0 }])?.first
    else { return false }
    return ArrayEquality.error(context.output, doubled.tensor) < 0.02
  }

  private static func fixed(_ context: NodeContext) -> Cause {
    Cause(
      "batch-statistics",
      "in the reference every channel of \(context.name) is its input times one fixed number plus "
        + "another, as with running statistics; here the layer does something else with it, such as "
        + "taking the statistics of this very input; the numbers were solved from the arrays",
      proof: .solved, node: context.node, rank: 25)
  }
}

/// A factor and a shift for each channel, by least squares.
struct ChannelFit {
  /// Whether one number is added to each channel.
  private(set) var isShift = true
  /// Whether each channel is multiplied by one number.
  private(set) var isScale = true
  /// Whether both explain the array.
  private(set) var isAffine = true
  /// Whether there are several times more cells than numbers that were solved.
  let hasEvidence: Bool

  /// Whether each channel of a shape has several times more cells than a few numbers.
  static func hasEvidence(_ shape: Shape) -> Bool {
    shape.rank > 2 && shape.count / max(1, shape[1]) >= 8
  }

  /// - Precondition: the shapes are equal.
  init(_ ours: Tensor, _ theirs: Tensor) {
    let shape = ours.shape
    let channels = shape.rank > 1 ? shape[1] : 1
    let size = shape.rank > 2 ? shape.count / (shape[0] * channels) : 1
    hasEvidence = Self.hasEvidence(shape)
    let bound = ArrayEquality.share * Double(theirs.largest)
    for channel in 0..<channels where hasEvidence {
      let cells = (0..<shape[0]).flatMap { sample in
        let start = (sample * channels + channel) * size
        return start..<start + size
      }
      let relation = Relation(cells.map { (Double(ours[$0]), Double(theirs[$0])) })
      let rests = (relation.shift, relation.scale, relation.affine)
      isShift = isShift && rests.0 <= bound
      isScale = isScale && rests.1 <= bound
      isAffine = isAffine && rests.2 <= bound
    }
  }
}

/// How far pairs of numbers are from `y = x + b`, `y = a·x` and `y = a·x + b` at most; infinite where
/// one of them is not finite.
struct Relation {
  let shift: Double
  let scale: Double
  let affine: Double
  /// The factor and the shift of the last.
  let factor: Double
  let offset: Double

  init(_ pairs: [(Double, Double)]) {
    let count = Double(max(1, pairs.count))
    let means = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    let both = pairs.reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) }
    let squares = pairs.reduce(0) { $0 + ($1.0 - means.0) * ($1.0 - means.0) }
    let a = squares > 0 ? both / squares : 0
    let b = means.1 - a * means.0
    let products = pairs.reduce(0) { $0 + $1.0 * $1.1 }
    let plain = pairs.reduce(0) { $0 + $1.0 * $1.0 }
    let c = plain > 0 ? products / plain : 0
    let d = means.1 - means.0
    func worst(_ value: (Double) -> Double) -> Double {
      pairs.reduce(0) { worst, pair in
        let rest = (pair.1 - value(pair.0)).magnitude
        return rest <= worst ? worst : rest.isNaN ? .infinity : rest
      }
    }
    (factor, offset) = (a, b)
    shift = worst { $0 + d }
    scale = worst { c * $0 }
    affine = worst { a * $0 + b }
  }
}

extension Tensor {
  /// Whether all numbers are the same.
  var isConstant: Bool { elements.count > 1 && elements.allSatisfy { $0 == elements[0] } }
}
