import CNNModel

/// A scan over slices of its inputs, unrolled (ONNX, Scan-9 and later).
struct ScanExpansion: Expansion {
  /// An input that is scanned.
  private struct Source {
    let name: String
    let axis: Int
    let isReversed: Bool
  }

  private let owner: ExpandedNode
  private var iterations: Iterations
  private let sources: [Source]
  /// The number of slices.
  private let length: Int
  private let outputAxes: [Int]
  private let reversedOutputs: Set<Int>
  private var isDone = false

  /// - Throws: where lengths or attributes do not fit.
  init(_ owner: ExpandedNode, _ names: inout NamePool) throws(NodeError) {
    guard owner.node.version >= 9 else {
      throw .unsupported("its form with a batch (before version 9) is not supported")
    }
    let attributes = owner.node.attributes
    let scanned = try attributes.int("num_scan_inputs") ?? 0
    let states = owner.node.inputs.count - scanned
    guard scanned > 0, states >= 0 else {
      throw .invalid("num_scan_inputs is \(scanned), but it has \(owner.node.inputs.count) inputs")
    }
    self.owner = owner
    iterations = try Iterations(owner, carried: Array(owner.node.inputs.prefix(states)), &names)
    guard iterations.inputCount == owner.node.inputs.count, iterations.outputCount >= states else {
      throw .invalid(
        "its body has \(iterations.inputCount) inputs, but it has \(owner.node.inputs.count)")
    }
    (sources, length) = try Self.sources(owner, states)
    guard length <= Iterations.most else {
      throw .unsupported("it runs more than \(Iterations.most) times")
    }
    outputAxes = try attributes.ints("scan_output_axes") ?? []
    let directions = try attributes.ints("scan_output_directions") ?? []
    reversedOutputs = Set(directions.indices.filter { directions[$0] != 0 })
  }

  private static func sources(
    _ owner: ExpandedNode, _ states: Int
  ) throws(NodeError) -> ([Source], length: Int) {
    let axes = try owner.node.attributes.ints("scan_input_axes") ?? []
    let directions = try owner.node.attributes.ints("scan_input_directions") ?? []
    var sources: [Source] = []
    var lengths: Set<Int> = []
    for (index, name) in owner.node.inputs.dropFirst(states).enumerated() {
      guard let shape = owner.input(states + index)?.shape else {
        throw .invalid("its input \(states + index + 1) is missing")
      }
      let axis = try shape.axis(index < axes.count ? axes[index] : 0)
      lengths.insert(shape[axis])
      let isReversed = index < directions.count && directions[index] != 0
      sources.append(Source(name: name, axis: axis, isReversed: isReversed))
    }
    guard lengths.count == 1, let length = lengths.first else {
      throw .invalid("the inputs that it scans have different lengths")
    }
    return (sources, length)
  }

  mutating func next(
    _ values: [String: Operand], _ names: inout NamePool
  ) throws(NodeError) -> ExpandedNodes? {
    guard !isDone else { return nil }
    guard iterations.count < length else {
      isDone = true
      return try iterations.results(axes: outputAxes, reversed: reversedOutputs, &names)
    }
    return run(&names)
  }

  private mutating func run(_ names: inout NamePool) -> ExpandedNodes {
    let prefix = "\(owner.name)/\(iterations.count)"
    var slices = ExpandedNodes()
    var trailing: [String] = []
    for source in sources {
      let place = source.isReversed ? length - 1 - iterations.count : iterations.count
      let index = names.fresh("\(prefix)/index")
      let slice = names.fresh("\(prefix)/\(source.name)")
      slices.constants.append((index, NumericArray(shape: [], int64s: [Int64(place)])))
      slices.nodes.append(
        .standard("Gather", [source.name, index], [slice], name: slice, ["axis": source.axis]))
      trailing.append(slice)
    }
    let (expanded, _) = iterations.run(trailing: trailing, &names)
    slices.nodes += expanded.nodes
    slices.constants += expanded.constants
    return slices
  }
}
