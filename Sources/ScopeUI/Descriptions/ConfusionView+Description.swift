import CNNModel
import NumberText
import ScopeDebugger

extension ConfusionView {
  func summary(_ scene: Scene) -> [String]? {
    let pane = ConfusionPane(scene)
    guard let results = scene.session.results else { return ["confusion matrix: \(pane.absence)"] }
    return ["confusion matrix: \(pane.heading)"] + (pane.sentence(results).map { [$0] } ?? [])
  }

  /// A class a line with what it was taken for, then the worst mistakes.
  func details(_ scene: Scene) -> [String] {
    guard let results = scene.session.results else { return [] }
    let names = scene.session.network.classNames
    let classes = results.confusion.indices.map { Self.words($0, results, names) }
    let mistakes = EvaluationTable.mistakes(
      results, of: scene.session.lastEvaluation?.data ?? "", 5, names)
    return classes + ["the worst mistakes:"] + mistakes
  }

  /// `class 3: 30 of 33 right, 2 as 8, 1 as 9`
  private static func words(
    _ label: Int, _ results: EvaluationResult, _ names: ClassNames?
  ) -> String {
    let row = results.confusion[label]
    let others = row.indices.filter { $0 != label && row[$0] > 0 }.sorted { row[$0] > row[$1] }
    let taken = others.map { "\(row[$0]) as \(names.title(of: $0))" }
    let right = "\(row[label]) of \(row.reduce(0, +)) right"
    return "class \(names.title(of: label)): \(([right] + taken).joined(separator: ", "))"
  }
}
