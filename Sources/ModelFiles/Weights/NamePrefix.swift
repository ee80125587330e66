/// What stands before the names of layers in files of weights: `module.` of data-parallel training,
/// `model.` of a training framework's wrapper.
enum NamePrefix {
  /// The prefix behind which a file has an array for every required slot; empty where the names stand
  /// alone, nil where there is none.
  ///
  /// - Parameter names: those in the file.
  /// - Throws: ``Ambiguity`` where two prefixes fit, such as `student.` and `teacher.`.
  static func find(
    in names: [String], for slots: [WeightSlot]
  ) throws(Ambiguity) -> String? {
    let all = Set(names)
    func fits(_ prefix: String, _ slot: WeightSlot) -> Bool {
      slot.names.contains { all.contains(prefix + $0) }
    }
    if slots.contains(where: { fits("", $0) }) { return "" }
    let required = slots.filter(\.isRequired)
    guard let first = required.first else { return nil }
    let candidates = names.compactMap { name in
      first.names.first { name.hasSuffix("." + $0) }.map { String(name.dropLast($0.count)) }
    }
    let fitting = candidates.filter { prefix in required.allSatisfy { fits(prefix, $0) } }
    if let second = fitting.first(where: { $0 != fitting[0] }) {
      throw Ambiguity(first: fitting[0], second: second)
    }
    return fitting.first
  }

  /// Two prefixes behind which a file has everything.
  struct Ambiguity: Error {
    let first: String
    let second: String
  }
}
