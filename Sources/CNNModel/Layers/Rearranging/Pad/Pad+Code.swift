extension Pad: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch:
      let axes = (0..<before.count).reversed()
      var sides = axes.flatMap { [before[$0], after[$0]] }
      while sides.count > 2, sides.suffix(2) == [0, 0] { sides.removeLast(2) }
      let name =
        switch mode {
        case .constant: "constant"
        case .reflect: "reflect"
        case .edge: "replicate"
        case .wrap: "circular"
        }
      let call = PythonCall("F.pad", call.input, sides.python)
        .with("mode", "\"\(name)\"", unless: "\"constant\"")
      return LayerCode("\(filling == 0 ? call : call.with("value", filling))")
    case .keras:
      let name =
        switch mode {
        case .constant: "constant"
        case .reflect: "reflect"
        case .edge: "edge"
        case .wrap: "wrap"
        }
      let sides = zip(before, after).map { "(\($0), \($1))" }
      let call = PythonCall("ops.pad", call.input, sides.python)
        .with("mode", "\"\(name)\"", unless: "\"constant\"")
      return LayerCode("\(filling == 0 ? call : call.with("constant_values", filling))")
    }
  }
}
