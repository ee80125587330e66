import CNNModel
import Differences
import Grading
import ModelFiles
import NumberText
import ScopeDebugger

/// What `cnnscope grade` prints.
struct GradeReport {
  private let work: GradedWork
  private let showsHints: Bool

  init(_ work: GradedWork, showsHints: Bool) { (self.work, self.showsHints) = (work, showsHints) }

  var text: String {
    if work.isClass { return GradeTable(work.answers).text(showsHints: showsHints) }
    return work.answers.map { AnswerText($0, showsHints: showsHints).text }
      .joined(separator: "\n\n")
  }

  var json: JSONText {
    let answers = work.answers.map(\.json)
    guard work.isClass else { return .object(answers.first ?? []) }
    return .object([
      ("verdict", .string(work.isRight ? "right" : "wrong")),
      (
        "students",
        .array(zip(work.answers, answers).map { .object([("name", .string($0.name))] + $1) })
      ),
    ])
  }
}

/// One answer in words.
struct AnswerText {
  private let answer: GradedAnswer
  private let showsHints: Bool

  init(_ answer: GradedAnswer, showsHints: Bool) {
    (self.answer, self.showsHints) = (answer, showsHints)
  }

  var text: String {
    ([heading, table] + remarks + findings + mistakes + [conclusion]).filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  private var heading: String {
    let count = answer.cases.count
    return "\(answer.name): \(answer.task), \(count) case\(count == 1 ? "" : "s")"
  }

  /// A row for every case and array; of a network only those that are not right.
  private var table: String {
    var table = TextTable([
      ("case", .right), ("array", .left), ("verdict", .left), ("error", .right),
      ("first wrong", .left), ("yours", .right), ("right", .right),
    ])
    var rows = 0
    for one in answer.cases {
      for array in one.arrays where answer.guilty == nil || array.isListed {
        table.add(["\(one.number)", array.name] + array.cells)
        rows += 1
      }
    }
    return rows == 0 ? "" : table.text
  }

  private var remarks: [String] {
    var remarks = answer.failures
    for note in answer.cases.flatMap(\.notes) where !remarks.contains(note) { remarks.append(note) }
    let unknown = Set(answer.cases.flatMap(\.unknown)).sorted()
    if !unknown.isEmpty {
      remarks.append(
        "Not used: \(unknown.prefix(8).map(\.harmless).joined(separator: ", ")), "
          + "whose names mean nothing here.")
    }
    return remarks.isEmpty ? [] : [remarks.flatMap(Self.wrapped).joined(separator: "\n")]
  }

  /// A paragraph for every array that is wrong by itself, at its first wrong cell.
  private var findings: [String] {
    answer.arrayNames.compactMap { name in
      let wrong = answer.arrays(named: name).filter { $0.array.isWrong }
      guard let first = wrong.first else { return nil }
      return finding(name, first.array, case: answer.cases[first.case].number).joined(
        separator: "\n")
    }
  }

  private func finding(_ name: String, _ array: GradedArray, case number: Int) -> [String] {
    let place = answer.cases.count > 1 ? " of case \(number)" : ""
    var lines: [String] = []
    if array.verdict == .shape {
      lines.append(
        "\(name)\(place) is \(array.theirs?.shape.description ?? ""), but it should be "
          + "\(array.ours.shape).")
    }
    if let cell = array.first, let theirs = array.theirs {
      lines.append(
        "\(name)\(cell)\(place): yours \(Decimals.text(theirs[cell], 6)), "
          + "right \(Decimals.text(array.ours[cell], 6))"
          + (showsHints ? "" : terms(array, cell).first.map { " = \($0)" } ?? ""))
      if !showsHints { lines += terms(array, cell).dropFirst() }
    }
    guard !array.alternatives.contains(where: \.isEqual) else { return lines }
    return lines + MistakeText(array, showsHints: showsHints).lines.flatMap(Self.wrapped)
  }

  /// What gives the wrong arrays, or where to look.
  private var mistakes: [String] {
    answer.mistakes.map { mistake in
      if showsHints {
        return Self.wrapped("\(mistake.arrays.joined(separator: ", ")): \(mistake.hint)")
          .joined(separator: "\n")
      }
      let others = mistake.others.prefix(Self.mostOthers).map { "Or: \($0)" }
      return (["→ " + mistake.sentence] + others).flatMap(Self.wrapped).joined(separator: "\n")
    }
  }

  private static let mostOthers = 4

  /// How the right number is computed.
  private func terms(_ array: GradedArray, _ cell: Position) -> [String] {
    guard let expression = array.definition(of: cell) else { return [] }
    let lines = DefinitionText { term, _ in array.name(of: term) }.lines(expression, deepest: 2)
    let rest = lines.count - Self.mostTerms
    guard rest > 1 else { return lines }
    return lines.prefix(Self.mostTerms) + ["  … and \(rest) more terms"]
  }

  private static let mostTerms = 12

  private var conclusion: String {
    var lines = [score]
    if let guilty = answer.guilty { lines.append(Self.sentence(guilty: guilty, answer)) }
    if answer.named.count == 1, !showsHints {
      lines.append("The mistake: \(answer.named[0]).")
    } else if answer.named.count > 1, !showsHints {
      lines.append(
        "What was handed in cannot tell these mistakes apart: \(answer.named.joined(separator: ", "))."
      )
    }
    return lines.flatMap(Self.wrapped).joined(separator: "\n")
  }

  /// `9 of 12 arrays are right, 2 are wrong, 1 is missing: gb of case 2.`
  private var score: String {
    let (right, all) = answer.score
    let missing = answer.missing
    let absent = missing.reduce(0) { $0 + $1.cases.count }
    func counted(_ number: Int, _ word: String) -> String? {
      number == 0 ? nil : ", \(number) \(number == 1 ? "is" : "are") \(word)"
    }
    let sentence =
      "\(right) of \(all) arrays are right"
      + (counted(all - right - absent, "wrong") ?? "") + (counted(absent, "missing") ?? "")
    guard !missing.isEmpty else { return sentence + "." }
    let names = missing.prefix(Self.mostMissing).map { name, cases in
      cases.count == answer.cases.count
        ? name : "\(name) of case \(cases.map(String.init).joined(separator: ", "))"
    }
    let rest = missing.count - names.count
    return "\(sentence): \(names.joined(separator: ", "))" + (rest > 0 ? " and \(rest) more." : ".")
  }

  private static let mostMissing = 6

  /// `conv2 is wrong by itself; the other layers are right, given what they got.`
  private static func sentence(guilty: [String], _ answer: GradedAnswer) -> String {
    guard !guilty.isEmpty else {
      guard answer.isRight else { return "No layer was found wrong by itself, given what it got." }
      return answer.missing.isEmpty
        ? "Every layer is right." : "Every layer is right, as far as it was handed in."
    }
    let places = guilty.joined(separator: " and ")
    return
      "\(places) \(guilty.count == 1 ? "is" : "are") wrong by \(guilty.count == 1 ? "itself" : "themselves"); "
      + "all other layers are right, given what they got."
  }

  /// Lines of at most 80 columns.
  static func wrapped(_ text: String) -> [String] {
    var (lines, line) = ([String](), "")
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 80 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}

extension GradedArray {
  /// Whether a network's report lists it: what is right or was not asked for is only counted.
  fileprivate var isListed: Bool { ![.right, .missing].contains(verdict) }

  /// The cells of a row: verdict, error, first wrong cell, theirs and ours.
  fileprivate var cells: [String] {
    let mark = verdict.words
    guard let difference, verdict != .right else {
      let shapes =
        verdict == .shape
        ? ["", theirs?.shape.description ?? "", ours.shape.description] : ["", "", ""]
      return [mark, ""] + shapes
    }
    let numbers = first.map { cell in
      [
        Decimals.brief(theirs.map { Double($0[cell]) } ?? .nan, 4),
        Decimals.brief(Double(ours[cell]), 4),
      ]
    }
    return [mark, Decimals.brief(difference.relative, 2), first?.description ?? ""]
      + (numbers ?? ["", ""])
  }
}
