/// Padding on both sides of all spatial axes, in the libraries' notations.
struct CodePadding {
  private let before: [Int]
  private let after: [Int]

  init(window: SpatialWindow) {
    (before, after) = (window.axes.map(\.before), window.axes.map(\.after))
  }

  private init(cutting padding: CodePadding) {
    (before, after) = (padding.before.map(-), padding.after.map(-))
  }

  /// The padding that removes what this one adds.
  var negated: CodePadding { CodePadding(cutting: self) }

  var isNone: Bool { (before + after).allSatisfy { $0 == 0 } }

  /// The cells on both sides of each axis; `nil` where the sides differ.
  var symmetric: PerAxis? { before == after ? PerAxis(before) : nil }

  /// `F.pad(x, (left, right, top, bottom))`
  func pytorch(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    let sides = zip(before, after).reversed().flatMap { [$0, $1] }
    var call = PythonCall("F.pad", input, sides.python)
      .with("mode", "\"\(mode)\"", unless: "\"constant\"")
    if let value { call = call.with("value", value) }
    return "\(call)"
  }

  /// `((top, bottom), (left, right))`; with one axis `(before, after)`.
  var keras: String { before.count == 1 ? pairs : "(\(pairs))" }

  private var pairs: String {
    zip(before, after).map { "(\($0), \($1))" }.joined(separator: ", ")
  }

  func keras(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    guard !isNone else { return input }
    guard mode == "constant", value == nil else {
      var call = PythonCall("ops.pad", input, allAxes).with("mode", "\"\(mode)\"")
      if let value { call = call.with("constant_values", value) }
      return "\(call)"
    }
    return "layers.ZeroPadding\(before.count)D(\(keras))(\(input))"
  }

  /// `((0, 0), (0, 0), (top, bottom), (left, right))`: batch and channels included.
  var allAxes: String { "((0, 0), (0, 0), \(pairs))" }
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
