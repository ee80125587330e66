import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// NaN and infinite numbers, and losses of probabilities, as the verbs say them.
@Suite("Odd numbers from the command line", .baselineLevel) struct OddNumberTests {
  private func inFolder(
    _ text: String, _ body: (_ network: String, _ folder: String) throws -> Void
  ) throws {
    try withFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/net.cnn"))
      try body("\(folder)/net.cnn", folder)
    }
  }

  @Test("run names the layer where NaN begins")
  func origin() throws {
    try inFolder("input 1x8x8\nflatten\nlog\nlog\nlinear 10") { network, _ in
      let run = try Program.run("run \(network) digits:42")
      #expect(run.status == 0)
      #expect(run.output.contains("the first NaN or infinite numbers: "))
      #expect(run.output.contains(" of the 64 numbers of log1"))
      #expect(!run.output.contains("-nan"))
      let json = try Program.run("run \(network) digits:42 --json").output
      #expect(json.contains("\"layer\": \"log1\"") || json.contains("\"layer\":\"log1\""))
    }
  }

  @Test("A training that reaches NaN ends with status 1 and saves the last good weights")
  func divergence() throws {
    try withFolder { folder in
      let weights = "\(folder)/w.safetensors"
      let run = try Program.run(
        "train digits8 --data digits --limit 200 --batch 20 --epochs 3 --lr 1e30 --save \(weights)")
      #expect(run.status == 1)
      #expect(run.error.contains("the training stopped: the loss of step "), "\(run.error)")
      let result = try Program.run("evaluate digits8 --data digits --weights \(weights) --limit 50")
      #expect(result.status == 0, "\(result.error)")
    }
  }

  @Test("evaluate counts NaN as no class, and ends with status 1")
  func notANumber() throws {
    try inFolder("input 1x8x8\nflatten\nneg\nlog\nlinear 10") { network, _ in
      let run = try Program.run("evaluate \(network) --data digits --limit 30")
      #expect(run.status == 1)
      #expect(run.output.contains("accuracy 0"))
      #expect(run.error.contains("30 of 30 outputs are NaN, which is no class"), "\(run.error)")
    }
  }

  @Test("The loss of a network that ends in softmax is −ln p everywhere, with one remark")
  func softmax() throws {
    try inFolder("input 1x8x8\nflatten\nlinear 10\nsoftmax") { network, folder in
      let remark = "softmax1 gives probabilities, so the loss is −ln p, without a second softmax"
      let run = try Program.run("run \(network) digits:42")
      #expect(run.output.contains(remark))
      #expect(try Program.run("evaluate \(network) --data digits --limit 9").error.contains(remark))
      let train = try Program.run("train \(network) --data digits --limit 64 --epochs 1")
      #expect(train.status == 0 && train.error.contains(remark))
      let check = try Program.run("check \(network) digits:42")
      #expect(check.status == 0 && check.error.contains(remark))
    }
  }

  @Test("Binary cross-entropy trains a single number, yes or no, and evaluates it")
  func binary() throws {
    try inFolder("input 1x8x8\nflatten\nlinear 10\nsigmoid") { network, _ in
      let line = "train \(network) --data digits --limit 400 --epochs 4 --optimizer adam --lr 0.01"
      let run = try Program.run(line)
      #expect(run.status == 0, "\(run.error)")
      let last = try #require(run.output.split(separator: "\n").last)
      let accuracy = last.split(separator: " ").first { $0.hasSuffix("%") }
      #expect(accuracy.flatMap { Double($0.dropLast()) } ?? 0 > 60, "\(last)")
      #expect(try Program.run("check \(network) digits:42").status == 0)
    }
  }

  @Test(
    "The reports of other users",
    .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
  func reports() throws {
    let softmax = ReferenceFolder.path("reports/softmax-ended-loss")
    let evaluated = try Program.run("evaluate \(softmax)/model.onnx --data \(softmax)")
    #expect(evaluated.output.contains("loss 0.006185"), "\(evaluated.output)")
    let variance = ReferenceFolder.path("reports/variance-below-zero")
    let run = try Program.run("run \(variance)/model.onnx \(variance)/input.npy")
    #expect(run.output.contains("36 of the 144 numbers of n"), "\(run.output)")
    let mode = ReferenceFolder.path("reports/eval-or-training-mode")
    let expected = try ArrayFile.read("\(mode)/expected.npy").tensor
    let shown = try Program.run(
      "run \(mode)/net.cnn \(mode)/input.npy --weights \(mode)/net.safetensors --json")
    let document = try JSONDecoder().decode(JSON.self, from: Data(shown.output.utf8))
    let values = document["output"]?["values"]?.elements.compactMap(\.double) ?? []
    #expect(zip(values, expected.elements).allSatisfy { ($0 - Double($1)).magnitude < 1e-5 })
    #expect(values.count == expected.shape.count)
  }
}
