import CNNModel
import NumberText
import ScopeDebugger
import TestSupport
import Testing

/// Networks that hold every layer of the catalog between them, small enough that most of their
/// tensors are checked whole.
private let networks: [String: String] = [
  "plain convolutions": """
  input 1x9x9
  conv 4 3x3
  relu
  conv 3 3x3 pad same
  sigmoid
  flatten
  linear 10
  """,
  "strided, dilated, grouped": """
  input 1x12x12
  conv 4 3x3 stride 2 pad 1
  tanh
  conv 4 3x3 dilation 2 pad same groups 2
  leaky-relu
  conv 8 3x3 groups 4 no-bias
  softplus
  separable 4 2x2
  flatten
  linear 10
  """,
  "paddings and a true convolution": """
  input 1x8x8
  conv 2 3x3 pad 1 pad-with reflect
  gelu
  conv 2 3x3 pad 2 pad-with circular
  silu
  conv 2 3x3 pad 1 pad-with nearest true-convolution
  mish
  conv 2 3x2 pad full true-convolution
  flatten
  linear 10
  """,
  "transposed": """
  input 1x6x6
  conv 4 3x3
  elu
  deconv 3 3x3 stride 2 pad 1 output-pad 1
  celu
  deconv 6 2x2 dilation 2 groups 3
  selu
  flatten
  linear 10 no-bias
  softmax
  loss squared-error
  """,
  "pooling": """
  input 1x14x14
  conv 3 3x3
  relu6
  maxpool 3 stride 2 pad 1
  abs
  avgpool 2 stride 1 pad 1
  softsign
  maxpool 2 ceil
  upsample 2
  avgpool 3 stride 2 exclude-pad pad 1
  hardswish
  global-avgpool
  flatten
  linear 10
  """,
  "branches": """
  input 1x7x7
  a: conv 3 3x3 pad 1
  batchnorm
  b: prelu
  conv 3 3x3 pad 1 from a
  hardsigmoid
  c: dropout 0.3
  add from b, c
  concat from b, add1
  flatten
  linear 10
  loss cross-entropy smoothing 0.1
  """,
].merging(operatorNetworks) { $1 }.merging(specialNetworks) { $1 }

@Suite("Microscope", .baselineLevel)
struct MicroscopeTests {
  @Test("Every layer of the catalog is in some network of these tests")
  func complete() throws {
    let kinds = try networks.values.flatMap {
      try NetworkLibrary.read(text: $0, title: "test").nodes.map(\.layer.kind)
    }
    let missing = LayerCatalog.all.map { $0.grammar.keyword }.filter { !kinds.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test(
    "Sums of activations and gradients are what the engine stored, within rounding",
    arguments: networks.keys.sorted())
  func sums(_ name: String) throws {
    var debugger = try debugger(name)
    while debugger.next != .update { debugger.stepForward() }
    for node in debugger.network.nodes.indices where !debugger.network.nodes[node].isSource {
      var kinds: [TensorReference.Kind] = [.activation, .gradient]
      kinds += debugger.network.parameters(of: node).indices.map { .parameterGradient($0) }
      for kind in kinds { try check(TensorReference(node, kind), debugger) }
    }
    try check(.loss, debugger)
  }

  @Test(
    "Updated parameters are what the engine stored",
    arguments: [
      "sgd lr 0.1", "sgd lr 0.1 weight-decay 0.01", "momentum lr 0.05", "nesterov lr 0.05",
      "adam lr 0.001", "adamw lr 0.001",
    ])
  func updates(_ optimizer: String) throws {
    var debugger = try debugger("plain convolutions", optimizer: optimizer)
    for _ in 0..<2 {
      while debugger.next != nil { debugger.stepForward() }
      for node in debugger.network.nodes.indices {
        for index in debugger.network.parameters(of: node).indices {
          try check(TensorReference(node, .parameter(index)), debugger)
        }
      }
      debugger.stepForward()
    }
  }

  @Test("The change of an update has one sign: in its part, and in the picture")
  func changeOfUpdate() throws {
    var debugger = try debugger("plain convolutions", optimizer: "nesterov lr 0.05")
    while debugger.next != nil { debugger.stepForward() }
    let number = NumberReference.cell(TensorReference(1, .parameter(0)), [1, 0, 2, 1])
    let part = try #require(
      try debugger.inspector.computation(of: number).root.parts.first { $0.name == "Δw" })
    let picture = try #require(debugger.inspector.updatePicture(of: number))
    let place = picture.place.rows * picture.columns + picture.place.columns
    #expect(picture.maps.map(\.title) == ["w before", "gradient g", "Δw = w′ − w", "w′ after"])
    let change = Double(picture.maps[2].values[place])
    #expect(change != 0 && (part.value - change).magnitude <= 1e-3 * change.magnitude)
    let gradient = try #require(
      debugger.tensors.value(of: TensorReference(1, .parameterGradient(0))))
    #expect(picture.maps[1].values[place] == gradient[[1, 0, 2, 1]])
  }

  @Test("The gradient of an input is a row of Wᵀ times patches of dY")
  func matrixOfGradient() throws {
    var debugger = try debugger("plain convolutions")
    while debugger.next != .update { debugger.stepForward() }
    let number = NumberReference.cell(TensorReference(0, .gradient), [0, 0, 4, 5])
    let matrix = try debugger.inspector.patchMatrix(of: number, columns: 7)
    #expect(matrix.isBackward && matrix.count == 81 && matrix.first + matrix.current == 41)
    #expect(matrix.kernel.count == 4 * 9)
    for (patch, output) in zip(matrix.patches, matrix.outputs) {
      let sum = zip(matrix.kernel, patch).reduce(0) { $0 + Double($1.0) * ($1.1 ?? 0) }
      #expect((sum - Double(output)).magnitude <= 1e-6 * max(1e-3, sum.magnitude))
    }
    let weight = NumberReference.cell(TensorReference(1, .parameterGradient(0)), [0, 0, 0, 0])
    #expect(throws: UserError.self) {
      try debugger.inspector.patchMatrix(of: weight, columns: 7)
    }
  }

  /// Checks 200 cells chosen by chance, or all where there are fewer.
  private func check(_ reference: TensorReference, _ debugger: Debugger) throws {
    let tensor = try #require(
      debugger.tensors.value(of: reference), "\(debugger.names.name(of: reference))")
    let count = tensor.shape.count
    let random = CounterRandom(seed: 3, stream: .probe, reference.node, 0)
    let offsets =
      count <= 200 ? Array(0..<count) : (0..<200).map { random.below(count, $0) }
    for offset in offsets {
      try check(.cell(reference, tensor.shape.position(at: offset)), debugger)
    }
  }

  /// Checks that the parts which are drawn make the number that is stored.
  private func check(_ number: NumberReference, _ debugger: Debugger) throws {
    let computation = try debugger.inspector.computation(of: number)
    let (isEqual, isWhole) = (computation.agreement.isEqual, isWhole(computation.root))
    #expect(isEqual, "\(computation.name)")
    #expect(computation.stored == debugger.inspector.value(of: number))
    #expect(isWhole, "\(computation.name)")
    let line = computation.agreement.text(digits: 5)
    #expect(line.hasPrefix("\(Decimals.text(computation.stored, 5)) "), "\(line)")
    guard let next = computation.continuation else { return }
    let followsEqual = next.agreement.isEqual
    #expect(followsEqual, "\(next.name)")
  }

  /// Whether every part is what its own parts make.
  private func isWhole(_ part: Part) -> Bool {
    let values = part.parts.map(\.value)
    let made: Double =
      switch part.operation {
      case .addend(let addend): addend.value
      case .sum: values.reduce(0, +)
      case .product: values.reduce(1, *)
      case .quotient: values[0] / values[1]
      case .maximum: values.max() ?? -.infinity
      case .power: Double.power(values[0], values[1])
      case .comparison(let relation): relation.holds(values[0], values[1]) ? 1 : 0
      case .function(let function): function.value(at: values[0])
      }
    let error = (made - part.value).magnitude
    return (made == part.value || error <= 1e-9 * max(1, part.value.magnitude))
      && part.parts.allSatisfy(isWhole)
  }

  private func debugger(_ name: String, optimizer: String = "sgd lr 0.1") throws -> Debugger {
    let network = try NetworkLibrary.read(text: networks[name] ?? "", title: name)
    return Debugger(
      network, input: try NetworkInput("digits:42", for: network),
      optimizer: try OptimizerCatalog.optimizer(Word.split(optimizer[...])), seed: 7)
  }
}
