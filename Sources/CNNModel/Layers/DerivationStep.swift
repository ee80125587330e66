/// A layer that can tell its passes as the numbered derivation steps of a textbook.
public protocol DerivableLayer: Layer {
  /// The steps from the input to the output.
  func forwardSteps(for inputs: [Shape]) -> [DerivationStep]

  /// The steps from the gradient of the output to those of input and parameters.
  func backwardSteps(for inputs: [Shape]) -> [DerivationStep]
}

/// One step of a pass over whole arrays, and the array that it makes.
public struct DerivationStep: Hashable, Sendable {
  /// Which of the numbers that make a cell the step makes, so that it can be shown with them.
  public enum Outcome: Hashable, Sendable {
    /// The cells that a cell of the output reads.
    case block
    /// Each of them with what it is multiplied with.
    case products
    /// The products, or the cells, as one number, before the bias.
    case sum
    case output
    /// The gradient of the output.
    case outputGradient
    /// What the gradient of the output gives to each cell that was read.
    case shares
    case inputGradient
    /// The gradient of the parameter with an index.
    case parameterGradient(Int)
  }

  public let title: String
  public let array: NamedAxes
  public let outcome: Outcome

  init(_ title: String, _ array: NamedAxes, _ outcome: Outcome) {
    (self.title, self.array, self.outcome) = (title, array, outcome)
  }
}

/// The axes of an array by the letters of a textbook: `m` samples, `d` channels that come in, `u`
/// that go out, `h` and `w` rows and columns, `z` the slices of a volume; `oh`, `ow`, `oz` those of the
/// output, `fh`, `fw`, `fz` those of the kernel.
public struct NamedAxes: Hashable, Sendable {
  public struct Axis: Hashable, Sendable {
    public let name: String
    public let extent: Int

    var isChannel: Bool { name == "d" || name == "u" }
  }

  /// The axes in the order of the engine: channels before rows and columns.
  public let channelsFirst: [Axis]

  init(_ axes: KeyValuePairs<String, Int>, _ spatial: [Axis] = []) {
    channelsFirst = axes.map { Axis(name: $0.key, extent: $0.value) } + spatial
  }

  /// The spatial axes of an array of one to three of them, `part` in front of their letters.
  static func spatial(_ extents: [Int], of part: String = "") -> [Axis] {
    zip(["z", "h", "w"].suffix(extents.count), extents).map {
      Axis(name: part + $0, extent: $1)
    }
  }

  /// The same axes with the channels behind all others, as in TensorFlow.
  public var channelsLast: [Axis] {
    channelsFirst.filter { !$0.isChannel }
      + channelsFirst.filter(\.isChannel).sorted { $0.name < $1.name }
  }

  /// `(m, h, w, d) = 1×14×14×6`
  public func text(channelsLast isLast: Bool) -> String {
    let axes = isLast ? channelsLast : channelsFirst
    let names = axes.map(\.name).joined(separator: ", ")
    return "(\(names)) = \(axes.map { "\($0.extent)" }.joined(separator: "×"))"
  }
}
