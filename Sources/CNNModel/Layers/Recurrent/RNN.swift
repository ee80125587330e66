/// Plain recurrent layer: the state is a function of the step's input and of the state before.
///
/// `h′ = tanh(W·x + b + R·h + b′)`, as in PyTorch (`RNN`) and ONNX (`RNN`).
///
/// Shapes: `[batch, steps, features]` → `[batch, steps, directions·units]`. The weights are
/// `weight_ih` `[units, features]` and `weight_hh` `[units, units]`, the biases `[units]`.
package struct RNN: RecurrentLayer {
  let cell: SimpleCell
  let form: RecurrentForm

  package init(_ form: RecurrentForm, functions: CellFunctions = CellFunctions()) {
    self.form = form
    cell = SimpleCell(functions: functions)
  }

  package static let grammar = LayerGrammar(
    "rnn", summary: "a recurrent layer: each state follows from the step and the state before",
    help: """
      Goes through the steps of a sequence with a state h: each new state is the function of a \
      weighted sum of the step's features and the state before. The gradient goes back through all \
      steps.
      """,
    positional: [.init("units", .whole(atLeast: 1), "the size of the state")],
    options: RecurrentForm.options + [CellFunctions.candidateOption, CellFunctions.clipOption])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(try RecurrentForm(line), functions: CellFunctions(line))
  }

  package var text: String {
    ([kind] + form.words + cell.functions.words).joined(separator: " ")
  }
}

extension RNN: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    var rectifier = CellFunctions()
    rectifier.candidate = .relu
    let isRectifier = cell.functions == rectifier
    let isPlain = isRectifier || cell == SimpleCell()
    return recurrentCode(
      dialect, call, "RNN", keras: "SimpleRNN", difference: isPlain ? nil : "with \(text)",
      function: isRectifier ? "relu" : nil)
  }
}
