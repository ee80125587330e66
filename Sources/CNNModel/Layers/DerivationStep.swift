/// A layer whose passes can be shown as the numbered derivation steps of a textbook.
public protocol DerivableLayer: Layer {
  /// The steps from the input to the output.
  ///
  /// - Precondition: the layer accepts the shapes.
  func forwardSteps(for inputs: [Shape]) -> [DerivationStep]

  /// The steps from the gradient of the output to those of the input and the parameters.
  ///
  /// - Precondition: the layer accepts the shapes.
  func backwardSteps(for inputs: [Shape]) -> [DerivationStep]
}

/// One step of a pass over whole arrays, and the array that it computes.
public struct DerivationStep: Hashable, Sendable {
  /// Which intermediate or final result the step computes.
  public enum Outcome: Hashable, Sendable {
    /// The input cells that an output cell reads.
    case block
    /// The array of the step before: its axes in another order, with further axes of length 1, or with
    /// cells repeated along one.
    case rearranged
    /// Zeros, to which the steps after it add.
    case zeros
    /// The products of those cells and the weights.
    case products
    /// The sums of the products, or of the cells, before the bias.
    case sum
    /// The output.
    case output
    /// The gradient of the output.
    case outputGradient
    /// The contribution of an output cell's gradient to each cell that it reads.
    case shares
    /// The gradient of the input.
    case inputGradient
    /// The gradient of the parameter with that index.
    case parameterGradient(Int)

    /// Whether it has no numbers of its own.
    public var hasNoNumbers: Bool { self == .rearranged || self == .zeros }
  }

  /// What the step does, such as "times the weights".
  public let title: String
  /// The axes of the array that it computes.
  public let array: NamedAxes
  /// What the array holds.
  public let outcome: Outcome

  init(_ title: String, _ array: NamedAxes, _ outcome: Outcome) {
    (self.title, self.array, self.outcome) = (title, array, outcome)
  }
}

/// The named axes of an array: `m` samples, `d` input channels, `u` output channels, `h` and `w`
/// rows and columns, `z` the slices of a volume; `oh`, `ow`, `oz` those of the output, `fh`, `fw`,
/// `fz` those of the kernel.
public struct NamedAxes: Hashable, Sendable {
  /// An axis with its name and extent.
  public struct Axis: Hashable, Sendable {
    /// The name, such as `m`.
    public let name: String
    /// The number of cells along it.
    public let extent: Int

    var isChannel: Bool { name == "d" || name == "u" }
  }

  /// The axes in the engine's order: channels before rows and columns.
  public let channelsFirst: [Axis]

  /// Axes in the engine's order.
  init(_ axes: [Axis]) { channelsFirst = axes }

  init(_ axes: KeyValuePairs<String, Int>, _ spatial: [Axis] = []) {
    channelsFirst = axes.map { Axis(name: $0.key, extent: $0.value) } + spatial
  }

  /// The spatial axes of an array with one to three of them; `part` is a prefix of their names.
  static func spatial(_ extents: [Int], of part: String = "") -> [Axis] {
    zip(["z", "h", "w"].suffix(extents.count), extents).map {
      Axis(name: part + $0, extent: $1)
    }
  }

  /// The same axes with the channels last, as in TensorFlow.
  public var channelsLast: [Axis] {
    channelsFirst.filter { !$0.isChannel }
      + channelsFirst.filter(\.isChannel).sorted { $0.name < $1.name }
  }

  /// The names and extents: `(m, h, w, d) = 1×14×14×6`.
  public func text(channelsLast isLast: Bool) -> String {
    let axes = isLast ? channelsLast : channelsFirst
    let names = axes.map(\.name).joined(separator: ", ")
    return "(\(names)) = \(axes.map { "\($0.extent)" }.joined(separator: "×"))"
  }
}
