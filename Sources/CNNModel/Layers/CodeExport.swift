/// A language and library in which a network is written down for readers.
public enum CodeDialect: String, CaseIterable, Hashable, Sendable {
  case pytorch, keras
}

/// A layer that can be written in another library's words, for reading.
public protocol CodeExportable {
  func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode
}

/// A layer in another library's words, for reading.
public struct LayerCode: Hashable, Sendable {
  /// What makes the layer's module, which is called with ``expression``: `nn.Conv2d(1, 6, 5)`; nil
  /// where the expression is all.
  public let module: String?
  /// Whether the module is called with ``expression``; else that names it where it is needed.
  public let isCalled: Bool
  /// What the module is given, or what the layer gives: `x`, `a + b`.
  public let expression: String
  /// What the library does otherwise, for a comment.
  public let note: String?

  public init(module: String? = nil, _ expression: String, note: String? = nil) {
    (self.module, self.expression, self.note) = (module, expression, note)
    isCalled = module != nil
  }

  /// What the layer gives, with a module or a parameter that it names itself.
  init(holding module: String, _ expression: String, note: String? = nil) {
    (self.module, self.expression, self.note, isCalled) = (module, expression, note, false)
  }

  /// A layer that the library has no words for: what comes in, and a comment with the layer's text.
  public static func unknown(_ text: String, _ call: CodeCall) -> LayerCode {
    LayerCode(call.inputs.first ?? "None", note: "missing here: \(text)")
  }
}

/// What a layer is given in code: the names of its inputs, and their shapes.
public struct CodeCall: Hashable, Sendable {
  public let inputs: [String]
  /// With a batch of 1 in front.
  public let shapes: [Shape]
  /// What the layer's module is called: `self.conv1`.
  let module: String

  public init(inputs: [String], shapes: [Shape], module: String = "self.layer") {
    (self.inputs, self.shapes, self.module) = (inputs, shapes, module)
  }

  /// The first input.
  var input: String { inputs.first ?? "" }

  /// A module of PyTorch, or a layer of Keras called with the first input.
  func module(
    _ dialect: CodeDialect, pytorch: PythonCall, keras: PythonCall, note: String? = nil
  ) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.\(pytorch)", input, note: note)
    case .keras: LayerCode("layers.\(keras)(\(input))", note: note)
    }
  }
}

/// A call in Python: a name, arguments by place, arguments by name.
struct PythonCall: CustomStringConvertible {
  private let name: String
  private var arguments: [String]

  init(_ name: String, _ arguments: Any...) {
    self.name = name
    self.arguments = arguments.map { "\($0)" }
  }

  /// The same with a named argument, unless its value is what it is anyway.
  func with<V: Equatable>(_ name: String, _ value: V, unless usual: V) -> PythonCall {
    value == usual ? self : with(name, value)
  }

  /// The same with numbers for the axes, unless they are what they are anyway.
  func with(_ name: String, _ axes: PerAxis, unlessPlain usual: PerAxis) -> PythonCall {
    axes.plain == usual.plain ? self : with(name, axes)
  }

  /// The same with a named argument.
  func with(_ name: String, _ value: Any) -> PythonCall {
    var call = self
    let text =
      switch value {
      case let boolean as Bool: boolean ? "True" : "False"
      case let axes as PerAxis: axes.python
      case let number as Float where !number.isFinite: "float(\"\(number)\")"
      default: "\(value)"
      }
    call.arguments.append("\(name)=\(text)")
    return call
  }

  var description: String { "\(name)(\(arguments.joined(separator: ", ")))" }
}

extension Array where Element: CustomStringConvertible {
  /// As Python writes a tuple: `(1, 2)`, `(1,)`.
  var python: String {
    "(" + map(\.description).joined(separator: ", ") + (count == 1 ? ",)" : ")")
  }
}

extension Shape {
  /// As Python writes it: `(1, 2)`.
  var python: String { extents.python }
}

extension Bool {
  /// As Python writes it.
  var python: String { self ? "True" : "False" }
}

extension PerAxis {
  /// As Python writes it: `5` for all axes alike, `(5, 3)` else.
  var python: String { isEverywhere(numbers[0]) ? "\(numbers[0])" : numbers.python }
}

extension CodeDialect {
  /// Where its functions of whole tensors are.
  var library: String { self == .pytorch ? "torch" : "ops" }
}
