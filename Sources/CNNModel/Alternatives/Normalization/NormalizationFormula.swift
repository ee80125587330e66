/// `y = γ·(x − μ)/√(σ² + ε) + β` with parts of it changed.
struct NormalizationFormula: Sendable {
  /// The cells whose mean is subtracted.
  var meanCells = NormalCells.own
  /// The cells whose variance divides.
  var varianceCells = NormalCells.own
  /// Whether the mean is subtracted from x.
  var takesOffMean = true
  /// Whether the variance is the mean of the squares of x instead of x − μ.
  var isAboutZero = false
  /// What the sum of the squares is divided by.
  var count = Count.cells
  /// What x − μ is divided by.
  var deviation = Deviation.root
  /// How scale and shift enter.
  var affine = Affine.own
  /// Whether running statistics and those of the input are exchanged.
  var exchangesStatistics = false

  /// What a sum of squares is divided by.
  enum Count: Sendable { case cells, oneLess, one }

  /// A function of the variance v and ε that x − μ is divided by.
  enum Deviation: Sendable {
    case root, epsilonOutside, epsilonForgotten, epsilonTwice, epsilonSquared, epsilonRoot
    case variance, variancePlain, inverse, fourthRoot, one
  }

  /// How γ and β make y of the normalized x̂.
  enum Affine: Sendable {
    case own, swapped, noScale, noShift, none, shiftFirst, shiftSubtracted, scaleAdded, onePlusScale
    case scaleDivides, scaleSquared, shiftTwice, shiftScaled
  }
}

/// Which cells have a common mean or variance.
enum NormalCells: Hashable, Sendable {
  /// Those of the layer.
  case own
  /// All that differ on these axes only.
  case axes([Int])
  /// Every so many channels of a sample: channel c is in group c mod n.
  case interleaved(Int)
  /// This number of adjacent channels of a sample.
  case adjacent(Int)

  /// For every cell in row-major order the number of its group.
  func groups(_ layer: any NormalizationPasses, _ shape: Shape) -> [Int] {
    switch self {
    case .own: return layer.normalGroups(of: shape)
    case .axes(let axes):
      let strides = shape.strides
      return Offsets.sums(
        (0..<shape.rank).map { axis in
          (0..<shape[axis]).map { axes.contains(axis) ? 0 : $0 * strides[axis] }
        })
    case .interleaved(let count):
      return channels(shape) { sample, channel in sample * shape[1] + channel % count }
    case .adjacent(let count):
      return channels(shape) { sample, channel in sample * shape[1] + channel / count }
    }
  }

  private func channels(_ shape: Shape, _ group: (_ sample: Int, _ channel: Int) -> Int) -> [Int] {
    let plane = max(1, shape.strides[1])
    return (0..<shape.count).map { group($0 / plane / shape[1], $0 / plane % shape[1]) }
  }
}

extension NormalizationFormula.Deviation {
  /// What x − μ is divided by.
  func value(_ v: Double, _ epsilon: Double) -> Double {
    switch self {
    case .root: (v + epsilon).squareRoot()
    case .epsilonOutside: v.squareRoot() + epsilon
    case .epsilonForgotten: v.squareRoot()
    case .epsilonTwice: (v + epsilon).squareRoot() + epsilon
    case .epsilonSquared: (v + epsilon * epsilon).squareRoot()
    case .epsilonRoot: v.squareRoot() + epsilon.squareRoot()
    case .variance: v + epsilon
    case .variancePlain: v
    case .inverse: 1 / (v + epsilon).squareRoot()
    case .fourthRoot: (v + epsilon).squareRoot().squareRoot()
    case .one: 1
    }
  }

  /// Its slope by the variance.
  func slope(_ v: Double, _ epsilon: Double) -> Double {
    switch self {
    case .root, .epsilonTwice: 0.5 / (v + epsilon).squareRoot()
    case .epsilonOutside, .epsilonForgotten, .epsilonRoot: 0.5 / v.squareRoot()
    case .epsilonSquared: 0.5 / (v + epsilon * epsilon).squareRoot()
    case .variance, .variancePlain: 1
    case .inverse: -0.5 / ((v + epsilon) * (v + epsilon).squareRoot())
    case .fourthRoot: 0.25 / Double.power(v + epsilon, 0.75)
    case .one: 0
    }
  }
}

extension NormalizationFormula.Affine {
  /// The output of a normalized number.
  func value(_ normal: Double, _ scale: Double, _ shift: Double) -> Double {
    switch self {
    case .own: scale * normal + shift
    case .swapped: shift * normal + scale
    case .noScale: normal + shift
    case .noShift: scale * normal
    case .none: normal
    case .shiftFirst: scale * (normal + shift)
    case .shiftSubtracted: scale * normal - shift
    case .scaleAdded: normal + scale + shift
    case .onePlusScale: (1 + scale) * normal + shift
    case .scaleDivides: normal / scale + shift
    case .scaleSquared: scale * scale * normal + shift
    case .shiftTwice: scale * normal + 2 * shift
    case .shiftScaled: scale * normal * shift
    }
  }

  /// The slopes of the output by the normalized number, the scale and the shift.
  func slopes(
    _ normal: Double, _ scale: Double, _ shift: Double
  ) -> (normal: Double, scale: Double, shift: Double) {
    switch self {
    case .own: (scale, normal, 1)
    case .swapped: (shift, 1, normal)
    case .noScale: (1, 0, 1)
    case .noShift: (scale, normal, 0)
    case .none: (1, 0, 0)
    case .shiftFirst: (scale, normal + shift, scale)
    case .shiftSubtracted: (scale, normal, -1)
    case .scaleAdded: (1, 1, 1)
    case .onePlusScale: (1 + scale, normal, 1)
    case .scaleDivides: (1 / scale, -normal / (scale * scale), 1)
    case .scaleSquared: (scale * scale, 2 * scale * normal, 1)
    case .shiftTwice: (scale, normal, 2)
    case .shiftScaled: (scale * shift, normal * shift, scale * normal)
    }
  }
}
