import Attribution
import CNNEngine
import CNNModel

/// A network with given parameters.
struct Example {
  let network: Network
  let state: ModelState

  /// - Parameter parameters: by node, the numbers of each parameter; nodes without stay random.
  init(_ text: String, _ parameters: [String: [[Float]]] = [:]) throws {
    network = try Network(text: text, title: "example")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 1)
    for (name, numbers) in parameters {
      guard let node = network.node(named: name) else { continue }
      for (index, elements) in numbers.enumerated() {
        let shape = network.parameters(of: node)[index].shape
        state.parameters[node][index] = Tensor(shape: shape, elements: elements)
      }
    }
    self.state = state
  }

  /// A pass over one sample of the first input; further inputs are as given.
  func pass(_ numbers: [Float]...) throws -> AttributedPass {
    let inputs = zip(network.sources, numbers).map { source, elements in
      Tensor(shape: network.outputShapes(of: source)[0], elements: elements)
    }
    return try AttributedPass(
      network, state: state, batch: Batch(inputs: inputs, target: nil, size: 1))
  }
}

extension AttributedPass {
  /// The map of a method for a score.
  func map(
    _ method: String, _ request: ScoreRequest = .predicted, source: Int? = nil,
    _ change: (inout AttributionSettings) -> Void = { _ in }
  ) throws -> AttributionMap {
    var settings = AttributionSettings()
    change(&settings)
    let question = try AttributionQuestion(self, try score(request), source: source)
    return try AttributionCatalog.method(named: method).init(settings).map(question) { _, _ in }
  }
}

/// Numbers in −1 … 1 without a pattern that a layer could keep.
func numbers(_ count: Int) -> [Float] {
  (0..<count).map { Float(($0 * 37 + 11) % 41) / 20 - 1 }
}

/// The sentence with which a computation refuses; `nil` where it does not.
func sentence(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
