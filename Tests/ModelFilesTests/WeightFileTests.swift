import CNNEngine
import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// Files of weights whose names are not those of the network.
@Suite struct WeightFileTests {
  private static let text = """
    input 1x4x4; conv1: conv 2 3x3 pad 1 no-bias; bn1: batchnorm; conv2: conv 2 3x3 pad 1 no-bias; \
    conv3: conv 2 3x3 pad 1 no-bias; flatten; fc: linear 3
    """

  /// The arrays of the network above, each filled with its own number.
  private static let arrays: [(name: String, shape: Shape)] = [
    ("conv1.weight", [2, 1, 3, 3]), ("bn1.weight", [2]), ("bn1.bias", [2]),
    ("bn1.running_mean", [2]), ("bn1.running_var", [2]), ("bn1.num_batches_tracked", []),
    ("conv2.weight", [2, 2, 3, 3]), ("conv3.weight", [2, 2, 3, 3]), ("fc.weight", [3, 32]),
    ("fc.bias", [3]),
  ]

  /// The numbers that fill parameters and statistics, or the sentence of the refusal.
  private func filled(
    sorted: Bool = false, _ rename: (String) -> [String]
  ) throws -> (numbers: [Float], refusal: String?) {
    let network = try Network(text: Self.text, title: "net")
    var arrays: [NamedArray] = []
    for (index, array) in Self.arrays.enumerated() {
      let count = array.shape.count
      let tensor = Tensor(
        shape: array.shape, elements: [Float](repeating: Float(index), count: count))
      arrays += rename(array.name).map { NamedArray($0, NumericArray(tensor)) }
    }
    if sorted { arrays.sort { $0.name < $1.name } }
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    do {
      _ = try WeightFile("w", arrays: arrays).fill(&state, of: network)
    } catch { return ([], "\(error)") }
    let tensors = zip(state.parameters, state.statistics).flatMap { $0 + $1 }
    return (tensors.map { $0.elements[0] }, nil)
  }

  /// Gives layers other names.
  private static func renaming(_ layers: [String: String]) -> (String) -> [String] {
    { name in
      let parts = name.split(separator: ".").map(String.init)
      return ["\(layers[parts[0]] ?? "?").\(parts[1])"]
    }
  }

  private let right: [Float] = [0, 1, 2, 3, 4, 6, 7, 8, 9]

  @Test("A prefix that all names share is left out", arguments: ["module.", "model.", "a.b."])
  func prefixes(_ prefix: String) throws {
    #expect(try filled(sorted: true) { [prefix + $0] }.numbers == right)
    #expect(try filled { ["loss.\($0)x", prefix + $0] }.numbers == right, "and others are unused")
  }

  @Test("A network that a file holds twice is refused")
  func twice() throws {
    #expect(
      try filled { ["student.\($0)", "teacher.\($0)"] }.refusal
        == "w: it holds net twice, as \"student.\" and as \"teacher.\"; a file with one of them is "
        + "needed")
    #expect(try filled { [$0, "ema.\($0)"] }.numbers == right)
  }

  @Test("Sorted names fill by shape where only one order fits, and by the numbers in the names")
  func sortedNames() throws {
    let names = [
      "conv1": "stem", "bn1": "norm", "conv2": "body9", "conv3": "body10", "fc": "classes",
    ]
    let renamed = Self.renaming(names)
    #expect(try filled(sorted: true, renamed).numbers == right)
    #expect(try filled(sorted: false, renamed).numbers == right)
  }

  @Test("Sorted names are refused where several orders fit; the file's own order is taken")
  func severalOrders() throws {
    let names = [
      "conv1": "stem", "bn1": "norm", "conv2": "right", "conv3": "left", "fc": "classes",
    ]
    let renamed = Self.renaming(names)
    #expect(
      try filled(sorted: true, renamed).refusal
        == "w: none of its array names is one of net's, and its arrays fit in several orders: "
        + "\"left.weight\" and \"right.weight\" could change places; names such as conv1.weight are "
        + "needed")
    #expect(try filled(sorted: false, renamed).numbers == right)
  }

  @Test("An order of the file that the numbers in its names contradict is refused")
  func contradiction() throws {
    let numbers = ["conv1": "0", "bn1": "1", "conv2": "9", "conv3": "8", "fc": "10"]
    let filled = try filled(Self.renaming(numbers))
    #expect(filled.refusal?.contains("\"8.weight\" and \"9.weight\" could change places") == true)
  }

  @Test("Arrays of one shape in a layer are told apart by known names alone")
  func parts() throws {
    let known = ["weight": "gamma", "bias": "beta", "running_mean": "moving_mean"]
    func renamed(_ table: [String: String], _ name: String) -> [String] {
      let parts = name.split(separator: ".").map(String.init)
      guard parts[0] == "bn1" else { return ["x\(parts[0]).\(parts[1])"] }
      return ["norm.\(table[parts[1]] ?? parts[1])"]
    }
    #expect(try filled(sorted: true) { renamed(known, $0) }.numbers == right)
    let unknown = ["weight": "z", "bias": "a"]
    #expect(
      try filled(sorted: true) { renamed(unknown, $0) }.refusal?
        .contains("\"norm.a\" and \"norm.z\" could change places") == true)
  }
}

/// Files that other programs wrote.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct WeightPrefixReferenceTests {
  @Test(
    "State dictionaries of wrapped networks are read by name",
    arguments: [
      "weights-module-prefix/module-prefix", "weights-two-prefixes/lightning-prefix",
    ])
  func prefixes(_ file: String) throws {
    let path = ReferenceFolder.path("reports/\(file).safetensors")
    let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)
    let bytes = try FileContent.read("\(folder)/small.cnn")
    let network = try Network(text: String(decoding: bytes, as: UTF8.self), title: "small")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    #expect(try WeightFile(path).fill(&state, of: network).method == .name)
    let input = try ArrayFile.readAll("\(folder)/x.npy")[0].array.tensor
    let expected = try ArrayFile.readAll("\(folder)/expected.npy")[0].array.doubles
    let shape = Shape([1] + input.shape.extents.suffix(3))
    let batch = Tensor(shape: shape, elements: input.elements)
    let plan = InferencePlan(
      network, state: state, targets: [network.output], use: .once, seed: 0)
    let found = plan.run([batch])[0].elements
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
  }
}
