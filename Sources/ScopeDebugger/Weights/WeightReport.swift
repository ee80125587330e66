package import ModelFiles

extension WeightFile.Report {
  /// What went where, a line each where it was not by name or only in part.
  package func lines(file: String) -> [String] {
    let file = file.harmless
    let remarks = notes.map { "\(file): \($0.harmless)" }
    if isPartial { return remarks + ["\(file): \(partialHeading)"] + table }
    let heading = "\(file): \(filled) by \(method.rawValue)"
    let rest =
      unused.isEmpty ? [] : ["\(file): not used: \(unused.joined(separator: ", ").harmless)"]
    guard method == .order else { return remarks + [heading] + rest }
    return remarks + ["\(heading):"]
      + pairs.map { "  \($0.array.harmless) → \($0.slot) (\($0.shape))" } + rest
  }

  private var filled: String { "\(pairs.count) array\(pairs.count == 1 ? "" : "s")" }

  private var partialHeading: String {
    "\(filled) by name, \(missing.count) missing, \(misfits.count) of another shape, "
      + "\(unused.count) unused"
  }

  /// One row for every parameter and every array that was not used.
  private var table: [String] {
    let rows =
      pairs.map { ["  filled", $0.slot, "\($0.shape)", $0.array.harmless] }
      + missing.map { ["  missing", $0.name, "\($0.shape)", "keeps its values"] }
      + misfits.map { misfit in
        let (array, slot) = (misfit.array.harmless, misfit.slot)
        return ["  another shape", slot.name, "\(slot.shape)", "\(array) is \(misfit.shape)"]
      }
      + unused.map { ["  unused", "", "", $0.harmless] }
    return SummaryTable.aligned(rows)
  }
}
