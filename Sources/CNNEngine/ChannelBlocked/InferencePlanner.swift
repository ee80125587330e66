import CNNModel
import KernelInterface

/// Plans the steps of an ``InferencePlan`` for a network, or for the values that some targets
/// depend on.
struct InferencePlanner {
  let network: Network
  let state: ModelState
  /// The values that the plan computes and keeps.
  let targets: Set<ValueReference>
  /// How often the plan will be run.
  let use: InferencePlan.Use
  /// The lanes of a vector: channels of a block.
  let lanes: Int
  let kernels: BlockedKernels
  let memory: ActivationMemory
  private(set) var steps: [InferenceStep] = []
  /// The node that each step was planned for.
  private(set) var stepNodes: [Int] = []
  private(set) var shards: [InferenceShard] = []
  /// The shards that one thread runs one after the other, of all ``InferenceShard/Work/sequence``.
  private(set) var sequences: [InferenceShard] = []
  private let context: PassContext
  private let isNeeded: [Bool]
  private var operations: [InferenceOperation?] = []
  private var margins: [Shape: ImageMargin] = [:]
  private var buffers: [ValueReference: ActivationBuffer] = [:]
  /// Memory for intermediate results, shared by all convolutions.
  private var scratch: (memory: UnsafeMutablePointer<Float>, count: Int)?
  /// Nodes that are computed by the steps of an earlier node.
  private var fused: Set<Int> = []
  /// The node that is being planned.
  private var current = 0
  /// Functions that are applied by the max pooling that reads the value.
  private(set) var deferred: [ValueReference: AppliedFunction] = [:]

  /// An element-wise function with its parameter.
  typealias AppliedFunction = (function: ElementFunction, parameter: Float)

  init(
    _ network: Network, _ state: ModelState, targets: [ValueReference], use: InferencePlan.Use,
    seed: UInt64, _ table: KernelTable
  ) {
    (self.network, self.state, self.targets, self.use) = (network, state, Set(targets), use)
    (lanes, kernels) = (table.lanes, table.channelBlocked)
    context = PassContext(seed: seed)
    memory = ActivationMemory(lanes: table.lanes)
    isNeeded = network.ancestors(of: targets.map(\.node))
  }

  /// Plans all nodes that the targets depend on.
  mutating func plan() {
    let nodes = network.nodes.indices.filter { isNeeded[$0] }
    operations = network.nodes.indices.map { isNeeded[$0] ? inferenceOperation($0) : nil }
    for node in nodes { widenMargins(for: node) }
    for node in nodes where !fused.contains(node) {
      current = node
      plan(node)
    }
  }

  private mutating func plan(_ node: Int) {
    if network.nodes[node].isSource { return load(node) }
    switch operations[node] {
    case .convolution(let window, let groups, let weight, let bias):
      convolve(node, window, groups, weight, bias)
    case .transposedConvolution(let geometry, let weight, let bias):
      convolveTransposed(node, geometry, weight, bias)
    case .scale(let factors, let shifts): scale(node, factors, shifts)
    case .function(let function, let parameter): apply((function, parameter), node)
    case .elementwise(let operation): apply(operation, node)
    case .maximum(let window): pool(node, window, nil)
    case .mean(let window, let shares): pool(node, window, shares)
    case .linear(let weight, let bias): linear(node, weight, bias)
    case .sum: add(node)
    case .product: multiply(node)
    case .concatenation: concatenate(node)
    case .identity: pass(node)
    case nil: fallBack(node)
    }
  }

  /// The operation of a node; `nil` where there is no kernel for it.
  private func inferenceOperation(_ node: Int) -> InferenceOperation? {
    guard let known = network.fastOperation(of: node) else { return nil }
    let inputs = network.inputShapes(of: node)
    let operation = InferenceOperation(
      known, inputs[0], parameters: state.parameters[node], statistics: state.statistics[node])
    let isImage = inputs[0].rank == 4 && inputs[0][0] == 1 && inputs[0].count > 0
    switch operation {
    case .convolution(_, let groups, let weight, _):
      let isDepthwise = groups == inputs[0][1] && weight.shape[0] == groups
      return isImage && (groups == 1 || isDepthwise) ? operation : nil
    case .transposedConvolution(let geometry, _, _):
      return isImage && geometry.isForBlocks ? operation : nil
    case .product:
      return InferenceOperation.isImageProduct(inputs, network.outputShapes(of: node)[0])
        ? operation : nil
    case .scale, .maximum, .mean, .concatenation: return isImage ? operation : nil
    case .linear: return inputs[0][0] == 1 ? operation : nil
    case .function, .elementwise, .sum, .identity, nil: return operation
    }
  }

  /// Images of the same size get the same margin, so that they have the same layout.
  private mutating func widenMargins(for node: Int) {
    switch operations[node] {
    case .convolution(let window, let groups, let weight, _):
      let tile = winogradTile(window, groups: groups, weight)
      widen(
        Shape(window.extents),
        tile.map { ImageMargin(window, tile: $0) } ?? ImageMargin(window))
    case .transposedConvolution(let geometry, _, _):
      widen(Shape(geometry.window.outputs), ImageMargin(transposed: geometry.window))
    default: break
    }
  }

  private mutating func widen(_ size: Shape, _ margin: ImageMargin) {
    margins[size] = margins[size, default: ImageMargin()].union(margin)
  }
}

// Buffers.
extension InferencePlanner {
  /// The layout of a value.
  func form(_ shape: Shape, blockChannels: Int? = nil) -> BufferForm {
    guard shape.rank == 4, shape[0] == 1, shape.count > 0 else { return .row(shape.count) }
    return .image(
      channels: shape[1], rows: shape[2], columns: shape[3],
      blockChannels: blockChannels ?? lanes, margins[[shape[2], shape[3]]] ?? ImageMargin())
  }

  func shape(_ value: ValueReference) -> Shape {
    network.outputShapes(of: value.node)[value.output]
  }

  /// The buffer of a value that was planned.
  func buffer(of value: ValueReference) -> ActivationBuffer? { buffers[value] }

  /// - Precondition: the value was planned.
  func checkedBuffer(of value: ValueReference) -> ActivationBuffer {
    guard let buffer = buffers[value] else {
      preconditionFailure("\(network.nodes[value.node].name) was not planned")
    }
    return buffer
  }

  /// The buffer of an input of a node.
  func input(_ node: Int, _ index: Int = 0) -> ActivationBuffer {
    checkedBuffer(of: network.nodes[node].inputs[index])
  }

  /// A new buffer for a value.
  mutating func newBuffer(
    for value: ValueReference, blockChannels: Int? = nil
  ) -> ActivationBuffer {
    if blockChannels == nil, let part = concatenatedPart(for: value) {
      assign(part, to: value)
      return part
    }
    let buffer = memory.buffer(form(shape(value), blockChannels: blockChannels))
    assign(buffer, to: value)
    return buffer
  }

  /// Makes a buffer that of a value, with the number of its readers.
  mutating func assign(_ buffer: ActivationBuffer, to value: ValueReference) {
    buffers[value] = buffer
    buffer.readers += readers(of: value).count + (targets.contains(value) ? 1 : 0)
  }

  /// Releases a buffer for one of its readers.
  func release(_ buffer: ActivationBuffer) {
    buffer.readers -= 1
    guard buffer.readers == 0 else { return }
    if let whole = buffer.whole { release(whole) } else { memory.release(buffer) }
  }

  /// The inputs of required nodes that read a value.
  func readers(of value: ValueReference) -> [Consumer] {
    network.consumers(of: value).filter { isNeeded[$0.node] }
  }

  /// The node that is the only reader of a value, unless the value is a target.
  func onlyReader(of value: ValueReference) -> Int? {
    let readers = readers(of: value)
    return readers.count == 1 && !targets.contains(value) ? readers[0].node : nil
  }
}

// Steps.
extension InferencePlanner {
  func operation(of node: Int) -> InferenceOperation? { operations[node] }

  /// The context of a node's pass.
  func context(of node: Int) -> PassContext {
    var context = context
    context.node = node
    return context
  }

  /// Marks a node as computed by the step of an earlier one.
  mutating func fuse(_ node: Int) { fused.insert(node) }

  mutating func add(_ step: InferenceStep) {
    steps.append(step)
    stepNodes.append(current)
  }

  /// Adds a step of shards that run in parallel.
  mutating func add(_ parts: [InferenceShard]) {
    add(.parallel(shards.count..<shards.count + parts.count))
    shards += parts
  }

  /// A shard that runs others one after the other.
  mutating func add(sequence parts: [InferenceShard]) -> InferenceShard {
    sequences += parts
    return InferenceShard(
      work: .sequence, first: sequences.count - parts.count, end: sequences.count)
  }

  /// Defers a function to the max pooling that reads a value.
  mutating func `defer`(_ function: AppliedFunction, of value: ValueReference) {
    deferred[value] = function
  }

  /// Memory for intermediate results, which later steps use as well.
  mutating func scratchMemory(_ count: Int) -> UnsafeMutablePointer<Float> {
    if let scratch, scratch.count >= count { return scratch.memory }
    let room = memory.allocate(count)
    scratch = (room, count)
    return room
  }
}

extension Network {
  /// For every node whether one of the targets depends on it, or it is one itself.
  func ancestors(of targets: [Int]) -> [Bool] {
    var isAncestor = nodes.map { _ in false }
    for node in targets { isAncestor[node] = true }
    for index in nodes.indices.reversed() where isAncestor[index] {
      for input in nodes[index].inputs { isAncestor[input.node] = true }
    }
    return isAncestor
  }
}
