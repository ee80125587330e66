import CNNModel
import Differences

/// One set of inputs with somebody's results, judged.
public struct GradedCase: Sendable {
  /// The number of the case, counted from 1.
  public let number: Int
  /// The file of the results; empty where there is none.
  public let file: String
  /// The order of the axes of images in it.
  public let layout: ImageLayout
  /// How the file was read where that was found out, a sentence each.
  public let notes: [String]
  /// The results in the order of the computation; those of a network from its input to the loss.
  public var arrays: [GradedArray]
  /// The names in the file that mean nothing here.
  public let unknown: [String]

  public init(
    number: Int, file: String, layout: ImageLayout = .nchw, notes: [String] = [],
    arrays: [GradedArray],
    unknown: [String] = []
  ) {
    (self.number, self.file, self.layout, self.notes) = (number, file, layout, notes)
    (self.arrays, self.unknown) = (arrays, unknown)
  }

  /// Whether everything that was handed in is right.
  public var isRight: Bool { arrays.allSatisfy { [.right, .missing].contains($0.verdict) } }
}

/// Somebody's answer to a task, judged.
public struct GradedAnswer: Sendable {
  /// Whose it is, or the file.
  public let name: String
  /// What was to be computed: `conv 4 3x3 stride 2`.
  public let task: String
  /// The cases that could be judged.
  public let cases: [GradedCase]
  /// The mistakes that give wrong arrays of all cases exactly.
  public let mistakes: [GradedMistake]
  /// The names of the mistakes that give all wrong arrays of all cases.
  public let named: [String]
  /// The layers of a network that are wrong by themselves; `nil` where no network is graded.
  public let guilty: [String]?
  /// Why an answer could not be judged, or a case of it.
  public let failures: [String]

  public init(
    name: String, task: String, cases: [GradedCase], mistakes: [GradedMistake] = [],
    named: [String] = [], guilty: [String]? = nil,
    failures: [String] = []
  ) {
    (self.name, self.task, self.cases, self.named) = (name, task, cases, named)
    (self.mistakes, self.guilty, self.failures) = (mistakes, guilty, failures)
  }

  /// Whether everything that was handed in is right, and all of it could be judged.
  public var isRight: Bool { failures.isEmpty && cases.allSatisfy(\.isRight) }

  /// The arrays that are right, of those that were asked for.
  public var score: (right: Int, of: Int) {
    let arrays = cases.flatMap(\.arrays)
    return (arrays.count { $0.verdict == .right }, max(1, arrays.count))
  }

  /// The arrays that were asked for and not handed in, each with the cases that lack it.
  public var missing: [(name: String, cases: [Int])] {
    arrayNames.compactMap { name in
      let lacking = arrays(named: name).filter { $0.array.verdict == .missing }
      return lacking.isEmpty ? nil : (name, lacking.map { cases[$0.case].number })
    }
  }

  /// The score as a share from 0 to 1.
  public var share: Double { Double(score.right) / Double(score.of) }

  /// The names of the arrays in the order of the computation.
  public var arrayNames: [String] {
    var names: [String] = []
    for array in cases.flatMap(\.arrays) where !names.contains(array.name) {
      names.append(array.name)
    }
    return names
  }

  /// The arrays of a name, by case.
  public func arrays(named name: String) -> [(case: Int, array: GradedArray)] {
    cases.enumerated().flatMap { index, one in
      one.arrays.filter { $0.name == name }.map { (index, $0) }
    }
  }
}
