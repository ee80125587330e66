import CNNModel
import Differences

/// The task in words for those who solve it, as Markdown.
struct TaskSheet {
  let subject: GradedSubject
  let mode: ComputeMode
  let cases: [TaskDealer.Dealt]

  var text: String {
    let lines =
      [
        "# \(title)", "",
        "Compute `\(subject.text)`\(mode == .training ? " in training mode" : ""):",
      ]
      + [help, "", "Every case is a file `case-N.npz` of NumPy, with these arrays:", ""] + table
      + ["", "## What to hand in", "", handIn, ""] + python + ["", judged, ""]
    return lines.joined(separator: "\n")
  }

  private var title: String {
    switch subject {
    case .layer(let layer): "A layer: \(layer.kind)"
    case .loss(let loss): "A loss: \(loss.kind)"
    case .optimizer(let optimizer): "A step of an optimizer: \(optimizer.kind)"
    }
  }

  private var help: String {
    switch subject {
    case .layer(let layer): type(of: layer).grammar.help
    case .loss(let loss): type(of: loss).grammar.help
    case .optimizer(let optimizer): type(of: optimizer).grammar.help
    }
  }

  /// The roles of the first case, given and wanted.
  private var roles: [ArrayRole] {
    guard let first = cases.first else { return [] }
    let results = first.computation.results(of: first.given)
    return first.computation.roles.filter { first.given[$0] != nil || results[$0] != nil }
  }

  private var table: [String] {
    let heads = cases.indices.map { "case \($0 + 1)" }
    let rule = Array(repeating: "---", count: heads.count + 2)
    return [row(["array", "what it is"] + heads), row(rule)]
      + roles.map { role in
        row(["`\(name(role))`", words(role)] + cases.map { shape(role, $0) })
      } + steps
  }

  /// The numbers of an optimizer's steps.
  private var steps: [String] {
    guard cases.contains(where: { $0.step != nil }) else { return [] }
    let numbers = cases.map { $0.step.map(String.init) ?? "1" }
    return [row(["`step`", "number of the step, counted from 1, given"] + numbers)]
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private func name(_ role: ArrayRole) -> String {
    cases.first.flatMap { GradedSubject.names(of: $0.computation)[role] } ?? ""
  }

  private func shape(_ role: ArrayRole, _ one: TaskDealer.Dealt) -> String {
    if role == .target, let classes = one.classes { return "\(classes.count)" }
    let tensor = one.given[role] ?? one.computation.results(of: one.given)[role]
    return tensor?.shape.description ?? "–"
  }

  private func words(_ role: ArrayRole) -> String {
    if case .optimizer = subject, role == .outputGradient(0) { return "its gradient, given" }
    return switch role {
    case .input: "input, given"
    case .parameter: "parameter, given"
    case .statistic: "state before, given"
    case .target: "target, given"
    case .outputGradient: "gradient of the loss by the output, given"
    case .output: "**output**"
    case .inputGradient: "**gradient by the input**"
    case .parameterGradient: "**gradient by the parameter**"
    case .updatedStatistic: "**state after**"
    case .updatedParameter: "**parameter after the step**"
    }
  }

  private var results: [String] { roles.filter(\.isResult).map(name) }

  private var handIn: String {
    let arrays = results.map { "`\($0)`" }.joined(separator: ", ")
    let text = "For each case a file `answer-N.npz` with \(arrays), or as much of it as you have."
    guard case .layer = subject else { return text }
    return text + " Names as in your course are understood too (`out dx dw db`, `dA_prev dW db`), "
      + "and images may have their channels last."
  }

  private var python: [String] {
    let names = results.map { "\($0)=\($0)" }.joined(separator: ", ")
    return [
      "```python", "import numpy as np", "case = np.load(\"case-1.npz\")   # case[\"x\"] and so on",
      "…", "np.savez(\"answer-1.npz\", \(names))", "```",
    ]
  }

  private var judged: String {
    "Results are right in any order of summation, as 32- or 64-bit floats. "
      + "`cnnscope grade FOLDER` judges a folder with the cases and your answers."
  }
}
