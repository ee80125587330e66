import CNNEngine
import CNNModel
import Comparison
import ModelFiles
import ScopeDebugger

/// A small network with parameters and an input, and what it gives as a reference for others.
struct Compared {
  let network: Network
  let state: ModelState
  let input: Tensor

  init(_ text: String, seed: UInt64 = 1) throws {
    network = try NetworkLibrary.read(text: text, title: "small")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: seed)
    // Biases begin at 0, where many mistakes cannot be seen.
    for node in network.nodes.indices {
      for index in state.parameters[node].indices {
        state.parameters[node][index].transform { offset, element in
          element + 0.05 * Float((offset * 7 + node) % 5) - 0.07
        }
      }
    }
    self.state = state
    let shape = network.inputSample.batched(1)
    input = Tensor(
      shape: shape,
      elements: (0..<shape.count).map { Float(($0 * 37 + 11) % 101) / 101 - 0.3 })
  }

  init(_ network: Network, _ state: ModelState, _ input: Tensor) {
    (self.network, self.state, self.input) = (network, state, input)
  }

  /// What every layer gives, by name.
  var activations: [NamedArray] {
    get throws {
      let arrays = ComparedNetwork(network, state: state)
        .activations(of: [.floats(input)], path: "acts.npz")
      return try arrays.entries.indices.map {
        NamedArray(arrays.entries[$0].name, try arrays.array($0))
      }
    }
  }

  /// The same network with another parameter.
  func setting(_ name: String, _ parameter: Int = 0, _ change: (Tensor) -> Tensor) -> Compared {
    var state = state
    for node in network.nodes.indices where network.nodes[node].name == name {
      state.parameters[node][parameter] = change(state.parameters[node][parameter])
    }
    return Compared(network, state, input)
  }

  /// The comparison with arrays of somebody else.
  func compare(
    with arrays: [NamedArray], input other: Tensor? = nil, meant: Tensor? = nil
  ) throws -> NetworkComparison {
    try Comparer(
      ComparedNetwork(network, state: state), ReferenceArrays(arrays, path: "acts.npz"),
      inputs: [.floats(other ?? input)], referenceInputs: meant.map { [.floats($0)] }
    ).compare()
  }
}
