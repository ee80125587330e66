import CNNModel
import Differences
import Foundation
import Grading
import ModelFiles
import ReferenceFolder
import Testing

/// The answers of the reference folder: which arrays are right, by the verb's own way.
@Suite(
  "Answers of others",
  .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct AnswerReferenceTests {
  private let manifest: JSON

  init() throws { manifest = try ReferenceFolder.json("answers/manifest.json") }

  @Test("Every array of the open answers is right or wrong as it should be")
  func verdicts() throws {
    let items = manifest["items"]?.elements ?? []
    #expect(items.count > 200)
    for item in items {
      let spec = try #require(item["spec"]?.string)
      let file = try #require(item["file"]?.string)
      let mode: ComputeMode = item["training"]?.bool == true ? .training : .evaluation
      let layout = item["layout"]?.string.flatMap(ImageLayout.init)
      let reader = CaseReader(try GradedSubject(spec), mode: mode, layout: layout)
      let computed = try reader.cases(try AnswerFile(ReferenceFolder.path("answers/\(file)")))
      let wanted = Set((item["wrong"]?.elements ?? []).compactMap(\.string))
      let right = computed.contains { one in Self.wrong(one) == wanted }
      #expect(right, "\(file): \(spec)")
    }
  }

  /// The arrays of one reading that are not right; no mistake is searched.
  private static func wrong(_ one: ReadCase) -> Set<String> {
    let judgement = CaseJudgement(one.computation, given: one.given, theirs: one.theirs)
    return Set(
      judgement.arrays.filter { ![.right, .missing].contains($0.verdict) }
        .map { one.computation.name(of: $0.role) })
  }

  @Test("The guilty layer of every open network is found")
  func networks() throws {
    for item in manifest["networks"]?.elements ?? [] {
      let answer = try grade(item)
      #expect(answer.guilty == [item["guilty"]?.string].compactMap(\.self), "\(answer.name)")
      let inherited = answer.cases[0].arrays.filter { $0.verdict == .inherited }.map(\.name)
      #expect(Set(inherited) == Set((item["inherited"]?.elements ?? []).compactMap(\.string)))
    }
  }

  private func grade(_ item: JSON) throws -> GradedAnswer {
    func path(_ member: String) throws -> String {
      ReferenceFolder.path("answers/\(try #require(item[member]?.string))")
    }
    let text = try String(contentsOfFile: try path("network"), encoding: .utf8)
    let network = try Network(text: text, title: "network")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    _ = try WeightFile(try path("weights")).fill(&state, of: network)
    let input = try ArrayFile.read(try path("input")).tensor
    let shape = network.outputShapes(of: 0)[0]
    let label = Int(try #require(item["label"]?.double))
    let batch = Batch(inputs: [input.reshaped(to: shape)], target: .classes([label]))
    let task = NetworkTask(network, state, mode: .evaluation, batches: [batch])
    return NetworkGrader(task).grade(files: [0: try path("file")], name: try path("file"))
  }
}
