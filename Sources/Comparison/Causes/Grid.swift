import CNNModel

/// The coarse grid on which all numbers of a tensor lie: those of 16-bit floats, or a few hundred
/// multiples of one step.
struct Grid: Hashable {
  /// Stable: `float16-weights`.
  let name: String
  /// What the grid is called in a sentence.
  let words: String
  /// The largest distance of two neighbors relative to the largest number.
  let step: Double

  /// The largest error relative to the largest number that rounding to this grid leads to: errors of
  /// the addends mostly cancel, and a normalization behind the layer may enlarge what is left.
  var largestError: Double { min(10 * step, 0.3) }

  /// `nil` for numbers that are finer, or too few to say.
  init?(_ tensor: Tensor) {
    let numbers = tensor.elements.filter { $0 != 0 }
    guard numbers.count >= 8, numbers.allSatisfy(\.isFinite), Set(numbers).count > 4 else {
      return nil
    }
    if let integers = Self.integers(tensor) {
      self = integers
    } else if numbers.allSatisfy({ $0.bitPattern & 0xFFFF == 0 }) {
      self.init(name: "bfloat16-weights", words: "bfloat16", step: 1 / 128)
    } else if numbers.allSatisfy({ Float(Float16($0)) == $0 }) {
      self.init(name: "float16-weights", words: "float16", step: 1 / 1024)
    } else {
      return nil
    }
  }

  private init(name: String, words: String, step: Double) {
    (self.name, self.words, self.step) = (name, words, step)
  }

  /// Multiples of one step for all numbers, or for those of each output channel.
  private static func integers(_ tensor: Tensor) -> Grid? {
    if let levels = levels(tensor.elements) {
      return Grid(
        name: levels > 16 ? "int8-weights" : "int4-weights",
        words:
          "multiples of one step, \(levels) at most, as integers of \(levels > 16 ? 8 : 4) bits",
        step: 1 / Double(levels))
    }
    guard tensor.shape.rank > 1, tensor.shape[0] > 1 else { return nil }
    let size = tensor.shape.count / tensor.shape[0]
    guard size >= 6 else { return nil }
    let all = (0..<tensor.shape[0]).compactMap { channel in
      levels(Array(tensor.elements[channel * size..<(channel + 1) * size]))
    }
    guard all.count == tensor.shape[0], let most = all.max() else { return nil }
    return Grid(
      name: most > 16 ? "int8-weights-per-channel" : "int4-weights-per-channel",
      words: "multiples of one step for each output channel, as integers of "
        + "\(most > 16 ? 8 : 4) bits", step: 1 / Double(most))
  }

  /// How many steps the largest number is, where all numbers are at most 255 multiples of one.
  private static func levels(_ numbers: [Float]) -> Int? {
    let largest = numbers.reduce(0.0) { max($0, Double($1.magnitude)) }
    let sorted = Set(numbers.map { Double($0) }).sorted()
    guard largest > 0, sorted.count > 2 else { return nil }
    let range = (sorted.last ?? 0) - (sorted.first ?? 0)
    // The step is measured by the largest number, or by the range where zero lies anywhere.
    let steps = [7, 8, 127, 128].map { largest / $0 } + [15, 255].map { range / $0 }
    let fitting = steps.first { step in
      numbers.allSatisfy { number in
        let multiple = Double(number) / step
        return (multiple - multiple.rounded()).magnitude < 2e-3
      }
    }
    return fitting.map { Int((range / $0).rounded()) > 16 ? Int((largest / $0).rounded()) : 7 }
  }
}
