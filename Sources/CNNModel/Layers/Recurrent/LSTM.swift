/// Long short-term memory: gates decide what a memory keeps, takes in and shows at each step.
///
/// `i = σ(aᵢ)`, `f = σ(a_f)`, `g = tanh(a_g)`, `o = σ(a_o)` with `a = W·x + b + R·h + b′`; the memory is
/// `c′ = f⊙c + i⊙g`, the state `h′ = o⊙tanh(c′)`. As in PyTorch (`LSTM`, whose order of gates is that
/// of the weights) and ONNX (`LSTM`).
///
/// Shapes: `[batch, steps, features]` → `[batch, steps, directions·units]`. The weights are
/// `weight_ih` `[4·units, features]` and `weight_hh` `[4·units, units]`, the biases `[4·units]`, the
/// peephole weights `[3·units]` in the order i, f, o.
package struct LSTM: RecurrentLayer {
  let cell: LSTMCell
  let form: RecurrentForm

  package init(
    _ form: RecurrentForm, functions: CellFunctions = CellFunctions(), hasPeepholes: Bool = false,
    couplesGates: Bool = false
  ) {
    self.form = form
    cell = LSTMCell(
      functions: functions, hasPeepholes: hasPeepholes, couplesGates: couplesGates)
  }

  package static let grammar = LayerGrammar(
    "lstm", summary: "a recurrent layer with a memory that gates keep, fill and show",
    help: """
      Goes through the steps of a sequence with a state h and a memory c: at each step the gates i, f \
      and o, between 0 and 1, weigh the candidate g, the memory before, and what is shown of it. The \
      gradient goes back through all steps.
      """,
    positional: [.init("units", .whole(atLeast: 1), "the size of the state")],
    options: RecurrentForm.options + CellFunctions.options + [
      CellFunctions.outputOption,
      .init("peepholes", .flag, "the gates also see the memory, unit by unit"),
      .init("coupled", .flag, "the forget gate is 1 − i"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      try RecurrentForm(line), functions: CellFunctions(line), hasPeepholes: line.has("peepholes"),
      couplesGates: line.has("coupled"))
  }

  package var text: String {
    var words = [kind] + form.words + cell.functions.words
    if cell.hasPeepholes { words.append("peepholes") }
    if cell.couplesGates { words.append("coupled") }
    return words.joined(separator: " ")
  }
}

extension LSTM: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let isPlain = cell == LSTMCell()
    return recurrentCode(dialect, call, "LSTM", difference: isPlain ? nil : "with \(text)")
  }
}
