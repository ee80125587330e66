import CNNModel

/// How the numbers of one input follow from those of another, pixel by pixel.
struct PixelRelation {
  /// The explanation.
  let cause: Cause

  /// - Parameters:
  ///   - meant: the input that was meant, in some order.
  ///   - order: the order, for the sentence.
  /// - Returns: `nil` where the numbers do not follow pixel by pixel.
  init?(_ meant: Tensor, _ found: Tensor, _ order: InputOrder) {
    let rank = order.name == nil ? 0 : order.name == "input-moved" ? 40 : 10
    if ArrayEquality.error(found, meant) <= 1e-5 {
      guard let name = order.name else { return nil }
      cause = Cause(
        name, "the input here is the reference's input \(order.what)", node: nil, rank: rank)
      return
    }
    let channels = ChannelRelations(meant, found)
    guard channels.isCertain else { return nil }
    let described = channels.linear ?? (order.name == nil ? channels.toned : nil)
    guard let described else { return nil }
    let words = [order.what, described.what].filter { !$0.isEmpty }
    cause = Cause(
      order.name ?? described.name,
      "the input here is the reference's input \(words.joined(separator: ", and ")) "
        + "(the numbers were solved from both)",
      parameters: described.parameters, proof: .solved, node: nil, rank: rank + described.rank)
  }
}

/// The relations of the channels of two inputs.
struct ChannelRelations {
  /// A relation in words.
  struct Described {
    let name: String
    let what: String
    var parameters: [(String, String)] = []
    var rank = 0
  }

  private let pairs: [[(Double, Double)]]
  private let relations: [Relation]
  private let bound: Double

  init(_ meant: Tensor, _ found: Tensor) {
    let shape = meant.shape
    let channels = shape.rank > 2 ? shape[1] : 1
    let size = channels == 0 ? 0 : shape.count / channels / max(1, shape.rank > 2 ? shape[0] : 1)
    let samples = shape.rank > 2 ? shape[0] : 1
    pairs = (0..<channels).map { channel in
      (0..<samples).flatMap { sample in
        (0..<size).map { cell in
          let offset = (sample * channels + channel) * size + cell
          return (Double(meant[offset]), Double(found[offset]))
        }
      }
    }
    relations = pairs.map { Relation($0) }
    bound = 2e-5 * max(Double(found.largest), .leastNormalMagnitude)
  }

  /// Whether there are enough pixels to tell a relation from chance.
  var isCertain: Bool { pairs.allSatisfy { $0.count >= 16 } }

  /// One factor and one number to add for each channel; `nil` where pixels do not follow so.
  var linear: Described? {
    guard relations.allSatisfy({ $0.affine <= bound }) else { return nil }
    let factors = relations.map { Self.text($0.factor) }
    let offsets = relations.map { Self.text($0.offset) }
    let parameters = [
      ("factor", factors.joined(separator: ",")), ("offset", offsets.joined(separator: ",")),
    ]
    let (name, words, rank) = LinearWords(relations).words
    return Described(
      name: name, what: "\(words) (x·\(factors.shared) + \(offsets.shared))",
      parameters: parameters, rank: rank)
  }

  /// A function of each pixel that is no straight line: wrapped, clipped, rounded, a power.
  var toned: Described? { ToneCurve(pairs, bound: bound).described }

  static func text(_ number: Double) -> String {
    let rounded = (number * 1e5).rounded() / 1e5
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? "\(Int(rounded))" : "\(rounded)"
  }
}

extension [String] {
  /// One text where all are the same, or else all of them in brackets.
  fileprivate var shared: String {
    Set(self).count == 1 ? self[0] : "(" + joined(separator: ", ") + ")"
  }
}

/// What linear relations of the channels are called.
struct LinearWords {
  private let factors: [Double]
  private let offsets: [Double]

  init(_ relations: [Relation]) {
    factors = relations.map(\.factor)
    offsets = relations.map(\.offset)
  }

  private func all(_ numbers: [Double], near value: Double) -> Bool {
    numbers.allSatisfy { ($0 - value).magnitude <= 1e-4 * max(1, value.magnitude) }
  }

  private var isShared: Bool {
    all(factors, near: factors[0]) && all(offsets, near: offsets[0])
  }

  var words: (name: String, what: String, rank: Int) {
    if let known = known { return known }
    if factors.allSatisfy({ $0 < 0 }), all(factors, near: factors[0]) || !isShared {
      return ("input-inverted", "inverted", 1)
    }
    if all(factors, near: 255), all(offsets, near: 0) {
      return ("input-range", "in 0…255 instead of 0…1", 1)
    }
    if all(factors, near: 1 / 255), all(offsets, near: 0) {
      return ("input-range", "divided by 255 once more", 1)
    }
    if all(factors, near: 1), let levels { return ("input-brightness", levels, 2) }
    if all(factors, near: 1) { return ("input-mean", "with another mean", 2) }
    if all(offsets, near: 0) {
      return ("input-scale", "by another factor, as with another deviation", 2)
    }
    return isShared
      ? ("input-range", "in another range", 3)
      : ("input-normalization", "with another mean and deviation", 3)
  }

  /// The same number of gray levels for all channels, in the words of a known deviation.
  private var levels: String? {
    let deviations = KnownStatistics.all.map { ($0.deviation, ", before \($0.name) deviation") }
    for (deviation, words) in [([1], "")] + deviations {
      let levels = offsets.indices.map {
        offsets[$0] * 255 * Double(deviation[$0 % deviation.count])
      }
      let whole = levels[0].rounded()
      guard whole != 0, whole.magnitude <= 255,
        levels.allSatisfy({ ($0 - whole).magnitude < 0.02 })
      else { continue }
      return
        "\(Int(whole.magnitude)) of 255 gray levels \(whole > 0 ? "brighter" : "darker")\(words); 8-bit integers that run over look the "
        + "same as long as no pixel leaves 0…255"
    }
    return nil
  }

  /// What became of the pixels from 0 to 1, where the reference's input is normalized by a known mean
  /// and deviation.
  private var known: (String, String, Int)? {
    for statistics in KnownStatistics.all {
      let channels = factors.indices.map { $0 % statistics.mean.count }
      let (mean, deviation) = (
        statistics.mean.map(Double.init), statistics.deviation.map(Double.init)
      )
      // found = factor·(pixel − mean)/deviation + offset
      let scales = channels.enumerated().map { factors[$0] / deviation[$1] }
      let shifts = channels.enumerated().map { offsets[$0] - scales[$0] * mean[$1] }
      for form in PixelForm.all(mean, deviation, statistics.name)
      where channels.enumerated().allSatisfy({ index, channel in
        near(scales[index], form.scale[channel]) && near(shifts[index], form.shift[channel])
      }) {
        return (form.name, form.what, form.rank)
      }
      let isTwice = channels.enumerated().allSatisfy { index, channel in
        near(factors[index], 1 / deviation[channel])
          && near(offsets[index], -mean[channel] / deviation[channel])
      }
      if isTwice {
        return (
          "input-normalized-twice", "normalized by \(statistics.name) mean and deviation once more",
          1
        )
      }
    }
    return nil
  }

  private func near(_ number: Double, _ wanted: Double) -> Bool {
    (number - wanted).magnitude <= 5e-4 * max(1, wanted.magnitude)
  }
}

/// What a preprocessing other than the right one makes of pixels from 0 to 1: `scale·pixel + shift`.
struct PixelForm {
  let name: String
  let what: String
  let scale: [Double]
  let shift: [Double]
  var rank = 1

  /// The usual mistakes where pixels are to be normalized by a mean and a deviation.
  static func all(_ mean: [Double], _ deviation: [Double], _ name: String) -> [PixelForm] {
    let (ones, zeros) = (mean.map { _ in 1.0 }, mean.map { _ in 0.0 })
    let inverse = deviation.map { 1 / $0 }
    let centered = zip(mean, inverse).map { -$0 * $1 }
    let title = "\(name) mean and deviation"
    var forms = [
      PixelForm(
        name: "input-normalization", what: "not normalized by \(title): pixels from 0 to 1",
        scale: ones, shift: zeros),
      PixelForm(
        name: "input-range", what: "not normalized by \(title): pixels from 0 to 255",
        scale: ones.map { 255 * $0 }, shift: zeros),
      PixelForm(
        name: "input-range", what: "in −1…1 instead of normalized by \(title)",
        scale: ones.map { 2 * $0 }, shift: ones.map { -$0 }),
      PixelForm(
        name: "input-range", what: "normalized by \(title) from 0…255 instead of 0…1",
        scale: inverse.map { 255 * $0 }, shift: centered),
      PixelForm(
        name: "input-range", what: "normalized by \(title) from pixels divided by 255 twice",
        scale: inverse.map { $0 / 255 }, shift: centered),
      PixelForm(
        name: "input-range",
        what: "normalized by \(title) from pixels divided by 256 instead of 255",
        scale: inverse.map { $0 * 255 / 256 }, shift: centered),
      PixelForm(
        name: "input-deviation", what: "without the division by \(name) deviation", scale: ones,
        shift: mean.map { -$0 }),
      PixelForm(
        name: "input-mean", what: "without the subtraction of \(name) mean", scale: inverse,
        shift: zeros),
      PixelForm(
        name: "input-inverted", what: "inverted before \(title)", scale: inverse.map { -$0 },
        shift: zip(mean, inverse).map { (1 - $0) * $1 }),
    ]
    if mean.count == 3 {
      forms.append(
        PixelForm(
          name: "input-normalization", what: "normalized by \(title) in the order of BGR",
          scale: inverse.reversed(), shift: centered.reversed(), rank: 2))
    }
    return forms + others(than: name, channels: mean.count)
  }

  /// The normalizations by another known mean and deviation.
  private static func others(than name: String, channels: Int) -> [PixelForm] {
    KnownStatistics.all.filter { $0.name != name && $0.mean.count == channels }.map { other in
      let inverse = other.deviation.map { 1 / Double($0) }
      return PixelForm(
        name: "input-normalization",
        what: "normalized by \(other.name) mean and deviation instead of \(name)",
        scale: inverse, shift: zip(other.mean, inverse).map { -Double($0) * $1 }, rank: 2)
    }
  }
}
