import CNNModel
import Differences
import Grading
import ModelFiles
import TestSupport
import Testing

@Suite("Dealing tasks") struct DealingTests {
  /// Deals a task and hands the right results in.
  private func rightAnswer(
    _ spec: String, in folder: String, mode: ComputeMode = .evaluation, cases: Int = 2
  ) throws -> GradedAnswer {
    _ = try TaskDealer(GradedSubject(spec), mode: mode, cases: cases, seed: 3).deal(to: folder)
    let task = try DealtTask(folder: folder)
    for (index, one) in task.cases.enumerated() {
      let results = one.computation.results(of: one.given)
      let arrays = results.map { role, tensor in
        NamedArray(one.computation.name(of: role).replacing(" ", with: "_"), NumericArray(tensor))
      }
      try NpzFile.write(arrays, to: "\(folder)/answer-\(index + 1).npz")
    }
    let graded = try GradedFolder(folder)
    let submissions = try Submissions(folder: folder, answers: nil, cases: graded.caseFiles)
    #expect(!submissions.isClass)
    return graded.grade(submissions.all[0])
  }

  @Test(
    "The right results of a dealt task are right",
    arguments: [
      "conv 4 3x2 stride 2x1 groups 2", "maxpool 2", "batchnorm", "linear 3", "relu", "softmax",
      "concat", "add", "flatten", "deconv 2 2x3 stride 2", "loss cross-entropy",
      "loss squared-error", "loss binary-cross-entropy", "optimizer adam lr 0.01",
      "optimizer momentum lr 0.1", "log", "lstm 3",
    ])
  func right(_ spec: String) throws {
    try withFolder { folder in
      let answer = try rightAnswer(spec, in: folder)
      #expect(answer.isRight, "\(answer.failures)")
      #expect(answer.score.right == answer.score.of && answer.score.of >= 2)
    }
  }

  @Test("No two extents of an image are alike, and every case has others")
  func unsymmetrical() throws {
    try withFolder { folder in
      _ = try TaskDealer(
        GradedSubject("conv 4 3x3 stride 2 groups 2"), mode: .evaluation, cases: 3, seed: 0
      )
      .deal(to: folder)
      let shapes = try DealtTask(folder: folder).cases.compactMap { $0.given[.input(0)]?.shape }
      for shape in shapes { #expect(Set(shape.extents).count == 4, "\(shape)") }
      #expect(Set(shapes).count == 3)
    }
  }

  @Test("The same seed deals the same task, another one another")
  func seeds() throws {
    func first(_ seed: UInt64) throws -> Tensor? {
      try withFolder { folder in
        _ = try TaskDealer(GradedSubject("relu"), mode: .evaluation, cases: 1, seed: seed)
          .deal(to: folder)
        return try DealtTask(folder: folder).cases[0].given[.input(0)]
      }
    }
    #expect(try first(1) == first(1))
    #expect(try first(1) != first(2))
  }

  @Test("A mistake that changes nothing is listed, and all others show")
  func indistinguishable() throws {
    try withFolder { folder in
      let alike = try TaskDealer(
        GradedSubject("conv 4 3x3 stride 2x3 pad 1x2 dilation 2"), mode: .evaluation, cases: 1,
        seed: 0
      ).deal(to: folder).alike
      #expect(!alike.contains("stride-ignored") && !alike.contains("kernel-turned"))
    }
  }

  @Test("A folder holds one task, and a damaged one is refused in one sentence")
  func damaged() throws {
    try withFolder { folder in
      let dealer = TaskDealer(try GradedSubject("relu"), mode: .evaluation, cases: 1, seed: 0)
      func refusal() -> String? {
        sentence { _ = try GradedFolder(folder) }?.replacing(folder, with: "hw")
      }
      #expect(refusal()?.contains("a folder with task.json is expected") == true)
      _ = try dealer.deal(to: folder)
      #expect(
        sentence { _ = try dealer.deal(to: folder) }?.contains("holds a task already") == true)
      for (text, reason) in [
        ("{", "should have a quoted string"), ("{}", "\"format\": \"cnnscope task 1\" is expected"),
        (#"{"format": "cnnscope task 1"}"#, "\"spec\" should be the line"),
        (#"{"format": "cnnscope task 1", "spec": "rel"}"#, "there is no layer"),
        (#"{"format": "cnnscope task 1", "spec": "relu"}"#, "\"cases\" should be a list"),
        (
          #"{"format": "cnnscope task 1", "spec": "relu", "cases": [{"file": "../x.npz"}]}"#,
          "\"file\" each"
        ),
      ] {
        try FileContent.write(Array(text.utf8), to: "\(folder)/task.json")
        #expect(refusal()?.contains(reason) == true, "\(refusal() ?? "accepted")")
      }
    }
  }

  @Test("A class is a folder of folders; what is missing is said of each")
  func classes() throws {
    try withFolder { folder in
      _ = try rightAnswer("relu", in: folder, cases: 2)
      try FileContent.makeFolder("\(folder)/all/ann")
      try FileContent.makeFolder("\(folder)/all/ben")
      for index in [1, 2] {
        let bytes = try FileContent.read("\(folder)/answer-\(index).npz")
        try FileContent.write(bytes, to: "\(folder)/all/ann/answer-\(index).npz")
        if index == 1 { try FileContent.write(bytes, to: "\(folder)/all/ben/case1.npz") }
      }
      let task = try GradedFolder(folder)
      let students = try Submissions(
        folder: folder, answers: "\(folder)/all", cases: task.caseFiles)
      #expect(students.isClass && students.all.map(\.name) == ["ann", "ben"])
      let answers = ClassGrading.answers(students.all, grade: task.grade) { _ in true }
      #expect(answers.map(\.isRight) == [true, false])
      #expect(answers[1].failures == ["case 2: no file was handed in"])
      #expect(answers[1].score.right == 2 && answers[1].score.of == 4)
      #expect(
        sentence {
          _ = try Submissions(folder: folder, answers: "\(folder)/none", cases: task.caseFiles)
        }?.hasSuffix("there is no such folder") == true)
    }
  }
}
