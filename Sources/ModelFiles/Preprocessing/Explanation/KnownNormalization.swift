/// A way to bring pixel values into the range that a network was trained with:
/// `(x · scale + offset − mean) / deviation`, for each channel.
public struct KnownNormalization: Hashable, Sendable {
  /// What it is called; `solved` where it has no name.
  public let name: String
  let scale: Double
  var offset = 0.0
  /// One number for all channels or one for each; none is nothing to subtract.
  var mean: [Double] = []
  /// One number for all channels or one for each; none is nothing to divide by.
  var deviation: [Double] = []

  private static let fraction = 1.0 / 255

  /// The known ones; of several with the same numbers, the usual one stands first.
  static let all: [KnownNormalization] = [
    .init(name: "none", scale: 1),
    .init(name: "1/255", scale: fraction),
    .init(name: "1/127.5-1", scale: 1 / 127.5, offset: -1),
    .init(name: "half", scale: fraction, mean: [0.5], deviation: [0.5]),
    .init(
      name: "imagenet", scale: fraction, mean: [0.485, 0.456, 0.406],
      deviation: [0.229, 0.224, 0.225]),
    .init(
      name: "imagenet-255", scale: 1, mean: [123.675, 116.28, 103.53],
      deviation: [58.395, 57.12, 57.375]),
    .init(name: "imagenet-mean", scale: 1, mean: [123.675, 116.28, 103.53]),
    .init(name: "caffe", scale: 1, mean: [104, 117, 123]),
    .init(name: "vgg", scale: 1, mean: [103.939, 116.779, 123.68]),
    .init(name: "mnist", scale: fraction, mean: [0.1307], deviation: [0.3081]),
    .init(name: "fashion-mnist", scale: fraction, mean: [0.2860], deviation: [0.3530]),
    .init(
      name: "cifar10", scale: fraction, mean: [0.4914, 0.4822, 0.4465],
      deviation: [0.2470, 0.2435, 0.2616]),
    .init(
      name: "cifar10-2023", scale: fraction, mean: [0.4914, 0.4822, 0.4465],
      deviation: [0.2023, 0.1994, 0.2010]),
    .init(
      name: "cifar100", scale: fraction, mean: [0.5071, 0.4867, 0.4408],
      deviation: [0.2675, 0.2565, 0.2761]),
    .init(
      name: "svhn", scale: fraction, mean: [0.4377, 0.4438, 0.4728],
      deviation: [0.1980, 0.2010, 0.1970]),
    .init(
      name: "clip", scale: fraction, mean: [0.48145466, 0.4578275, 0.40821073],
      deviation: [0.26862954, 0.26130258, 0.27577711]),
    .init(name: "1/256", scale: 1 / 256.0),
    .init(name: "1/128-1", scale: 1 / 128.0, offset: -1),
    .init(name: "(x-127.5)/128", scale: 1, mean: [127.5], deviation: [128]),
    .init(name: "x-128", scale: 1, mean: [128]),
  ]

  private func entry(_ list: [Double], _ channel: Int, _ missing: Double) -> Double {
    list.isEmpty ? missing : list[channel % list.count]
  }

  /// The relation of the normalized numbers to pixel values, or to inverted ones, `white − x`.
  func relation(_ channel: Int, inverted white: Double?) -> LinearRelation {
    let divisor = entry(deviation, channel, 1)
    let (slope, offset) = (
      scale / divisor, (offset - entry(mean, channel, 0)) / divisor
    )
    guard let white else { return LinearRelation(slope: slope, offset: offset) }
    return LinearRelation(slope: -slope, offset: offset + white * slope)
  }

  /// The number that a pixel becomes in single precision, step by step.
  func apply(to pixel: Float, _ channel: Int) -> Float {
    var number = scale == 1 ? pixel : pixel * Float(scale)
    if offset != 0 { number += Float(offset) }
    if !mean.isEmpty { number -= Float(entry(mean, channel, 0)) }
    return deviation.isEmpty ? number : number / Float(entry(deviation, channel, 1))
  }
}

extension KnownNormalization {
  /// The normalization that gives some relations of positive slopes: as mean and deviation of
  /// fractions where the values lie around 0, of values otherwise.
  init(solving relations: [LinearRelation], white: Double) {
    let isUniform = relations.allSatisfy { $0.isClose(to: relations[0], over: white) }
    let used = isUniform ? [relations[0]] : relations
    if isUniform, abs(relations[0].offset / relations[0].slope) < 1e-6 * white {
      self.init(name: "solved", scale: Self.short(relations[0].slope))
      return
    }
    self.init(
      name: "solved", scale: 1 / white,
      mean: used.map { Self.short(-$0.offset / $0.slope / white) },
      deviation: used.map { Self.short(1 / ($0.slope * white)) })
  }

  /// The number with the fewest digits within a hundred-thousandth.
  private static func short(_ number: Double) -> Double {
    guard number != 0, number.isFinite else { return number }
    for digits in 0...9 {
      var power = 1.0
      for _ in 0..<digits { power *= 10 }
      let short = (number * power).rounded() / power
      if abs(short - number) <= 1e-5 * abs(number) { return short }
    }
    return number
  }
}

extension LinearRelation {
  /// Whether two relations differ by less than a fiftieth of a level for all values to `white`.
  func isClose(to other: LinearRelation, over white: Double, tolerance: Double = 0.02) -> Bool {
    let atZero = abs(offset - other.offset)
    let atWhite = abs(offset - other.offset + (slope - other.slope) * white)
    return max(atZero, atWhite) <= tolerance * abs(other.slope)
  }
}
