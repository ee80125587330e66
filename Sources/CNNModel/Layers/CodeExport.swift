/// A library in whose code a network can be exported for reading.
public enum CodeDialect: String, CaseIterable, Hashable, Sendable {
  /// PyTorch.
  case pytorch
  /// Keras 3.
  case keras
}

/// A layer that can be exported as code of another library, for reading.
public protocol CodeExportable {
  /// The layer as code of a library.
  func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode
}

/// A layer as code of another library, for reading.
public struct LayerCode: Hashable, Sendable {
  /// The expression that constructs the layer's module, which is called with ``expression``:
  /// `nn.Conv2d(1, 6, 5)`; `nil` where ``expression`` needs none.
  public let module: String?
  /// Whether the module is called with ``expression``; if not, the expression itself refers to it.
  public let isCalled: Bool
  /// The module's argument, or the layer's output: `x`, `a + b`.
  public let expression: String
  /// How the library's result differs, as a comment.
  public let note: String?

  /// Code that calls a module, if there is one, with an expression.
  public init(module: String? = nil, _ expression: String, note: String? = nil) {
    (self.module, self.expression, self.note) = (module, expression, note)
    isCalled = module != nil
  }

  /// An expression that refers to a module or a parameter by its name.
  init(holding module: String, _ expression: String, note: String? = nil) {
    (self.module, self.expression, self.note, isCalled) = (module, expression, note, false)
  }

  /// A layer without a counterpart in the library: its input, and a comment with the layer's text.
  public static func unknown(_ text: String, _ call: CodeCall) -> LayerCode {
    LayerCode(call.inputs.first ?? "None", note: "missing here: \(text)")
  }
}

/// The arguments of a layer in code: the names of its inputs, and their shapes.
public struct CodeCall: Hashable, Sendable {
  /// The names of the inputs.
  public let inputs: [String]
  /// Their shapes, with a batch of 1.
  public let shapes: [Shape]
  /// The name of the layer's module: `self.conv1`.
  let module: String

  /// Arguments; see the properties.
  public init(inputs: [String], shapes: [Shape], module: String = "self.layer") {
    (self.inputs, self.shapes, self.module) = (inputs, shapes, module)
  }

  /// The name of the first input.
  var input: String { inputs.first ?? "" }

  /// A module of PyTorch, or a layer of Keras that is called with the first input.
  func module(
    _ dialect: CodeDialect, pytorch: PythonCall, keras: PythonCall, note: String? = nil
  ) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.\(pytorch)", input, note: note)
    case .keras: LayerCode("layers.\(keras)(\(input))", note: note)
    }
  }
}

/// A call in Python: a name, positional arguments, keyword arguments.
struct PythonCall: CustomStringConvertible {
  private let name: String
  private var arguments: [String]

  init(_ name: String, _ arguments: Any...) {
    self.name = name
    self.arguments = arguments.map { "\($0)" }
  }

  /// The same call with a keyword argument, unless it has the default value.
  func with<V: Equatable>(_ name: String, _ value: V, unless usual: V) -> PythonCall {
    value == usual ? self : with(name, value)
  }

  /// The same call with a number for each axis, unless they have the default value.
  func with(_ name: String, _ axes: PerAxis, unlessPlain usual: PerAxis) -> PythonCall {
    axes.plain == usual.plain ? self : with(name, axes)
  }

  /// The same call with a keyword argument.
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
  /// A tuple in Python: `(1, 2)`, `(1,)`.
  var python: String {
    "(" + map(\.description).joined(separator: ", ") + (count == 1 ? ",)" : ")")
  }
}

extension Shape {
  /// A tuple in Python: `(1, 2)`.
  var python: String { extents.python }
}

extension Bool {
  /// A Boolean in Python.
  var python: String { self ? "True" : "False" }
}

extension PerAxis {
  /// `5` where all axes are equal, otherwise a tuple in Python: `(5, 3)`.
  var python: String { isEverywhere(numbers[0]) ? "\(numbers[0])" : numbers.python }
}

extension CodeDialect {
  /// The module that has its tensor functions.
  var library: String { self == .pytorch ? "torch" : "ops" }
}
