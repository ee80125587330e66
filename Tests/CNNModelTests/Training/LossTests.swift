import CNNModel
import LayerSamples
import Testing

/// Losses: values and gradients equal their definitions, and gradients equal the slopes of the
/// reference.
@Suite struct LossTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let line: String
    let shape: Shape
    let target: Target
    var weights: [Float]?
    var testDescription: String { "\(line) on \(shape)\(weights == nil ? "" : ", weighted")" }

    func loss() throws -> any Loss {
      let loss = try LossCatalog.loss(Word.split(Substring(line)))
      guard let weights, var weighted = loss as? CrossEntropy else { return loss }
      weighted.classWeights = Tensor(shape: [weights.count], elements: weights)
      return weighted
    }

    var output: Tensor { SampleRun.numbers(shape, seed: 41, .normal) }
  }

  /// Probabilities of four classes for three samples.
  private static let shares = Tensor(
    shape: [3, 4], elements: [0.1, 0.2, 0.3, 0.4, 1, 0, 0, 0, 0.25, 0.25, 0.5, 0])
  private static let values = SampleRun.numbers([3, 4], seed: 42, .normal)

  static let samples: [Sample] = [
    Sample(line: "cross-entropy", shape: [4, 5], target: .classes([0, 4, 2, 2])),
    Sample(line: "cross-entropy", shape: [1, 2], target: .classes([1])),
    Sample(line: "cross-entropy sum", shape: [4, 5], target: .classes([0, 4, 2, 2])),
    Sample(line: "cross-entropy ignore 2", shape: [4, 5], target: .classes([0, 4, 2, 2])),
    Sample(line: "cross-entropy smoothing 0.1", shape: [3, 4], target: .classes([3, 0, 1])),
    Sample(
      line: "cross-entropy sum smoothing 0.2 ignore 1", shape: [3, 4], target: .classes([3, 0, 1]),
      weights: [0.5, 2, 1, 1.5]),
    Sample(
      line: "cross-entropy", shape: [3, 4], target: .classes([3, 0, 1]), weights: [0.5, 2, 1, 1.5]),
    Sample(
      line: "cross-entropy", shape: [2, 3, 2, 2], target: .classes([0, 1, 2, 2, 1, 1, 0, 2])),
    Sample(line: "cross-entropy", shape: [3, 4], target: .values(shares)),
    Sample(
      line: "cross-entropy sum smoothing 0.3", shape: [3, 4], target: .values(shares),
      weights: [0.5, 2, 1, 1.5]),
    Sample(line: "binary-cross-entropy", shape: [3, 4], target: .values(shares)),
    Sample(
      line: "binary-cross-entropy sum", shape: [1, 2, 2],
      target: .values(Tensor(shape: [1, 2, 2], elements: [1, 0, 0.25, 1]))),
    Sample(line: "squared-error", shape: [3, 4], target: .values(values)),
    Sample(line: "squared-error sum", shape: [3, 4], target: .values(values)),
  ]

  @Test("Every loss has a sample")
  func everyLossIsSampled() {
    let sampled = Set(Self.samples.compactMap { $0.line.split(separator: " ").first })
    #expect(sampled == Set(LossCatalog.all.map { Substring($0.grammar.keyword) }))
  }

  @Test("Value and gradient equal their definitions", arguments: samples)
  func valueAndGradientAreTheirDefinitions(sample: Sample) throws {
    let (loss, output) = (try sample.loss(), sample.output)
    try loss.check(output: output.shape, target: sample.target)
    let value = loss.value(output, sample.target)
    let definition = loss.define(output, sample.target)
    let (isEqual, exact) = (definition.equalsWithinRounding(value), definition.value)
    #expect(isEqual, "\(value), not \(exact)")
    let reference = loss.reference(ReferenceTensor(output), sample.target)
    #expect((exact - reference).magnitude < 1e-6)
    let gradient = loss.gradient(output, sample.target)
    #expect(gradient.shape == output.shape)
    for offset in 0..<gradient.shape.count {
      let cell = gradient.shape.position(at: offset)
      let definition = loss.defineGradient(cell, output, sample.target)
      let (isEqual, exact) = (definition.equalsWithinRounding(gradient[offset]), definition.value)
      #expect(isEqual, "\(cell): \(gradient[offset]), not \(exact)")
    }
  }

  @Test("Gradients equal numeric slopes", arguments: samples)
  func gradientsAreSlopes(sample: Sample) throws {
    let (loss, output) = (try sample.loss(), sample.output)
    let gradient = loss.gradient(output, sample.target)
    for offset in 0..<gradient.shape.count {
      func moved(_ delta: Double) -> Double {
        var moved = ReferenceTensor(output)
        moved.elements[offset] += delta
        return loss.reference(moved, sample.target)
      }
      let numeric = (moved(1e-4) - moved(-1e-4)) / 2e-4
      #expect((Double(gradient[offset]) - numeric).magnitude <= 1e-4 * max(1, numeric.magnitude))
    }
  }

  @Test("Text reads back", arguments: samples) func textReadsBack(sample: Sample) throws {
    let text = try sample.loss().text
    #expect(try LossCatalog.loss(Word.split(Substring(text))).text == text)
    let words = Set(sample.line.split(separator: " "))
    #expect(words == Set(text.split(separator: " ")))
  }

  @Test("Large logits do not overflow")
  func largeLogitsDoNotOverflow() {
    let output = Tensor(shape: [1, 3], elements: [1000, -1000, 0])
    #expect(CrossEntropy().value(output, .classes([0])) == 0)
    #expect(CrossEntropy().value(output, .classes([1])) == 2000)
    #expect(CrossEntropy().gradient(output, .classes([1])).elements == [1, -1, 0])
  }

  @Test(
    "Targets that do not fit are refused",
    arguments: [
      (Shape([2, 3]), Target.classes([0]), "cross-entropy needs 2 classes, but 1 are given"),
      (
        Shape([2, 3]), Target.classes([0, 3]),
        "class 3 is not one of the 3 classes of the output; 0 to 2 would fit"
      ),
      (Shape([5]), Target.classes([0]), "cross-entropy takes classes×…, but the output is 5"),
      (
        Shape([2, 3]), Target.values(.zeros([3, 2])),
        "cross-entropy compares 2×3 with probabilities of the same shape, not of 3×2"
      ),
    ])
  func whatCannotBeCompared(shape: Shape, target: Target, sentence: String) {
    let error = #expect(throws: ShapeError.self) {
      try CrossEntropy().check(output: shape, target: target)
    }
    #expect(error?.description == sentence)
  }
}
