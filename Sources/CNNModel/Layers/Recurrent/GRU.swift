/// Gated recurrent unit: a gate decides how much of the state a candidate replaces at each step.
///
/// `r = σ(a_r)`, `z = σ(a_z)`, `n = tanh(W·x + b + r⊙(R·h + b′))`, `h′ = (1 − z)⊙n + z⊙h`, as in
/// PyTorch (`GRU`, whose order of gates is that of the weights) and ONNX (`GRU` with
/// `linear_before_reset`); with `reset-first`, ONNX's default, `n = tanh(W·x + b + R·(r⊙h) + b′)`.
///
/// Shapes: `[batch, steps, features]` → `[batch, steps, directions·units]`. The weights are
/// `weight_ih` `[3·units, features]` and `weight_hh` `[3·units, units]`, the biases `[3·units]`.
package struct GRU: RecurrentLayer {
  let cell: GRUCell
  let form: RecurrentForm

  package init(
    _ form: RecurrentForm, functions: CellFunctions = CellFunctions(), resetsFirst: Bool = false
  ) {
    self.form = form
    cell = GRUCell(functions: functions, resetsFirst: resetsFirst)
  }

  package static let grammar = LayerGrammar(
    "gru", summary: "a recurrent layer whose gate decides how much of its state is replaced",
    help: """
      Goes through the steps of a sequence with a state h: at each step the gate z mixes the state \
      with a candidate n, which sees the state as far as the gate r lets it. The gradient goes back \
      through all steps.
      """,
    positional: [.init("units", .whole(atLeast: 1), "the size of the state")],
    options: RecurrentForm.options + CellFunctions.options + [
      .init("reset-first", .flag, "the gate r before the product with the weights, not after it")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      try RecurrentForm(line), functions: CellFunctions(line), resetsFirst: line.has("reset-first"))
  }

  package var text: String {
    let words = [kind] + form.words + cell.functions.words
    return (words + (cell.resetsFirst ? ["reset-first"] : [])).joined(separator: " ")
  }
}

extension GRU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let isPlain = cell == GRUCell()
    return recurrentCode(dialect, call, "GRU", difference: isPlain ? nil : "with \(text)")
  }
}
