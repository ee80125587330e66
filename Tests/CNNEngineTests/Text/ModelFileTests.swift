import CNNEngine
import CNNModel
import Foundation
import Testing

/// Valid model files: what they mean, and the text that is written for them.
@Suite struct ModelFileTests {
  private static let folder = URL(filePath: #filePath).appending(path: "../../../../samples")
    .standardized

  static let samples =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
    .filter { $0.hasSuffix(".cnn") }.sorted()

  static func network(_ file: String) throws -> Network {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return try Network(text: text, title: file)
  }

  @Test("There are samples")
  func thereAreSamples() { #expect(Self.samples.count >= 10) }

  @Test("Samples read back", arguments: samples)
  func samplesReadBack(file: String) throws {
    let network = try Self.network(file)
    let again = try Network(text: network.text, title: file)
    #expect(again.text == network.text)
    #expect(again.nodes.map(\.name) == network.nodes.map(\.name))
    #expect(again.nodes.map(\.inputs) == network.nodes.map(\.inputs))
    #expect(again.parameterCount == network.parameterCount)
    #expect(again.loss.text == network.loss.text && again.initializer == network.initializer)
  }

  @Test("Names and branches read back")
  func namesAndBranchesReadBack() throws {
    let text = """
      input 2x6x6
      conv2: conv 2 3x3 pad 1
      conv 2→2 3x3 pad 1
      conv 2 3x3 pad 1,0,1,2 init normal 0.5
      separable 4 3x3
      a.b-c: tanh
      add from a.b-c, a.b-c
      relu1: flatten
      relu
      relu
      loss cross-entropy sum smoothing 0.25
      init uniform -0.5 0.25

      """
    let network = try Network(text: text, title: "t")
    #expect(
      network.nodes.map(\.name) == [
        "input", "conv2", "conv1", "conv3", "separable1.depthwise", "separable1.pointwise", "a.b-c",
        "add1", "relu1", "relu2", "relu3",
      ])
    let again = try Network(text: network.text, title: "t")
    #expect(again.text == network.text)
    #expect(again.nodes.map(\.name) == network.nodes.map(\.name))
    #expect(again.nodes[3].initializer == .normal(0.5))
  }

  @Test("Lines and semicolons are the same")
  func linesAndSemicolonsAreTheSame() throws {
    let lines = try Network(text: "input 1x8x8\nconv 2 3x3 # small\n\nflatten", title: "t")
    let parts = try Network(text: "input 1x8x8; conv 2 3x3;;flatten;", title: "t")
    let other = try Network(text: "input 1×8×8\r\nconv 1->2 3x3\r\nflatten", title: "t")
    #expect(lines.text == parts.text)
    #expect(other.text == lines.text.replacing("conv 2", with: "conv 1→2"))
  }

  @Test("LeNet-5 has its known shapes")
  func leNet5() throws {
    let network = try Self.network("lenet5.cnn")
    #expect(network.parameterCount == 61706)
    #expect(network.multiplyAccumulates(of: 1) == 6 * 28 * 28 * 25)
    #expect(network.multiplyAccumulates(of: 4) == 16 * 10 * 10 * 6 * 25)
    let products = network.nodes.indices.reduce(0) { $0 + network.multiplyAccumulates(of: $1) }
    #expect(products == 117_600 + 240_000 + 48_000 + 10_080 + 840)
  }

  @Test("The untrained fully convolutional network has a loss of ln 10")
  func theFullyConvolutionalNetworkKnowsNothingAtFirst() throws {
    let network = try Self.network("fcn.cnn")
    let shapes = [[8, 28, 28], [8, 14, 14], [32, 10, 10], [32, 5, 5], [64, 1, 1], [10, 1, 1]]
    let real = [1, 3, 4, 6, 7, 9].map { network.outputShapes(of: $0)[0].sample.extents }
    #expect(real == shapes)
    let optimizer = StochasticGradientDescent(rate: 0.1)
    var state = ModelState(network, optimizer: optimizer, seed: 1)
    for parameters in state.parameters where !parameters.isEmpty {
      #expect(parameters[0].elements.allSatisfy { $0 >= 0 && $0 < 0.01 })
      #expect(parameters[1].elements.allSatisfy { $0 == 0 })
    }
    let random = CounterRandom(seed: 1, stream: .probe, 0, 0)
    let image = Tensor(shape: [4, 1, 32, 32], elements: (0..<4096).map(random.uniform))
    var execution = Execution(
      Plan(network, batchSize: 4), batch: Batch(inputs: [image], target: .classes([3, 1, 4, 1])),
      state: state, context: PassContext())
    execution.run(through: .loss, state: &state, optimizer: optimizer)
    let loss = try #require(execution.loss)
    #expect((Double(loss) - Double.logarithm(10)).magnitude < 0.05)
  }

  @Test("Receptive fields are counted")
  func receptiveFields() throws {
    let dilated = try Self.network("dilated.cnn")
    func size(_ network: Network, _ node: Int) -> PerAxis? {
      let middle = Position(network.outputShapes(of: node)[0].extents.map { $0 / 2 })
      return network.receptiveField(of: middle, node: node)?.size
    }
    #expect([1, 3, 5].map { size(dilated, $0)?[0] } == [3, 7, 15])
    let lenet = try Self.network("lenet5.cnn")
    #expect([1, 3, 4, 6].map { size(lenet, $0)?[0] } == [5, 6, 14, 16])
    #expect(size(lenet, 8) == [32, 32])
    let residual = try Self.network("residual.cnn")
    let sum = try #require(residual.node(named: "sum"))
    #expect(size(residual, sum) == [7, 7])
    let field = dilated.receptiveField(of: [0, 0, 0, 27], node: 5)
    #expect(field?.axes == [-7...7, 20...34])
  }
}
