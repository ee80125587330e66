import CNNEngine
import CNNModel
import Testing

/// Samples whose inputs are the logits.
private struct Logits: LabeledSamples {
  let rows: [[Float]]
  let labels: [Int]
  var count: Int { labels.count }
  func label(of index: Int) -> Int { labels[index] }
  func inputs(at indices: [Int]) -> Tensor {
    Tensor(shape: [indices.count, 3], elements: indices.flatMap { rows[$0] })
  }
}

@Suite("Evaluation")
struct EvaluationTests {
  @Test("Counts are those of a count by hand, whatever the batches", arguments: [1, 2, 3, 64])
  func counts(_ batchSize: Int) throws {
    let network = try Network(text: "input 3\nabs", title: "same")
    let samples = Logits(
      rows: [[9, 0, 0], [0, 9, 0], [0, 9, 0], [0, 1, 2], [5, 5, 0]], labels: [0, 1, 2, 1, 1])
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    var evaluation = Evaluation(network, state, on: samples, batchSize: batchSize)
    while !evaluation.isDone { evaluation.advance() }
    let result = evaluation.result
    #expect(result.confusion == [[1, 0, 0], [1, 1, 1], [0, 1, 0]])
    #expect(result.accuracy == 0.4)
    #expect(result.accuracy(of: 0) == 1 && result.accuracy(of: 2) == 0)
    #expect(result.mistakes().map(\.index) == [2, 3, 4])
    #expect(result.samples(of: 1, takenFor: 0).map(\.index) == [4])
    #expect((result.samples[0].loss - 0.000_246_8).magnitude < 1e-6)
    #expect((result.samples[2].loss - 9.000_246_8).magnitude < 1e-5)
  }

  @Test("NaN is the worst mistake and stops nothing")
  func nan() throws {
    let network = try Network(text: "input 3\nabs", title: "same")
    let samples = Logits(rows: [[1, 2, 3], [.nan, .nan, .nan]], labels: [1, 1])
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    var evaluation = Evaluation(network, state, on: samples, limit: 2)
    evaluation.advance()
    #expect(evaluation.isDone)
    #expect(evaluation.result.mistakes().map(\.index) == [1, 0])
  }

  @Test("Dead is at most 0 for every sample of the batch")
  func dead() {
    let tensor = Tensor(shape: [2, 4], elements: [-1, 0, 1, -2, 0, -3, -1, 2])
    #expect(tensor.deadShare == 0.5)
    #expect(Tensor(shape: [1, 2], elements: [.nan, -1]).deadShare == 0.5)
  }
}
