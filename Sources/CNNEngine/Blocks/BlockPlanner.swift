import CNNModel
import KernelInterface

/// Turns a network into the steps of a ``ForwardPlan``.
struct BlockPlanner {
  let network: Network
  let state: ModelState
  let context: PassContext
  let lanes: Int
  let kernels: BlockKernels
  let memory: BlockMemory
  private(set) var steps: [BlockStep] = []
  private(set) var names: [String] = []
  private(set) var shards: [BlockShard] = []
  private var operations: [BlockOperation?] = []
  private var margins: [Pair: BlockMargin] = [:]
  private var places: [ValueReference: BlockPlace] = [:]
  /// Room that convolutions use one after the other, and how large it is.
  private var scratch: (memory: UnsafeMutablePointer<Float>, count: Int)?
  /// Nodes that an earlier one has computed with its own.
  private var done: Set<Int> = []
  /// Functions that come after the maximum that reads them.
  private var postponed: [ValueReference: RowFunction] = [:]

  init(_ network: Network, _ state: ModelState, seed: UInt64, _ table: KernelTable) {
    (self.network, self.state, lanes, kernels) = (network, state, table.lanes, table.blocks)
    context = PassContext(isTraining: false, seed: seed)
    memory = BlockMemory(lanes: table.lanes)
  }

  /// Plans all nodes and says where the output will be.
  mutating func plan() -> BlockPlace {
    operations = network.nodes.indices.map { blockOperation($0) }
    for node in network.nodes.indices { widenMargins(for: node) }
    for node in network.nodes.indices where !done.contains(node) { plan(node) }
    guard let place = places[network.output] else { preconditionFailure("an output without place") }
    return place
  }

  private mutating func plan(_ node: Int) {
    if network.nodes[node].isSource { return enter(node) }
    switch operations[node] {
    case .convolution(let window, let groups, let weight, let bias):
      convolve(node, window, groups, weight, bias)
    case .scale(let factors, let shifts): scale(node, factors, shifts)
    case .function(let function): apply(function, node)
    case .largest(let window): pool(node, window, nil)
    case .mean(let window, let shares): pool(node, window, memory.copy(shares))
    case .units(let weight, let bias): sumUnits(node, weight, bias)
    case .sum: add(node)
    case .same: pass(node)
    case nil: fallBack(node)
    }
  }

  /// What a node does, where the kernels know it.
  private func blockOperation(_ node: Int) -> BlockOperation? {
    guard let known = network.operation(of: node) else { return nil }
    let inputs = network.inputShapes(of: node)
    let operation = BlockOperation(
      known, inputs[0], parameters: state.parameters[node], statistics: state.statistics[node])
    let isImage = inputs[0].rank == 4 && inputs[0][0] == 1 && inputs[0].count > 0
    switch operation {
    case .convolution(_, let groups, let weight, _):
      let isDepthwise = groups == inputs[0][1] && weight.shape[0] == groups
      return isImage && (groups == 1 || isDepthwise) ? operation : nil
    case .scale, .largest, .mean: return isImage ? operation : nil
    case .units: return inputs[0][0] == 1 ? operation : nil
    case .function, .sum, .same, nil: return operation
    }
  }

  /// Images of one size have one margin, so that they lie alike.
  private mutating func widenMargins(for node: Int) {
    guard case .convolution(let window, let groups, let weight, _) = operations[node] else {
      return
    }
    let size = Pair(window.rows.extent, window.columns.extent)
    let isWinograd = isWinograd(window, groups: groups, weight)
    margins[size] = margins[size, default: BlockMargin()].union(
      isWinograd ? winogradMargin(window) : BlockMargin(window))
  }
}

// Places.
extension BlockPlanner {
  /// How a value lies.
  func form(_ shape: Shape, blockChannels: Int? = nil) -> BlockForm {
    guard shape.rank == 4, shape[0] == 1, shape.count > 0 else { return .row(shape.count) }
    return .image(
      channels: shape[1], rows: shape[2], columns: shape[3],
      blockChannels: blockChannels ?? lanes, margins[Pair(shape[2], shape[3])] ?? BlockMargin())
  }

  func shape(_ value: ValueReference) -> Shape {
    network.outputShapes(of: value.node)[value.output]
  }

  /// The place of an input of a node.
  func input(_ node: Int, _ index: Int = 0) -> BlockPlace {
    guard let place = places[network.nodes[node].inputs[index]] else {
      preconditionFailure("\(network.nodes[node].name) before its inputs")
    }
    return place
  }

  /// A new place for a value.
  mutating func give(_ value: ValueReference, blockChannels: Int? = nil) -> BlockPlace {
    let place = memory.place(form(shape(value), blockChannels: blockChannels))
    settle(value, place)
    return place
  }

  /// A value is at a place, for all who read it.
  mutating func settle(_ value: ValueReference, _ place: BlockPlace) {
    places[value] = place
    place.readers += network.consumers(of: value).count + (value == network.output ? 1 : 0)
  }

  /// A node has read its inputs.
  mutating func release(_ place: BlockPlace) {
    place.readers -= 1
    if place.readers == 0 { memory.release(place) }
  }

  /// The node that alone reads a value, when it is not the network's output.
  func onlyReader(of value: ValueReference) -> Int? {
    let consumers = network.consumers(of: value)
    return consumers.count == 1 && value != network.output ? consumers[0].node : nil
  }

  mutating func finish(_ node: Int) { done.insert(node) }
  func operation(of node: Int) -> BlockOperation? { operations[node] }
  func place(of value: ValueReference) -> BlockPlace? { places[value] }

  /// Adds a step of shards.
  mutating func share(_ name: String, _ parts: [BlockShard]) {
    names.append(name)
    steps.append(.shared(shards.count..<shards.count + parts.count))
    shards += parts
  }

  /// Room for so many numbers, which the next step may use as well.
  mutating func winogradScratch(_ count: Int) -> UnsafeMutablePointer<Float> {
    if let scratch, scratch.count >= count { return scratch.memory }
    let room = memory.allocate(count)
    scratch = (room, count)
    return room
  }

  mutating func add(_ name: String, _ step: BlockStep) {
    names.append(name)
    steps.append(step)
  }

  /// A function that comes after the maximum that reads the value.
  func postponedFunction(_ value: ValueReference) -> RowFunction? { postponed[value] }
  mutating func postpone(_ value: ValueReference, _ function: RowFunction) {
    postponed[value] = function
  }
}
