import CNNModel

/// Fourier transforms, and the matrix of the mel scale.
enum TransformOperators {
  static let all: [Operator] = [
    Operator("DFT", .likeFirst, transform),
    Operator("STFT", .likeFirst, shortTimeTransform),
    Operator("MelWeightMatrix", .explicit, melWeights),
  ]

  /// Before version 20 the axis is an attribute.
  @Sendable
  private static func transform(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var axis = try lowering.attributes.int("axis") ?? 1
    if lowering.version >= 20 {
      axis = lowering.optional(2) == nil ? -2 : Int(try number(lowering, 2, "axis"))
    }
    axis = try input.shape.axis(axis)
    let length =
      lowering.optional(1) == nil ? input.shape[axis] : Int(try number(lowering, 1, "length"))
    guard try !lowering.attributes.flag("inverse") else {
      throw .unsupported("it is an inverse transform")
    }
    let layer = FourierTransform(
      length: length, axis: axis, isOneSided: try lowering.attributes.flag("onesided"))
    return [try lowering.apply(layer, input)]
  }

  /// The signal, with an axis of real and imaginary parts behind it where it has none.
  private static func realSignal(_ lowering: Lowering) throws(NodeError) -> Operand {
    let signal = try lowering.input(0)
    guard signal.shape.rank == 2 else { return signal }
    return try lowering.reshape(signal, to: [signal.shape[0], signal.shape[1], 1])
  }

  /// Frames of the signal, each times the window, transformed.
  @Sendable
  private static func shortTimeTransform(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let signal = try realSignal(lowering)
    let step = Int(try number(lowering, 1, "step"))
    let length = try frameLength(lowering)
    guard signal.shape.rank == 3, step > 0, length > 0, length <= signal.shape[1] else {
      throw .invalid("frames of \(length) every \(step) do not fit a signal of \(signal.shape)")
    }
    let count = (signal.shape[1] - length) / step + 1
    _ = try Lowering.generated([count, length])
    let indices = (0..<count).flatMap { frame in (0..<length).map { frame * step + $0 } }
    var frames = try lowering.rearrange(
      Gather(axis: 1, indices: indices, indicesShape: [count, length]), [signal])[0]
    if let window = lowering.optional(2) {
      let column = try lowering.reshape(window, to: [length, 1])
      frames = try lowering.apply(Arithmetic(.multiply), frames, column)
    }
    let layer = FourierTransform(
      length: length, axis: 2,
      isOneSided: try lowering.attributes.flag("onesided", default: true))
    return [try lowering.apply(layer, frames)]
  }

  private static func frameLength(_ lowering: Lowering) throws(NodeError) -> Int {
    if lowering.optional(3) != nil { return Int(try number(lowering, 3, "frame length")) }
    guard let window = lowering.optional(2) else { throw .invalid("the frame length is missing") }
    return window.shape.count
  }

  /// A number of a constant input, bounded so that it is an index.
  private static func number(
    _ lowering: Lowering, _ index: Int, _ role: String
  ) throws(NodeError) -> Double {
    let number = try lowering.scalar(index, role)
    guard number.magnitude <= 0x1p30 else { throw .invalid("a \(role) of \(number) is too large") }
    return number
  }

  /// Triangles on the mel scale, `2595 · log₁₀(1 + f/700)`, as columns over the bins of a spectrum.
  @Sendable
  private static func melWeights(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let bands = Int(try number(lowering, 0, "number of bands"))
    let length = Int(try number(lowering, 1, "length"))
    let rate = try number(lowering, 2, "sample rate")
    let edges = [try number(lowering, 3, "lower edge"), try number(lowering, 4, "upper edge")]
    guard bands > 0, bands <= 1 << 16, length > 0, length <= 1 << 16, rate > 0,
      edges[0] >= 0, edges[0] <= edges[1], edges[1] <= rate / 2
    else {
      throw .invalid(
        "\(bands) bands from \(edges[0]) to \(edges[1]) of a spectrum of \(length) are not possible"
      )
    }
    let type = try lowering.type("output_datatype") ?? .float32
    let scale = MelScale(lower: edges[0], upper: edges[1], count: bands + 2)
    let bins = (0..<bands + 2).map { band in
      Int((Double(length + 1) * scale.frequency(band) / rate).rounded(.down))
    }
    let rows = length / 2 + 1
    _ = try Lowering.generated([rows, bands])
    var weights = [Double](repeating: 0, count: rows * bands)
    for band in 0..<bands {
      for (bin, weight) in MelScale.triangle(Array(bins[band...band + 2])) where bin < rows {
        weights[bin * bands + band] = weight
      }
    }
    return [Operand(NumericArray(shape: [rows, bands], type: type, numbers: weights))]
  }
}

/// Frequencies at equal distances on the mel scale.
private struct MelScale {
  private let start: Double
  private let step: Double

  init(lower: Double, upper: Double, count: Int) {
    start = Self.mel(lower)
    step = (Self.mel(upper) - start) / Double(count)
  }

  func frequency(_ index: Int) -> Double {
    700 * (Double.exponential((start + Double(index) * step) / 2595 * Self.log10) - 1)
  }

  private static let log10 = Double.logarithm(10)

  private static func mel(_ frequency: Double) -> Double {
    2595 * Double.logarithm(1 + frequency / 700) / log10
  }

  /// The weights of the bins between three: rising to the middle one and falling behind it.
  static func triangle(_ bins: [Int]) -> [(bin: Int, weight: Double)] {
    let (low, center, high) = (bins[0], bins[1], bins[2])
    let rising =
      center == low
      ? [(bin: center, weight: 1.0)]
      : (low...center).map { ($0, Double($0 - low) / Double(center - low)) }
    guard high > center else { return rising }
    return rising + (center..<high).map { ($0, Double(high - $0) / Double(high - center)) }
  }
}
