import CNNModel
import Differences
import ModelFiles

/// Judges a network's activations and gradients layer by layer: each layer by what it was given, so
/// that an error is found where it begins.
public struct NetworkGrader: Sendable {
  /// What was to be computed.
  public let task: NetworkTask
  /// The order of the axes of images; found out where it is `nil`.
  let layout: ImageLayout?
  /// How far right arrays may lie from ours.
  let tolerance: Tolerance
  /// What is told how far the search of a mistake is.
  let report: DifferenceSearch.Report?

  public init(
    _ task: NetworkTask, layout: ImageLayout? = nil, tolerance: Tolerance = .usual,
    report: DifferenceSearch.Report? = nil
  ) {
    (self.task, self.layout, self.tolerance) = (task, layout, tolerance)
    self.report = report
  }

  /// Judges the files of one answer.
  ///
  /// - Parameter files: by case, the file of the results; a case without one is a failure.
  public func grade(files: [Int: String], name: String) -> GradedAnswer {
    var (passes, failures) = ([NetworkPass](), [String]())
    for index in task.cases.indices {
      guard let path = files[index] else {
        failures.append("case \(index + 1): no file was handed in")
        continue
      }
      do throws(FileError) { passes.append(try pass(index, path)) } catch {
        failures.append(task.cases.count == 1 ? "\(error)" : "case \(index + 1): \(error)")
      }
    }
    return answer(passes, name, failures)
  }

  private func pass(_ index: Int, _ path: String) throws(FileError) -> NetworkPass {
    let one = task.cases[index]
    let file = try NetworkAnswerFile(try AnswerFile(path), task, one.right, layout: layout)
    return NetworkPass(
      task: task, number: index + 1, one: one, file: file, tolerance: tolerance)
  }

  private func answer(
    _ passes: [NetworkPass], _ name: String, _ failures: [String]
  ) -> GradedAnswer {
    let judged = passes.map { $0.judgements() }
    let all = judged.flatMap { $0 }
    var diagnoses: [NetworkPart: Diagnosis] = [:]
    for part in Set(all.filter(\.isGuilty).map(\.part)) {
      let guilty = all.filter { $0.part == part && $0.isGuilty }
      diagnoses[part] = Diagnosis(
        guilty.map(\.searchCase), order: guilty[0].judgement.computation.roles,
        report: report)
    }
    let guilty = Self.guilty(all, diagnoses)
    let network = task.network
    let mistakes = guilty.flatMap { part -> [GradedMistake] in
      let tensors = all.first { $0.part == part }?.tensors ?? [:]
      return diagnoses[part]?.graded { tensors[$0]?.name(in: network) ?? "" } ?? []
    }
    return GradedAnswer(
      name: name, task: network.title,
      cases: zip(passes, judged).map { $0.graded($1, diagnoses, isFound: layout == nil) },
      mistakes: mistakes, named: guilty.flatMap { diagnoses[$0]?.named ?? [] },
      guilty: guilty.map { $0.name(in: network) }, failures: failures)
  }

  /// The layers that are wrong by themselves, in the order of the computation. Of several that share
  /// a wrong sum of gradients, those whose mistake is known, or else all.
  private static func guilty(
    _ judged: [PartJudgement], _ diagnoses: [NetworkPart: Diagnosis]
  ) -> [NetworkPart] {
    func isExplained(_ part: NetworkPart) -> Bool { diagnoses[part]?.mistakes.isEmpty == false }
    var parts: [NetworkPart] = []
    for one in judged where one.isGuilty && !parts.contains(one.part) {
      let rivals = judged.filter { $0.isGuilty && $0.sharesWrong(with: one) }
      if rivals.isEmpty || isExplained(one.part)
        || !rivals.contains(where: { isExplained($0.part) })
      {
        parts.append(one.part)
      }
    }
    return parts
  }
}

/// What computes tensors of a network: a layer, or the loss.
enum NetworkPart: Hashable, Sendable {
  case node(Int)
  case loss

  func name(in network: Network) -> String {
    switch self {
    case .node(let node): network.nodes[node].name
    case .loss: "loss"
    }
  }
}

/// A part of a network judged by what it was given.
struct PartJudgement: Sendable {
  let part: NetworkPart
  let judgement: CaseJudgement
  /// Which tensors of the network its results are.
  let tensors: [ArrayRole: NetworkTensor]
  /// Results that were right after all, whatever the part was given.
  let right: Set<ArrayRole>
  /// Results that are sums over several layers.
  let shared: Set<NetworkTensor>
  let changes: [ChangedComputation]

  /// Whether something is wrong by itself.
  var isGuilty: Bool { !wrongRoles.isEmpty }

  var wrongRoles: [ArrayRole] {
    judgement.wrong.map(\.role).filter { !right.contains($0) }
  }

  var searchCase: DifferenceSearch.Case {
    judgement.searchCase(changes).limited(to: wrongRoles)
  }

  /// Whether another part contributes to the same wrong sum.
  func sharesWrong(with other: PartJudgement) -> Bool {
    guard part != other.part else { return false }
    let mine = Set(wrongRoles.compactMap { tensors[$0] })
    let theirs = Set(other.wrongRoles.compactMap { other.tensors[$0] })
    return mine == theirs && !mine.isDisjoint(with: shared)
  }
}
