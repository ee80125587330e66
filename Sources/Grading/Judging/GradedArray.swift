import CNNModel
import Differences

/// One array that somebody handed in, judged.
public struct GradedArray: Sendable {
  /// What it is called here: `gx`; of a network the name of its tensor, `conv1.gradient`.
  public let name: String
  /// What it is to the computation.
  public let role: ArrayRole
  /// Its name in the file; `nil` where it was not handed in.
  public let member: String?
  /// Whether it is right.
  public let verdict: ArrayJudgement.Verdict
  /// The difference from ours; `nil` where the shapes differ or nothing was handed in.
  public let difference: ArrayDifference?
  /// The right array.
  public let ours: Tensor
  /// What was handed in.
  public let theirs: Tensor?
  /// The changed computations that give it or come near it, the likely ones first.
  public var alternatives: [GradedAlternative] = []
  /// What the arrays that its definition reads are called.
  var names: [ArrayRole: String] = [:]
  let define: @Sendable (Position) -> Expression?
  private var change: @Sendable (String) -> Tensor? = { _ in nil }

  /// The first wrong cell in reading order.
  public var first: Position? { difference?.first.map(ours.shape.position) }

  /// How a number of the right array is computed.
  public func definition(of cell: Position) -> Expression? { define(cell) }

  /// The array that a changed rule gives, of several the one nearest to theirs; `nil` where it gives
  /// none.
  public func changed(by rule: String) -> Tensor? { change(rule) }

  /// What a number of its definition is called: `gy[0,1,2,3]`; `nil` for one that stands nowhere.
  public func name(of term: Term) -> String? {
    switch term.source {
    case .input(let index, let cell): named(.input(index), "x", cell)
    case .output(let index, let cell): named(.output(index), "y", cell)
    case .outputGradient(let index, let cell): named(.outputGradient(index), "gy", cell)
    case .parameter(let index, let cell): named(.parameter(index), "weight", cell)
    case .statistic(let index, let cell): named(.statistic(index), term.symbol, cell)
    case .target(let cell): named(.target, "target", cell)
    case .padding: "padding"
    case .intermediate, .constant: nil
    }
  }

  private func named(_ role: ArrayRole, _ usual: String, _ cell: Position) -> String {
    (names[role] ?? usual) + cell.description
  }

  /// Whether it is wrong by itself.
  public var isWrong: Bool { verdict == .wrong || verdict == .shape }

  /// The same under another name, as of a tensor of a network.
  func named(_ name: String, member: String?) -> GradedArray {
    var array = GradedArray(
      name: name, role: role, member: member, verdict: verdict, difference: difference, ours: ours,
      theirs: theirs, alternatives: alternatives, define: define)
    (array.names, array.change) = (names, change)
    return array
  }

  init(
    name: String, role: ArrayRole, member: String?, verdict: ArrayJudgement.Verdict,
    difference: ArrayDifference?, ours: Tensor, theirs: Tensor?,
    alternatives: [GradedAlternative] = [],
    define: @escaping @Sendable (Position) -> Expression?
  ) {
    (self.name, self.role, self.member, self.verdict) = (name, role, member, verdict)
    (self.difference, self.ours, self.theirs) = (difference, ours, theirs)
    (self.alternatives, self.define) = (alternatives, define)
  }

  init(_ judgement: ArrayJudgement, of judged: CaseJudgement, member: String?) {
    let (computation, given) = (judged.computation, judged.given)
    let role = judgement.role
    self.init(
      name: computation.name(of: role), role: role, member: member, verdict: judgement.verdict,
      difference: judgement.difference, ours: judgement.ours, theirs: judgement.theirs,
      define: { computation.define(role, at: $0, of: given) })
    let theirs = judgement.theirs
    change = { rule in
      let change = computation.changes(for: given).first { $0.name == rule }
      let arrays = change?.results[role]?.arrays() ?? []
      guard let theirs else { return arrays.first }
      guard change != nil else { return judged.fitted(role).first { $0.name == rule }?.array }
      return arrays.filter { $0.shape == theirs.shape }.min {
        ArrayDifference(theirs, $0).squares < ArrayDifference(theirs, $1).squares
      }
    }
    names = GradedSubject.names(of: computation)
    // A loss reads what is the output of a network, and here an input.
    if computation is LossComputation { names[.output(0)] = names[.input(0)] }
  }
}

/// A changed computation that gives somebody's array, or comes near it.
public struct GradedAlternative: Hashable, Sendable {
  /// The name of the changed rule.
  public let name: String
  /// What was done, as a clause behind "what comes out when".
  public let what: String
  /// Where to look, without giving the mistake away.
  public let hint: String
  /// Whether it gives the array within rounding, in all cases.
  public let isEqual: Bool
  /// The share of the difference that it removes, from 0 to 1.
  public let explains: Double

  /// What was found about an array, as a sentence: `Your gx is what comes out when …`.
  public func sentence(_ array: String) -> String {
    isEqual
      ? "Your \(array) is what comes out when \(what)."
      : "That \(what) explains \(percent) of the difference of your \(array), not all of it."
  }

  private var percent: String {
    // What is not equal explains less than all.
    "\(min(99, Int((explains * 100).rounded()))) %"
  }
}
