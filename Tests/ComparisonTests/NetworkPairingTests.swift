import CNNModel
import Comparison
import Testing

/// Which layers of two networks belong together, and how far tensors are apart.
@Suite("Pairs of two networks") struct NetworkPairingTests {
  private func network(_ text: String) throws -> Network { try Network(text: text, title: "n") }

  /// The partners by name.
  private func names(_ first: Network, _ second: Network) -> [String: String] {
    let pairing = NetworkPairing(first, second)
    return Dictionary(
      uniqueKeysWithValues: pairing.partners.map {
        (first.nodes[$0].name, second.nodes[$1.node].name)
      })
  }

  @Test("Every layer of a network belongs to itself")
  func same() throws {
    let network = try network("input 1x8x8\nconv 2 3x3\nrelu\nflatten\nlinear 3")
    let pairing = NetworkPairing(network, network)
    #expect(pairing.partners.allSatisfy { $0 == $1.node && $1.evidence == .same })
    #expect(pairing.partners.count == 5 && pairing.rest(of: network).isEmpty)
  }

  @Test("Names decide, whatever the shapes; what is left is paired by shape and place")
  func unlike() throws {
    let first = try network("input 1x8x8\nconv 2 3x3\nsigmoid\nmaxpool 2\nflatten\nlinear 3")
    let second = try network("input 1x8x8\nconv 4 3x3\nconv 2 1x1\nrelu\nflatten\nlinear 3")
    #expect(
      names(first, second) == [
        "input": "input", "conv1": "conv1", "sigmoid1": "conv2", "flatten1": "flatten1",
        "linear1": "linear1",
      ])
    let pairing = NetworkPairing(first, second)
    #expect(pairing.partners[2]?.evidence == .shape && pairing.partners[1]?.evidence == .name)
    #expect(pairing.partner(of: 3) == nil)
    #expect(pairing.rest(of: second).map { second.nodes[$0].name } == ["relu1"])
  }

  @Test("Of several layers of one shape the one of the same kind comes first")
  func kind() throws {
    let first = try network("input 1x8x8\nact: relu\nflatten\nlinear 3")
    let second = try network("input 1x8x8\ntanh\nother: relu\nflatten\nlinear 3")
    #expect(names(first, second)["act"] == "other")
  }

  @Test("The distance is the norm of the difference over the larger norm")
  func distance() {
    func tensor(_ elements: [Float]) -> Tensor {
      Tensor(shape: [elements.count], elements: elements)
    }
    #expect(RelativeDistance.between(tensor([3, 4]), tensor([3, 4])) == 0)
    #expect(RelativeDistance.between(tensor([0, 0]), tensor([0, 0])) == 0)
    #expect(RelativeDistance.between(tensor([3, 4]), tensor([0, 0])) == 1)
    #expect(RelativeDistance.between(tensor([3, 4]), tensor([-3, -4])) == 2)
    #expect(RelativeDistance.between(tensor([3, 4]), tensor([3, 1])) == 0.6)
    #expect(RelativeDistance.between(tensor([3, 4]), tensor([3])) == nil)
    #expect(RelativeDistance.between(tensor([.nan, 4]), tensor([.nan, 4])) == 0)
    #expect(RelativeDistance.between(tensor([.nan, 4]), tensor([1, 4])) == .infinity)
  }
}
