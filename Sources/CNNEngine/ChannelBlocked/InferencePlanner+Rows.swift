import CNNModel
import KernelInterface

extension InferencePlanner {
  /// Loads an input of the network in the layout of its readers.
  mutating func load(_ node: Int) {
    let value = ValueReference(node)
    let shape = shape(value)
    let isOnlyConvolved = readers(of: value).allSatisfy {
      if case .convolution(_, let groups, _, _) = operation(of: $0.node) {
        groups == 1
      } else {
        false
      }
    }
    let few = isOnlyConvolved && shape.rank == 4 ? min(lanes, shape[1]) : lanes
    let buffer = newBuffer(for: value, blockChannels: few)
    // Never released, so that the plan can run step by step again.
    buffer.readers += 1
    let source = network.sources.firstIndex(of: node) ?? 0
    add(.load(source: source, buffer))
  }

  mutating func apply(_ function: AppliedFunction, _ node: Int) {
    let value = ValueReference(node)
    let image = input(node)
    if isDeferred(function.function, of: value) {
      assign(image, to: value)
      self.defer(function, of: value)
    } else {
      let output = outputBuffer(for: value, over: image)
      transform(image, into: output) { $0.apply(function) }
    }
    release(image)
  }

  /// A function without a kernel, which is applied to the rows of the image where they are.
  mutating func apply(_ operation: any ElementwiseOperation, _ node: Int) {
    let image = input(node)
    let output = newBuffer(for: ValueReference(node))
    add(.elementwise(ElementwiseRows(operation, image, output)))
    release(image)
  }

  mutating func scale(_ node: Int, _ factors: [Float], _ shifts: [Float]) {
    let image = input(node)
    let (factors, shifts, width) = (memory.copy(factors), memory.copy(shifts), lanes)
    let output = outputBuffer(for: ValueReference(node), over: image)
    transform(image, into: output) {
      ($0.factors, $0.shifts) = (UnsafePointer(factors), UnsafePointer(shifts))
      $0.factorStep = width
    }
    release(image)
  }

  mutating func add(_ node: Int) {
    let inputs = network.nodes[node].inputs.indices.map { input(node, $0) }
    guard inputs.count > 1, Set(inputs.map(\.form)).count == 1 else { return fallBack(node) }
    var value = ValueReference(node)
    var function: AppliedFunction?
    if inputs.count == 2, let (applied, next) = fusedFunction(after: value) {
      (function, value) = (applied, ValueReference(next))
    }
    let sum = outputBuffer(for: value, over: inputs[0])
    transform(inputs[0], inputs[1], into: sum) { rows in function.map { rows.apply($0) } }
    for other in inputs.dropFirst(2) { transform(sum, other, into: sum) { _ in } }
    for input in inputs { release(input) }
  }

  /// The function that is the only reader of a value, and is fused into the step of the value.
  private mutating func fusedFunction(
    after value: ValueReference
  ) -> (function: AppliedFunction, node: Int)? {
    guard let next = followingFunction(of: value) else { return nil }
    for node in next.nodes { fuse(node) }
    return (next.function, next.nodes[next.nodes.count - 1])
  }

  /// The buffer of an element-wise result: that of its input if it has no other readers, and is no part
  /// of a concatenation, which may still be read.
  mutating func outputBuffer(
    for value: ValueReference, over image: ActivationBuffer
  ) -> ActivationBuffer {
    guard image.readers == 1, image.whole == nil, image.form == form(shape(value)),
      place(of: value) == nil
    else { return newBuffer(for: value) }
    assign(image, to: value)
    return image
  }

  /// Adds an element-wise step.
  ///
  /// - Parameter set: sets up operations other than copying and adding.
  mutating func transform(
    _ image: ActivationBuffer, _ addend: ActivationBuffer? = nil,
    into output: ActivationBuffer, _ set: (inout BlockedRows) -> Void
  ) {
    var work = BlockedRows(
      rows: 1, blockStep: 0, rowStep: 0, length: image.form.count(lanes: lanes),
      input: UnsafePointer(image.start), output: output.start)
    work.addend = addend.map { UnsafePointer($0.start) }
    var count = 1
    if case .image(_, let rows, let columns, let blockChannels, _) = image.form {
      let geometry = image.image
      (work.rows, work.blockStep, work.rowStep) = (rows, geometry.blockStep, geometry.rowStep)
      work.length = columns * blockChannels
      count = rows * geometry.blocks
    }
    set(&work)
    let weight = work.length * (work.function == nil && work.factors == nil ? 1 : 8)
    let shards = cut(count, weight: weight).map {
      InferenceShard(work: .transform(work), first: $0.lowerBound, end: $0.upperBound)
    }
    add(shards)
  }

  mutating func pool(_ node: Int, _ window: SpatialWindow, _ shares: WindowShares?) {
    let image = input(node)
    let output = newBuffer(for: ValueReference(node))
    let (geometry, result) = (image.image, output.image)
    var work = BlockedPool(window, image, output)
    if let shares { (work.scales, work.scaleRows) = memory.scales(shares) }
    let outputs = window.outputPlane
    let parts = cut(geometry.blocks, weight: outputs * window.kernelPlane * lanes * 2)
    let shards = parts.joined().map { block in
      work.image = UnsafePointer(image.start + block * geometry.blockStep)
      work.output = output.start + block * result.blockStep
      return InferenceShard(work: .pool(work), first: 0, end: outputs)
    }
    add(shards)
    if let function = deferred[network.nodes[node].inputs[0]] {
      transform(output, into: output) { $0.apply(function) }
    }
    release(image)
  }

  mutating func linear(_ node: Int, _ weight: Tensor, _ bias: Tensor?) {
    let row = input(node)
    var value = ValueReference(node)
    var activation: AppliedFunction?
    if let (function, next) = fusedFunction(after: value) {
      (activation, value) = (function, ValueReference(next))
    }
    let output = newBuffer(for: value)
    let (units, inputs) = (weight.shape[0], weight.shape[1])
    var work = LinearRows(
      inputs: inputs, activation: activation?.function,
      weights: UnsafePointer(memory.copy(weight.elements)),
      bias: UnsafePointer(memory.copy(bias?.elements ?? [Float](repeating: 0, count: units))),
      input: UnsafePointer(row.memory), output: output.memory)
    work.parameter = activation?.parameter ?? 0
    let fours = cut((units + 3) / 4, weight: inputs * 4)
    let shards = fours.map {
      InferenceShard(
        work: .linear(work), first: $0.lowerBound * 4, end: min(units, $0.upperBound * 4))
    }
    add(shards)
    release(row)
  }

  /// A layer that changes no numbers.
  mutating func pass(_ node: Int) {
    let image = input(node)
    let value = ValueReference(node)
    if image.form == form(shape(value)) {
      assign(image, to: value)
    } else if case .row = form(shape(value)), case .image = image.form {
      let row = newBuffer(for: value)
      add(.flatten(image, into: row))
    } else {
      return fallBack(node)
    }
    release(image)
  }

  /// A layer that runs its own forward pass on plain tensors.
  mutating func fallBack(_ node: Int) {
    let inputs = network.nodes[node].inputs.indices.map { input(node, $0) }
    let shapes = network.inputShapes(of: node)
    let outputs = network.outputShapes(of: node).indices.map {
      newBuffer(for: ValueReference(node, $0))
    }
    let layer = FallbackLayer(
      network.nodes[node], parameters: state.parameters[node],
      statistics: state.statistics[node], context: context(of: node),
      inputs: Array(zip(inputs, shapes)), outputs: outputs)
    add(.layer(layer))
    for buffer in inputs { release(buffer) }
  }

  /// Divides `count` equal parts, each of `weight` operations, into shards that are worth
  /// distributing.
  private func cut(_ count: Int, weight: Int) -> [Range<Int>] {
    let wanted = min(8, count, max(1, count * weight / 120_000))
    return (0..<wanted).map { count * $0 / wanted..<count * ($0 + 1) / wanted }
  }
}

extension BlockedRows {
  /// Applies an element-wise function to every number.
  fileprivate mutating func apply(_ function: InferencePlanner.AppliedFunction) {
    (self.function, parameter) = (function.function, function.parameter)
  }
}

extension BlockedPool {
  /// The pooling of the first block of an image.
  fileprivate init(
    _ window: SpatialWindow, _ image: ActivationBuffer, _ output: ActivationBuffer
  ) {
    let (geometry, result) = (image.image, output.image)
    let blocked = BlockedWindow(
      outputColumns: window.columns.outputs, columnStep: geometry.blockChannels,
      rowStep: geometry.rowStep, kernelRows: window.rows.kernel,
      kernelColumns: window.columns.kernel, tapRow: 0, tapColumn: 0,
      resultColumn: result.blockChannels, resultRow: result.rowStep)
    self.init(
      window: blocked, rows: window.rows.extent, columns: window.columns.extent,
      rowsBefore: window.rows.before, columnsBefore: window.columns.before,
      rowStride: window.rows.stride, columnStride: window.columns.stride,
      rowDilation: window.rows.dilation, columnDilation: window.columns.dilation,
      image: UnsafePointer(image.start), output: output.start)
  }
}
