import CNNModel
import KernelInterface

extension BlockPlanner {
  /// The image that enters, as its readers want it.
  mutating func enter(_ node: Int) {
    let value = ValueReference(node)
    let shape = shape(value)
    let readers = network.consumers(of: value).map { operation(of: $0.node) }
    let isOnlyConvolved = readers.allSatisfy {
      if case .convolution(_, let groups, _, _) = $0 { groups == 1 } else { false }
    }
    let few = isOnlyConvolved && shape.rank == 4 ? min(lanes, shape[1]) : lanes
    let place = give(value, blockChannels: few)
    // The caller may run the plan again: what came in is never overwritten.
    place.readers += 1
    let source = network.sources.firstIndex(of: node) ?? 0
    add(network.nodes[node].name, .enter(source: source, place))
  }

  mutating func apply(_ function: RowFunction, _ node: Int) {
    let value = ValueReference(node)
    let image = input(node)
    if function.isMonotone, let next = onlyReader(of: value),
      case .largest = operation(of: next)
    {
      settle(value, image)
      postpone(value, function)
      release(image)
      return
    }
    transform(function, network.nodes[node].name, image, nil, value)
    release(image)
  }

  mutating func scale(_ node: Int, _ factors: [Float], _ shifts: [Float]) {
    let image = input(node)
    let (factors, shifts) = (memory.copy(factors), memory.copy(shifts))
    transform(
      .scale, network.nodes[node].name, image, nil, ValueReference(node), factors: factors,
      shifts: shifts)
    release(image)
  }

  mutating func add(_ node: Int) {
    let inputs = network.nodes[node].inputs.indices.map { input(node, $0) }
    guard Set(inputs.map(\.form)).count == 1 else { return fallBack(node) }
    var function = RowFunction.copy
    var value = ValueReference(node)
    if inputs.count == 2, let next = onlyReader(of: value),
      case .function(let after) = operation(of: next)
    {
      function = after
      finish(next)
      value = ValueReference(next)
    }
    let name = network.nodes[node].name
    transform(function, name, inputs[0], inputs[1], value)
    if let sum = place(of: value) {
      for other in inputs.dropFirst(2) { transform(.copy, name, sum, other, into: sum) }
    }
    for place in inputs { release(place) }
  }

  /// A function of every number of a place, into a new one, or the same where nobody else reads it.
  private mutating func transform(
    _ function: RowFunction, _ name: String, _ image: BlockPlace, _ addend: BlockPlace?,
    _ value: ValueReference, factors: UnsafeMutablePointer<Float>? = nil,
    shifts: UnsafeMutablePointer<Float>? = nil
  ) {
    let output: BlockPlace
    if image.readers == 1, image.form == form(shape(value)) {
      output = image
      settle(value, image)
    } else {
      output = give(value)
    }
    transform(function, name, image, addend, into: output, factors: factors, shifts: shifts)
  }

  private mutating func transform(
    _ function: RowFunction, _ name: String, _ image: BlockPlace, _ addend: BlockPlace?,
    into output: BlockPlace, factors: UnsafeMutablePointer<Float>? = nil,
    shifts: UnsafeMutablePointer<Float>? = nil
  ) {
    var work = BlockRows(
      function: function, rows: 1, blockStep: 0, rowStep: 0, length: image.form.count(lanes: lanes),
      input: UnsafePointer(image.start), addend: addend.map { UnsafePointer($0.start) },
      factors: factors.map { UnsafePointer($0) }, shifts: shifts.map { UnsafePointer($0) },
      output: output.start)
    var count = 1
    if case .image(_, let rows, let columns, let blockChannels, _) = image.form {
      let geometry = image.image
      (work.rows, work.blockStep, work.rowStep) = (rows, geometry.blockStep, geometry.rowStep)
      work.length = columns * blockChannels
      count = rows * geometry.blocks
    }
    share(
      name,
      cut(count, weight: work.length * (function == .copy ? 1 : 8)).map {
        BlockShard(work: .transform(work), first: $0.lowerBound, end: $0.upperBound)
      })
  }

  mutating func pool(
    _ node: Int, _ window: ImageWindow, _ shares: UnsafeMutablePointer<Float>?
  ) {
    let image = input(node)
    let value = ValueReference(node)
    let output = give(value)
    let (geometry, result) = (image.image, output.image)
    var work = BlockPool(
      window: BlockWindow(
        outputColumns: window.columns.outputs, columnStep: geometry.blockChannels,
        rowStep: geometry.rowStep, kernelRows: window.rows.kernel,
        kernelColumns: window.columns.kernel, tapRow: 0, tapColumn: 0, resultColumn: lanes,
        resultRow: result.rowStep),
      rows: window.rows.extent, columns: window.columns.extent, rowsBefore: window.rows.before,
      columnsBefore: window.columns.before, rowStride: window.rows.stride,
      columnStride: window.columns.stride, rowDilation: window.rows.dilation,
      columnDilation: window.columns.dilation, shares: shares.map { UnsafePointer($0) },
      image: UnsafePointer(image.start), output: output.start)
    let outputs = window.outputs.product
    let parts = cut(geometry.blocks, weight: outputs * window.kernel.product * lanes * 2)
    share(
      network.nodes[node].name,
      parts.flatMap { blocks in
        blocks.map { block in
          work.image = UnsafePointer(image.start + block * geometry.blockStep)
          work.output = output.start + block * result.blockStep
          return BlockShard(work: .pool(work), first: 0, end: outputs)
        }
      })
    if let function = postponedFunction(network.nodes[node].inputs[0]) {
      transform(function, network.nodes[node].name, output, nil, into: output)
    }
    release(image)
  }

  mutating func sumUnits(_ node: Int, _ weight: Tensor, _ bias: Tensor?) {
    let row = input(node)
    var value = ValueReference(node)
    var finish = BlockFinish.plain
    if let next = onlyReader(of: value), case .function(let function) = operation(of: next),
      let end = function.finish
    {
      finish = end
      self.finish(next)
      value = ValueReference(next)
    }
    let output = give(value)
    let (units, inputs) = (weight.shape[0], weight.shape[1])
    let work = UnitSums(
      inputs: inputs, finish: finish, weights: UnsafePointer(memory.copy(weight.elements)),
      bias: UnsafePointer(memory.copy(bias?.elements ?? [Float](repeating: 0, count: units))),
      input: UnsafePointer(row.memory), output: output.memory)
    let fours = cut((units + 3) / 4, weight: inputs * 4)
    share(
      network.nodes[node].name,
      fours.map {
        BlockShard(work: .units(work), first: $0.lowerBound * 4, end: min(units, $0.upperBound * 4))
      })
    release(row)
  }

  /// A layer that changes no number.
  mutating func pass(_ node: Int) {
    let image = input(node)
    let value = ValueReference(node)
    if image.form == form(shape(value)) {
      settle(value, image)
    } else if case .row = form(shape(value)), case .image = image.form {
      let row = give(value)
      add(network.nodes[node].name, .flatten(image, into: row))
    } else {
      return fallBack(node)
    }
    release(image)
  }

  /// A layer that computes with plain tensors.
  mutating func fallBack(_ node: Int) {
    let inputs = network.nodes[node].inputs.indices.map { input(node, $0) }
    let shapes = network.inputShapes(of: node)
    let outputs = network.outputShapes(of: node).indices.map { give(ValueReference(node, $0)) }
    var context = context
    context.node = node
    add(
      network.nodes[node].name,
      .layer(
        BlockFallback(
          network.nodes[node].layer, parameters: state.parameters[node],
          statistics: state.statistics[node], context: context,
          inputs: Array(zip(inputs, shapes)), outputs: outputs)))
    for place in inputs { release(place) }
  }

  /// Cuts `count` equal parts, each of `weight` operations, into shards worth sharing.
  private func cut(_ count: Int, weight: Int) -> [Range<Int>] {
    let wanted = min(8, count, max(1, count * weight / 120_000))
    return (0..<wanted).map { count * $0 / wanted..<count * ($0 + 1) / wanted }
  }
}
