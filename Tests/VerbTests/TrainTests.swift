import CNNModel
import Foundation
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// `cnnscope train` and `cnnscope evaluate`.
@Suite("Training from the command line", .baselineLevel) struct TrainTests {
  @Test("Saves what evaluate reads and logs every step")
  func savesWhatEvaluateReadsAndLogsEveryStep() throws {
    try withFolder { folder in
      let (weights, log) = ("\(folder)/w.safetensors", "\(folder)/log.csv")
      let train = "train residual --data digits --limit 40 --batch 16 --epochs 2 --lr 0.05"
      let run = try Program.run("\(train) --save \(weights) --log \(log)")
      #expect(run.status == 0)
      #expect(run.output.split(separator: "\n").count == 3, "the columns and two epochs")
      let text = try #require(
        String(validating: FileContent.read(log, limit: 1 << 20), as: UTF8.self))
      let rows = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows.count == 7 && rows.allSatisfy { $0.count == 7 })
      #expect(rows.dropFirst().map { String($0[0]) } == ["0", "1", "2", "3", "4", "5"])
      let last = try #require(rows.last)
      let result = try Program.run("evaluate residual --data digits --weights \(weights)")
      #expect(result.status == 0)
      #expect(result.output.contains("loss \(last[5])\n"))
    }
  }

  @Test("A log is continued by --resume, and a table that is no log is not touched")
  func continuedLog() throws {
    try withFolder { folder in
      let (kept, log) = ("\(folder)/k.safetensors", "\(folder)/log.csv")
      let train = "train digits8 --data digits --limit 60 --batch 20 --epochs"
      #expect(
        try Program.run("\(train) 2 --save \(kept) --checkpoint 2 --log \(log)").status == 0)
      let table = "a,b\n1,2\n"
      try Data(table.utf8).write(to: URL(filePath: "\(folder)/table.csv"))
      let refused = try Program.run("\(train) 3 --resume \(kept) --log \(folder)/table.csv")
      #expect(refused.status == 1)
      #expect(try String(contentsOfFile: "\(folder)/table.csv", encoding: .utf8) == table)
      let half = try String(contentsOfFile: log, encoding: .utf8) + "12"
      try Data(half.utf8).write(to: URL(filePath: log))
      #expect(try Program.run("\(train) 3 --resume \(kept) --log \(log)").status == 0)
      let rows = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(rows.dropFirst().map { $0.prefix { $0 != "," } } == (0..<9).map { "\($0)" })
    }
  }

  @Test("A training on masks is saved, kept and resumed")
  func masks() throws {
    try withFolder { folder in
      let images = Tensor(shape: [6, 1, 4, 4], elements: (0..<96).map { Float($0 % 7) / 7 })
      let masks = NumericArray(shape: [6, 4, 4], int64s: (0..<96).map { Int64($0 % 2) })
      try NpyFile.write(NumericArray(images), to: "\(folder)/x.npy")
      try NpyFile.write(masks, to: "\(folder)/y.npy")
      try Data("input 1x4x4\nconv 2 3 pad same\n".utf8).write(to: URL(filePath: "\(folder)/n.cnn"))
      let train = "train \(folder)/n.cnn --data \(folder)/x.npy,\(folder)/y.npy --batch 4 --epochs"
      let kept = "\(folder)/k.safetensors"
      let run = try Program.run("\(train) 1 --save \(kept) --checkpoint 1")
      #expect(run.status == 0, "\(run.error)")
      #expect(try Program.run("\(train) 2 --resume \(kept)").status == 0)
    }
  }

  @Test("With --json every report is an object on a line of its own")
  func reportsAsJSON() throws {
    let train = "train digits8 --data digits --limit 40 --batch 20 --epochs 2 --json"
    let run = try Program.run(train)
    #expect(run.status == 0)
    let reports = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(JSON.self, from: Data($0.utf8))
    }
    #expect(reports.map { $0["epoch"]?.int } == [1, 2])
    #expect(reports.map { $0["steps"]?.int } == [2, 4])
    for name in ["loss", "accuracy", "test_loss", "test_accuracy", "samples_per_second"] {
      #expect(reports.allSatisfy { $0[name]?.double != nil }, "\(name)")
    }
  }

  @Test("--summed-loss prints the losses of all images, divided by the number of batches")
  func summedLoss() throws {
    try withFolder { folder in
      let train = "train digits8 --data digits --limit 50 --batch 20 --epochs 1"
      let run = try Program.run("\(train) --summed-loss --json --log \(folder)/l.csv")
      #expect(run.status == 0)
      let report = try JSONDecoder().decode(JSON.self, from: Data(run.output.utf8))
      let log = String(
        decoding: try FileContent.read("\(folder)/l.csv", limit: 1 << 20), as: UTF8.self)
      let losses = log.split(separator: "\n").dropFirst().compactMap {
        Double($0.split(separator: ",")[3])
      }
      try #require(losses.count == 3)
      let expected = (20 * losses[0] + 20 * losses[1] + 10 * losses[2]) / 3
      let found = try #require(report["summed_loss"]?.double)
      #expect((found - expected).magnitude < 1e-4)
      let table = try Program.run("\(train) --summed-loss")
      #expect(table.output.contains("samples/s  summed loss\n"))
    }
  }

  @Test("Where nothing can be saved is said first")
  func whereNothingCanBeSavedIsSaidFirst() throws {
    let run = try Program.run("train digits8 --data digits --save /nonexistent/w.safetensors")
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.error.contains("no file can be created in its folder"))
  }

  @Test("The same seed gives the same log")
  func sameSeedSameLog() throws {
    try withFolder { folder in
      let train = "train digits8 --data digits --limit 50 --epochs 2 --batch 8 --optimizer adam"
      for (name, threads) in [("a", 1), ("b", 2), ("c", 4)] {
        _ = try Program.run("\(train) --seed 5 --threads \(threads) --log \(folder)/\(name)")
      }
      let logs = try ["a", "b", "c"].map { try FileContent.read("\(folder)/\($0)", limit: 1 << 20) }
      #expect(logs[0] == logs[1] && logs[1] == logs[2])
    }
  }

  @Test(
    "Sentences",
    arguments: [
      (
        "train lenet5 --recipe nope",
        "there is no recipe \"nope\"; there are inside, avgpool16, digits8, digits-97, lenet5-99, "
          + "lenet5-digits, lenet5-relu-digits, digits8-digits, separable-digits, residual-digits, "
          + "autoencoder-digits"
      ),
      (
        "train lenet5 --data /none",
        "/none: there is no data set or folder of this name; the data sets are digits, mnist"
      ),
      (
        "evaluate autoencoder --data digits",
        "autoencoder has no classes to count"
      ),
      (
        "train lenet5 --data digits --optimizer sdg",
        "there is no optimizer \"sdg\"; did you mean \"sgd\"?"
      ),
    ])
  func sentences(line: String, sentence: String) throws {
    let run = try Program.run(line)
    #expect(run.status == 1)
    #expect(run.error == sentence + "\n")
  }

  @Test(
    "Wrong command lines",
    arguments: [
      "train", "train lenet5", "train lenet5 --data digits --epochs 0", "evaluate lenet5",
      "train --data digits",
    ])
  func wrongCommandLines(line: String) throws {
    let run = try Program.run(line)
    #expect(run.status == 64)
  }
}
