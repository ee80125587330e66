/// How a layer is written: its keyword, arguments and help. The parser, completion, the help screen
/// and the tables of the documentation are derived from it.
public struct LayerGrammar: Sendable {
  /// The type of an argument's value.
  public enum Value: Hashable, Sendable {
    /// An integer of at least the given value, such as a number of units.
    case whole(atLeast: Int)
    /// An axis; negative ones count from the end.
    case axis
    /// Integers separated by commas, or `none`: `0,-1`.
    case wholes
    /// A number.
    case number
    /// Numbers separated by commas: `1,2.5`.
    case numbers
    /// An integer for each spatial axis, such as `3x5` for rows×columns, or one for all of them;
    /// each at least the given value.
    case perAxis(atLeast: Int)
    /// An integer from 1 for each spatial axis, one for all of them, or `kernel`: as large as the
    /// kernel.
    case stride
    /// `same`, `valid`, `full`, one number, one per spatial axis (`1x2`), or every side: first
    /// before each axis, then after each axis (`top,left,bottom,right`).
    case padding
    /// Output channels, optionally preceded by the input channels and an arrow: `16`, `6→16`.
    case channels
    /// The shape of a sample, every extent at least 1: `1x28x28`, or a number of units.
    case shape
    /// The shape of a whole tensor, where an extent may be 0: `1x28x28`, or `scalar`.
    case extents
    /// A word of its own, such as an equation.
    case text
    /// One of the given words.
    case choice([String])
    /// No value: the word alone.
    case flag
  }

  /// An argument of the layer: a positional one, or an option that begins with its name.
  public struct Argument: Hashable, Sendable {
    /// The name: in lower case the word that begins an option, in upper case its place in the
    /// usage.
    public let name: String
    /// The type of its value.
    public let value: Value
    /// What it means, for help and tables.
    public let help: String
    /// Whether a positional argument must be given; options are always optional.
    public let isRequired: Bool

    /// An argument; positional ones are required by default.
    public init(_ name: String, _ value: Value, _ help: String, isRequired: Bool = true) {
      (self.name, self.value, self.help, self.isRequired) = (name, value, help, isRequired)
    }
  }

  /// The first word of the line, such as `conv`.
  public let keyword: String
  /// What the layer does, in one line.
  public let summary: String
  /// A paragraph for the help screen.
  public let help: String
  /// Values after the keyword, in order.
  public let positional: [Argument]
  /// Options, in any order after the positional arguments.
  public let options: [Argument]

  /// A grammar; see its properties.
  public init(
    _ keyword: String, summary: String, help: String, positional: [Argument] = [],
    options: [Argument] = []
  ) {
    (self.keyword, self.summary, self.help) = (keyword, summary, help)
    (self.positional, self.options) = (positional, options)
  }

  /// `conv CHANNELS KERNEL [stride 1] …` in one line.
  public var usage: String {
    let values = positional.map {
      $0.isRequired ? $0.name.uppercased() : "[\($0.name.uppercased())]"
    }
    return ([keyword] + values + options.map { "[\($0.name)]" }).joined(separator: " ")
  }
}
