import CNNEngine
import CNNModel
import Foundation
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

/// Data sets of arrays: classes for every place, probabilities, and yes or no for every number. The
/// losses are worked out from the formulas of PyTorch's `CrossEntropyLoss` and `BCEWithLogitsLoss`.
@Suite("Targets of their own")
struct TargetDataTests {
  private let ln2 = Float(log(2.0))
  private let ln3 = Float(log(3.0))

  /// Evaluates a network without parameters, whose outputs are the inputs.
  private func evaluate(
    _ network: String, _ inputs: Tensor, _ targets: NumericArray
  ) throws -> EvaluationResult {
    try withData(inputs, targets) { name in
      let network = try Network(text: network, title: "net")
      let data = try TrainingData(name, for: network)
      var evaluation = Evaluation(
        network, ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0),
        on: data.test)
      while !evaluation.isDone { evaluation.advance() }
      return evaluation.result
    }
  }

  private func withData<R>(
    _ inputs: Tensor, _ targets: NumericArray, _ body: (String) throws -> R
  ) throws -> R {
    try withFolder { folder in
      let (x, y) = ("\(folder)/x.npy", "\(folder)/y.npy")
      try NpyFile.write(NumericArray(inputs), to: x)
      try NpyFile.write(targets, to: y)
      return try body("\(x),\(y)")
    }
  }

  /// Two images of one row and two columns, with two classes.
  private var places: Tensor {
    Tensor(shape: [2, 2, 1, 2], elements: [0, ln3, 0, 0] + [0, 0, 0, 0])
  }

  @Test("A class for every place: the mean over all places, and the share of right places")
  func classes() throws {
    let result = try evaluate(
      "input 2x1x2\nrelu", places, NumericArray(shape: [2, 1, 2], int64s: [1, 0, 0, 0]))
    // −ln of ½, ¾, ½ and ½.
    #expect(abs(result.loss - (3 * log(2) + log(4.0 / 3)) / 4) < 1e-6)
    #expect(result.count == 2 && result.answerCount == 4 && result.accuracy == 0.75)
    #expect(result.confusion == [[3, 0], [1, 0]])
    #expect(result.meanIntersectionOverUnion == 0.375)
  }

  @Test("Places of the ignored class count neither in the loss nor as answers")
  func ignored() throws {
    let result = try evaluate(
      "input 2x1x2\nrelu\nloss cross-entropy ignore 1", places,
      NumericArray(shape: [2, 1, 1, 2], int64s: [1, 0, 0, 0]))
    #expect(abs(result.loss - (2 * log(2) + log(4.0 / 3)) / 3) < 1e-6)
    #expect(result.answerCount == 3 && result.accuracy == 1)
  }

  @Test("Probabilities give a loss and no classes")
  func probabilities() throws {
    let result = try evaluate(
      "input 3\nrelu", Tensor(shape: [1, 3], elements: [ln2, 0, 0]),
      NumericArray(Tensor(shape: [1, 3], elements: [0.5, 0.25, 0.25])))
    #expect(abs(result.loss - 1.5 * log(2)) < 1e-6)
    #expect(result.answerCount == 0 && result.accuracy.isNaN)
  }

  @Test("Several labels: yes or no for every number")
  func labels() throws {
    let result = try evaluate(
      "input 2\nrelu\nloss binary-cross-entropy",
      Tensor(shape: [2, 2], elements: [0, ln3, 0, ln3]),
      NumericArray(shape: [2, 2], int64s: [1, 0, 0, 1]))
    // −ln of ½ and ¼, then of ½ and ¾.
    #expect(abs(result.loss - (4 * log(2) + log(4.0 / 3)) / 4) < 1e-6)
    #expect(result.accuracy == 0.5 && result.confusion == [[1, 1], [1, 1]])
  }

  @Test("A step compares every sample with its own target")
  func batch() throws {
    let targets = NumericArray(Tensor(shape: [4, 2], elements: (0..<8).map { Float($0) / 8 }))
    try withData(Tensor(shape: [4, 3], elements: (0..<12).map(Float.init)), targets) { name in
      let network = try Network(text: "input 3\nlinear 2\nloss squared-error", title: "net")
      var settings = TrainingSettings(data: name)
      settings.batch = 3
      let batch = try settings.debugger(network).execution.batch
      let inputs = batch.inputs[0].elements
      guard case .values(let wanted)? = batch.target else {
        Issue.record("no values")
        return
      }
      for sample in 0..<3 {
        let index = Int(inputs[3 * sample]) / 3
        #expect(wanted.elements[2 * sample] == Float(2 * index) / 8)
        #expect(wanted.elements[2 * sample + 1] == Float(2 * index + 1) / 8)
      }
    }
  }

  @Test("Training on probabilities leads to them")
  func training() throws {
    let targets = NumericArray(Tensor(shape: [1, 2], elements: [0.25, 0.75]))
    try withData(Tensor(shape: [1, 1], elements: [1]), targets) { name in
      var settings = TrainingSettings(data: name)
      settings.optimizer = "sgd lr 1"
      var debugger = try settings.debugger(Network(text: "input 1\nlinear 2", title: "net"))
      while debugger.step < 100 { #expect(debugger.stepForward() == nil) }
      while debugger.execution.loss == nil { #expect(debugger.stepForward() == nil) }
      // The entropy of ¼ and ¾ is the least cross-entropy with them.
      let least = 0.25 * log(4) + 0.75 * log(4.0 / 3)
      let loss = try #require(debugger.execution.loss)
      #expect(abs(Double(loss) - least) < 1e-4)
    }
  }

  @Test("Masks are images of classes, or of values where 255 is 1")
  func masks() throws {
    try withFolder { folder in
      for name in ["images", "masks"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      func write(_ name: String, _ pixels: [UInt8]) throws {
        try FileContent.write(Array("P5 2 1 255\n".utf8) + pixels, to: "\(folder)/\(name).pgm")
      }
      try write("images/a", [0, 102])
      try write("masks/a", [1, 0])
      try write("images/b", [51, 51])
      try write("masks/b", [1, 1])
      let classes = try Network(text: "input 1x1x2\nconv 2 1x1", title: "net")
      let data = try TrainingData(folder, for: classes)
      #expect(data.test.target(at: [1, 0], [2, 2, 1, 2]) == .classes([1, 1, 1, 0]))
      #expect(data.test.inputs(at: [0]).elements == [0, 0.4])
      let values = try Network(
        text: "input 1x1x2\nconv 1 1x1\nloss binary-cross-entropy", title: "net")
      try write("masks/b", [255, 51])
      #expect(
        try TrainingData(folder, for: values).test.target(at: [1], [1, 1, 1, 2])
          == .values(Tensor(shape: [1, 1, 1, 2], elements: [1, 0.2])))
      try write("images/c", [0, 0])
      let error = #expect(throws: UserError.self) { try TrainingData(folder, for: values) }
      #expect(
        error?.description
          == "\(folder)/images/c.pgm: there is no mask of this name in ../masks")
    }
  }

  @Test(
    "Targets that do not fit",
    arguments: [
      ([2, 1, 2], [0, 1, 2, 0], "class 2 is not one of the 2 classes of the output"),
      (
        [1, 1, 2], [0, 1], "a target for each of the 2 inputs is expected, but this array is 1×1×2"
      ),
      (
        [2, 3], [0, 1, 0, 1, 0, 1],
        "net gives 2×1×2, so targets of 2×1×2 or classes of 1×2 are expected for each input, but "
          + "they are 3"
      ),
    ] as [([Int], [Int64], String)])
  func mistakes(_ shape: [Int], _ classes: [Int64], _ sentence: String) throws {
    let targets = NumericArray(shape: Shape(shape), int64s: classes)
    try withData(places, targets) { name in
      let network = try Network(text: "input 2x1x2\nrelu", title: "net")
      let error = #expect(throws: UserError.self) { try TrainingData(name, for: network) }
      #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    }
  }
}
