import CNNModel

/// A function of each pixel that is no straight line.
struct ToneCurve {
  /// By channel, the pairs by the first number, each once.
  private let curves: [[(x: Double, y: Double)]]
  private let bound: Double
  /// Whether equal numbers become equal numbers.
  private let isFunction: Bool

  init(_ pairs: [[(Double, Double)]], bound: Double) {
    self.bound = bound
    let sorted = pairs.map { $0.sorted { $0 < $1 } }
    isFunction = sorted.allSatisfy { channel in
      zip(channel, channel.dropFirst()).allSatisfy { a, b in
        b.0 - a.0 > 1e-7 * max(1, a.0.magnitude) || (b.1 - a.1).magnitude <= 4 * bound
      }
    }
    curves = sorted.map { channel in
      var unique: [(x: Double, y: Double)] = []
      for pair in channel where unique.last.map({ pair.0 - $0.x > 1e-7 }) ?? true {
        unique.append((pair.0, pair.1))
      }
      return unique
    }
  }

  /// The curve in words; `nil` where the pixels do not follow a function.
  var described: ChannelRelations.Described? {
    guard isFunction, curves.allSatisfy({ $0.count >= 4 }) else { return nil }
    return wrapped ?? clipped ?? rounded ?? power ?? other
  }

  private typealias Described = ChannelRelations.Described

  /// How many different numbers tell a curve from chance.
  private static let certain = 12

  /// A straight line that jumps back by one fixed distance: integers of 8 bits that overflowed.
  private var wrapped: Described? {
    guard curves.allSatisfy({ isWrapped($0) }) else { return nil }
    return Described(
      name: "input-wrapped",
      what: "with numbers that ran over and began again at the other end, as 8-bit integers do",
      rank: 4)
  }

  private func isWrapped(_ curve: [(x: Double, y: Double)]) -> Bool {
    guard curve.count >= Self.certain else { return false }
    let shifts = curve.map { $0.y - $0.x }
    let jumps = zip(shifts, shifts.dropFirst()).filter { !(($1 - $0).magnitude <= 8 * bound) }
    return (1...2).contains(jumps.count)
  }

  /// A straight line between two limits.
  private var clipped: Described? {
    let found = curves.map { curve -> Bool in
      let (low, high) = (curve.map(\.y).min() ?? 0, curve.map(\.y).max() ?? 0)
      let inner = curve.filter { $0.y > low + bound && $0.y < high - bound }
      guard inner.count >= Self.certain / 2, isRising([curve]) else { return false }
      return Relation(inner.map { ($0.x, $0.y) }).affine <= bound
    }
    guard found.allSatisfy(\.self) else { return nil }
    return Described(
      name: "input-clipped", what: "clipped to a smaller range", rank: 5)
  }

  /// Steps: fewer different numbers than before, or numbers near those before.
  private var rounded: Described? {
    let steps = curves.map { curve in Set(curve.map { ($0.y / (4 * bound)).rounded() }).count }
    let isCoarser = zip(curves, steps).allSatisfy { $0.count > $1 * 5 / 4 && $1 > 1 }
    let isNear = zip(curves, steps).allSatisfy { curve, count in
      let range = (curve.map(\.y).max() ?? 0) - (curve.map(\.y).min() ?? 0)
      return Relation(curve.map { ($0.x, $0.y) }).affine <= 1.5 * range / Double(max(1, count - 1))
    }
    guard isCoarser, isNear else { return nil }
    return Described(
      name: "input-rounded",
      what:
        "rounded to fewer levels (\(steps.map(String.init).joined(separator: ", ")) by channel)",
      rank: 5)
  }

  /// `y = x^γ`, for numbers from 0 to 1.
  private var power: Described? {
    let points = curves.joined().filter { $0.x > 0.02 && $0.x < 0.98 && $0.y > 0 }
    guard points.count >= 8, curves.joined().allSatisfy({ $0.x >= 0 && $0.x <= 1.001 }) else {
      return nil
    }
    let gammas = points.map { Double.logarithm($0.y) / Double.logarithm($0.x) }
    let mean = gammas.reduce(0, +) / Double(gammas.count)
    guard (mean - 1).magnitude > 0.02,
      gammas.allSatisfy({ ($0 - mean).magnitude < 1e-2 * mean.magnitude })
    else { return nil }
    return Described(
      name: "input-gamma", what: "to the power of \(ChannelRelations.text(mean)) (gamma)",
      parameters: [("gamma", ChannelRelations.text(mean))], rank: 6)
  }

  private func isRising(_ curves: [[(x: Double, y: Double)]]) -> Bool {
    curves.allSatisfy { curve in
      zip(curve, curve.dropFirst()).allSatisfy { $1.y >= $0.y - bound }
    }
  }

  private var other: Described? {
    guard isRising(curves), curves.allSatisfy({ $0.count >= Self.certain }) else { return nil }
    return Described(
      name: "input-tone", what: "with every pixel's brightness changed by one rising curve", rank: 8
    )
  }
}
