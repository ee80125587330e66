/// What the numbers of a channel were over all samples and cells.
package struct ChannelHealth: Hashable, Sendable {
  /// What is wrong with a channel.
  package enum Fault: Hashable, Sendable {
    /// No number was above zero.
    case neverAboveZero
    /// The slope of the layer's function was at most ``ChannelSums/flat`` at every number.
    case saturated
    /// It is the same as an earlier channel, or its opposite, but for factor and offset: the
    /// correlation.
    case duplicate(of: Int, correlation: Double)
  }

  package let index: Int
  package let minimum: Float
  package let maximum: Float
  package let mean: Double
  /// The numbers that are NaN or infinite, which count for nothing else.
  package let oddities: Int
  package let faults: [Fault]
}

/// Sums over the numbers of a layer's channels, sample by sample.
struct ChannelSums: Sendable {
  /// The largest slope of a saturated unit.
  static let flat: Float = 0.01
  /// Channels whose correlation has a magnitude above this are duplicates.
  static let alike = 0.99
  /// The most channels among which duplicates are looked for.
  static let mostCompared = 1024

  let layout: ChannelLayout
  private var count = 0
  private var minimum: [Float]
  private var maximum: [Float]
  private var steepest: [Float]
  private var oddities: [Int]
  private var sums: [Double]
  /// The sums of products of the numbers of two channels in the same cells, for `one >= other`, at
  /// `one · (one + 1) / 2 + other`.
  private var products: [Double]

  init(_ layout: ChannelLayout) {
    self.layout = layout
    let channels = layout.channels
    minimum = [Float](repeating: .infinity, count: channels)
    maximum = [Float](repeating: -.infinity, count: channels)
    steepest = [Float](repeating: 0, count: channels)
    oddities = [Int](repeating: 0, count: channels)
    sums = [Double](repeating: 0, count: channels)
    let isCompared = channels <= Self.mostCompared
    products = [Double](repeating: 0, count: isCompared ? channels * (channels + 1) / 2 : 0)
  }

  var comparesChannels: Bool { !products.isEmpty }

  /// Adds a sample.
  ///
  /// - Parameter slopes: those of the layer's function at each number; `nil` where it has none.
  mutating func add(_ values: ArraySlice<Float>, slopes: ArraySlice<Float>?) {
    count += layout.cells
    var rows: [[Double]] = []
    for channel in 0..<layout.channels {
      var row: [Double] = []
      for cell in 0..<layout.cells {
        let offset = layout.offset(channel, cell)
        let value = values[values.startIndex + offset]
        if let slopes {
          steepest[channel] = max(steepest[channel], slopes[slopes.startIndex + offset].magnitude)
        }
        note(value, channel)
        row.append(value.isFinite ? Double(value) : 0)
      }
      rows.append(row)
    }
    if comparesChannels { addProducts(rows) }
  }

  private mutating func note(_ value: Float, _ channel: Int) {
    guard value.isFinite else {
      oddities[channel] += 1
      return
    }
    minimum[channel] = min(minimum[channel], value)
    maximum[channel] = max(maximum[channel], value)
    sums[channel] += Double(value)
  }

  private mutating func addProducts(_ rows: [[Double]]) {
    var place = 0
    for one in rows.indices {
      for other in 0...one {
        var sum = 0.0
        for cell in 0..<layout.cells { sum += rows[one][cell] * rows[other][cell] }
        products[place] += sum
        place += 1
      }
    }
  }

  /// - Parameter hasSlopes: whether slopes were given.
  func channels(hasSlopes: Bool) -> [ChannelHealth] {
    (0..<layout.channels).map { channel in
      let finite = count - oddities[channel]
      return ChannelHealth(
        index: channel, minimum: minimum[channel], maximum: maximum[channel],
        mean: finite > 0 ? sums[channel] / Double(finite) : .nan, oddities: oddities[channel],
        faults: faults(channel, hasSlopes))
    }
  }

  private func faults(_ channel: Int, _ hasSlopes: Bool) -> [ChannelHealth.Fault] {
    guard oddities[channel] == 0, count > 0 else { return [] }
    if maximum[channel] <= 0 { return [.neverAboveZero] }
    var found: [ChannelHealth.Fault] = []
    if hasSlopes, steepest[channel] <= Self.flat { found.append(.saturated) }
    if comparesChannels, let twin = twin(of: channel) {
      found.append(.duplicate(of: twin.index, correlation: twin.correlation))
    }
    return found
  }

  /// The first of the channels before that it is like.
  private func twin(of channel: Int) -> (index: Int, correlation: Double)? {
    for other in 0..<channel where oddities[other] == 0 {
      let correlation = correlation(channel, other)
      if correlation.magnitude > Self.alike { return (other, correlation) }
    }
    return nil
  }

  /// The correlation of two channels over all samples and cells; NaN where one is constant.
  private func correlation(_ one: Int, _ other: Int) -> Double {
    let variances = covariance(one, one) * covariance(other, other)
    return variances > 0 ? covariance(one, other) / variances.squareRoot() : .nan
  }

  /// Times the number of cells. What is left of cancelled sums alone counts as 0.
  private func covariance(_ one: Int, _ other: Int) -> Double {
    let product = products[one * (one + 1) / 2 + other]
    let shared = sums[one] * sums[other] / Double(count)
    let rest = product - shared
    return rest.magnitude > 1e-12 * max(product.magnitude, shared.magnitude) ? rest : 0
  }
}
