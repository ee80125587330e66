/// Padding on the four sides, as the libraries take it.
struct CodePadding {
  private let rows: (before: Int, after: Int)
  private let columns: (before: Int, after: Int)

  init(window: ImageWindow) {
    rows = (window.rows.before, window.rows.after)
    columns = (window.columns.before, window.columns.after)
  }

  private init(cutting padding: CodePadding) {
    rows = (-padding.rows.before, -padding.rows.after)
    columns = (-padding.columns.before, -padding.columns.after)
  }

  /// What cuts as much off as this adds.
  var negated: CodePadding { CodePadding(cutting: self) }

  var isNone: Bool { rows == (0, 0) && columns == (0, 0) }

  /// The cells on both sides of each axis; nil where they differ.
  var symmetric: Pair? {
    rows.before == rows.after && columns.before == columns.after
      ? Pair(rows.before, columns.before) : nil
  }

  /// `F.pad(x, (left, right, top, bottom))`
  func pytorch(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    let sides = "(\(columns.before), \(columns.after), \(rows.before), \(rows.after))"
    var call = PythonCall("F.pad", input, sides).with("mode", "\"\(mode)\"", unless: "\"constant\"")
    if let value { call = call.with("value", value) }
    return "\(call)"
  }

  /// `((top, bottom), (left, right))`
  var keras: String {
    "((\(rows.before), \(rows.after)), (\(columns.before), \(columns.after)))"
  }

  func keras(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    guard !isNone else { return input }
    guard mode == "constant", value == nil else {
      let sides =
        "((0, 0), (0, 0), (\(rows.before), \(rows.after)), "
        + "(\(columns.before), \(columns.after)))"
      var call = PythonCall("ops.pad", input, sides).with("mode", "\"\(mode)\"")
      if let value { call = call.with("constant_values", value) }
      return "\(call)"
    }
    return "layers.ZeroPadding2D(\(keras))(\(input))"
  }
}

extension PaddingFill {
  var pytorch: String {
    switch self {
    case .zeros: "constant"
    case .nearest: "replicate"
    case .reflect: "reflect"
    case .circular: "circular"
    }
  }

  var keras: String {
    switch self {
    case .zeros: "constant"
    case .nearest: "edge"
    case .reflect: "reflect"
    case .circular: "wrap"
    }
  }
}
