import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// `cnnscope checkup`.
@Suite("Check-ups from the command line", .baselineLevel) struct CheckupVerbTests {
  @Test("The form of the JSON document, and the status of a network with a cross")
  func json() throws {
    let run = try Program.run("checkup digits8 --data digits --limit 200 --lr 0.00001 --json")
    #expect(run.status == 1, "\(run.error)")
    let document = try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
    #expect(document["network"]?.string == "digits8" && document["data"]?.string == "digits")
    #expect(document["passed"]?.bool == false)
    let answers = document["answers"]?.elements ?? []
    #expect(
      answers.compactMap { $0["name"]?.string } == [
        "input-scale", "class-balance", "test-leak", "softmax-twice", "loss-at-start",
        "input-matters", "gradients", "dead-units", "gradient-flow", "update-size", "one-batch",
        "learning-rate",
      ])
    let rate = try #require(answers.last)
    #expect(rate["verdict"]?.string == "cross" && rate["look"]?.string == "find-rate")
    #expect(rate["question"]?.string == "is the learning rate too small or too large?")
  }

  @Test("The sweep alone, as text and as JSON")
  func sweep() throws {
    let text = try Program.run("checkup digits8 --data digits --find-rate")
    #expect(text.status == 0 && text.output.contains("find-rate proposes lr "), "\(text.output)")
    let run = try Program.run("checkup digits8 --data digits --find-rate --json")
    let document = try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
    #expect((document["points"]?.elements.count ?? 0) > 50)
    #expect((document["proposal"]?.double ?? 0) > 0.01)
  }

  @Test("A network is needed, and data")
  func mistakes() throws {
    let run = try Program.run("checkup lenet5")
    #expect(run.status == 64 && run.error.contains("--data or --recipe is needed"))
  }

  @Test("train says that an epoch made no progress, why, and what helps")
  func plateau() throws {
    let run = try Program.run("train digits8 --data digits --epochs 1 --lr 0.000001")
    #expect(run.status == 0)
    #expect(run.error.contains("no progress for an epoch: accuracy "), "\(run.error)")
    #expect(run.error.contains("gradients are ") && run.error.contains(" within 150 steps"))
  }
}
