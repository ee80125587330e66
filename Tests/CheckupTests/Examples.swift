import CNNModel
import Checkup
import ScopeDebugger

/// Images of 1×4×4 numbers with a class each.
struct Images: LabeledSamples {
  var images: [[Float]]
  var labels: [Int]

  /// Images whose class is the bright quarter, with some noise, around 0.
  init(_ count: Int = 48, seed: UInt64 = 1, classes: Int = 4) {
    let random = CounterRandom(seed: seed, stream: .probe, 0, 0)
    labels = (0..<count).map { $0 % classes }
    images = []
    for (index, label) in labels.enumerated() {
      images.append(
        (0..<16).map { cell in
          let quarter = cell / 8 * 2 + cell % 4 / 2
          let noise = Float(random.below(1000, index * 16 + cell)) / 1000 - 0.5
          return (quarter == label ? 1.5 : -0.5) + 0.4 * noise
        })
    }
  }

  var count: Int { images.count }
  func label(of index: Int) -> Int { labels[index] }
  func inputs(at indices: [Int]) -> Tensor {
    Tensor(
      shape: Shape([indices.count, 1, 4, 4]), elements: indices.flatMap { images[$0] })
  }
}

/// A network that learns the quarters, and its subject; tests change one thing of it.
func subject(
  _ text: String = "input 1x4x4\nflatten\nlinear 8\ntanh\nlinear 4", train: Images = Images(),
  test: Images = Images(20, seed: 2),
  optimizer: any Optimizer = StochasticGradientDescent(rate: 0.1),
  isShared: Bool = false
) throws -> CheckupSubject {
  let network = try NetworkLibrary.read(text: text, title: "example")
  let data = CheckupData(
    name: "quarters", train: train, test: test,
    order: BatchOrder(count: train.count, batchSize: 16, seed: 3),
    hasClasses: network.loss.target != .values, classCount: network.classCount, isShared: isShared
  ) { indices in
    let images = train.inputs(at: indices)
    let shape = network.outputShapes(of: network.output.node, batch: indices.count)[0]
    let target =
      network.loss.target == .values
      ? Target.values(images.reshaped(to: shape))
      : network.loss.target.target(indices.map { train.labels[$0] }, shape)
    return Batch(inputs: [images], target: target)
  }
  return CheckupSubject(
    network, ModelState(network, optimizer: optimizer, seed: 5), optimizer: optimizer, data: data,
    seed: 5)
}

/// The answers to all questions, by name.
func answers(_ subject: CheckupSubject) -> [String: CheckupAnswer] {
  var checkup = Checkup(subject)
  while !checkup.isDone { checkup.advance() }
  return Dictionary(uniqueKeysWithValues: checkup.answers.map { ($0.name, $0) })
}
