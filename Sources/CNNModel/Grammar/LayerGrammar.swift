/// How a layer is written, and what its words mean: the parser, the completion, the help screen
/// and the tables of the documentation are read from it.
public struct LayerGrammar: Sendable {
  /// A value that stands after the keyword or after an option's word.
  public enum Value: Hashable, Sendable {
    /// A whole number of at least the given size, such as a number of units.
    case whole(atLeast: Int)
    /// An axis, below 0 counted from the end.
    case axis
    /// Whole numbers of either sign between commas, or `none`: `0,-1`.
    case wholes
    /// A number.
    case number
    /// Numbers between commas: `1,2.5`.
    case numbers
    /// A number for each spatial axis, such as rows×columns, or one for all; each at least the given
    /// size.
    case perAxis(atLeast: Int)
    /// `same`, `valid`, `full`, one number, `rows×columns`, or all sides: `top,left,bottom,right`.
    case padding
    /// Output channels, with the input channels before an arrow if one likes: `16`, `6→16`.
    case channels
    /// The shape of a sample: `1x28x28`, or one number of units.
    case shape
    /// The shape of a whole tensor, 0 allowed: `1x28x28`, or `scalar`.
    case extents
    /// One of the words.
    case choice([String])
    /// No value: the word alone.
    case flag
  }

  public struct Argument: Hashable, Sendable {
    public let name: String
    public let value: Value
    public let help: String
    public let isRequired: Bool

    public init(_ name: String, _ value: Value, _ help: String, isRequired: Bool = true) {
      (self.name, self.value, self.help, self.isRequired) = (name, value, help, isRequired)
    }
  }

  public let keyword: String
  /// What the layer does, in one line.
  public let summary: String
  /// A paragraph for the help screen.
  public let help: String
  /// Values after the keyword, in order.
  public let positional: [Argument]
  /// Words that may follow in any order.
  public let options: [Argument]

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
