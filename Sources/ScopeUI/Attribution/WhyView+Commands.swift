import Attribution
import CNNEngine
import CNNModel
import ScopeDebugger

/// The commands that open it and act in it.
extension WhyView {
  static let commands: [Command<Explorer>] = [
    Command(
      "why", WhyArguments().optional, keys: [KeyBinding("Y")],
      help: "why a class or a cell has its score: which inputs count, by which method",
      action: { explorer, wanted throws(UserError) in
        try open(wanted ?? WhyArguments.Value(), in: &explorer)
      })
  ].inGroup(.explaining)

  static let closedReason = "why opens the view that this belongs to first"

  static let localCommands: [Command<Explorer>] =
    [
      inside(
        "method", MethodName(), help: "another method for the same score",
        action: { view, _, name throws(UserError) in try view.choose(method: name) }),
      inside(
        "class", NextBackOrIndex(), help: "another class by the same method",
        action: { view, _, choice throws(UserError) in try view.choose(class: choice) }),
      inside(
        "random",
        help: "the same map with random parameters beside it, to compare; again to hide it",
        action: { view, _ in
          view.change { $0.sanitySeed = $0.sanitySeed == nil ? $0.seed &+ 1 : nil }
        }),
      inside(
        "formula", help: "the computation of the number whose addends are seen",
        change: { view, _ throws(UserError) in .open(try view.microscope(ofList: true)) }),
      inside(
        "higher", help: "return to the number whose addend this was",
        action: { view, _ in view.ascend() }),
      inside(
        "section", NextBackOrIndex(), help: "another slice of a volume",
        action: { view, _, choice throws(UserError) in try view.moveSlice(choice) }),
    ] + settings

  private static let settings: [Command<Explorer>] = [
    inside(
      "steps", WholeNumber<Int>("N", 1...10_000, example: 200),
      help: "the points between baseline and input of integrated gradients",
      action: { view, _, count in view.change { $0.settings.steps = count } }),
    inside(
      "baseline", DecimalNumber("X", example: "0.5"),
      help: "every number of the baseline of integrated gradients",
      action: { view, _, number in view.change { $0.settings.baseline = Float(number) } }),
    inside(
      "patch", WholeNumber<Int>("N", 1...10_000, example: 8),
      help: "the side of the patch of occlusion",
      action: { view, _, side in view.change { $0.settings.patch = side } }),
    inside(
      "input-of", LayerName(refusing: notAnInput), help: "another input of a network with several",
      action: { view, _, node in view.change { $0.source = node } }),
    inside(
      "maps-of", LayerName(refusing: withoutMaps), help: "the layer whose maps Grad-CAM weighs",
      action: { view, _, node in view.change { $0.settings.layer = node } }),
  ]

  private static let notAnInput: LayerName.Refusal = { node, network in
    network.nodes[node].isSource ? nil : "\(network.nodes[node].name) is no input of the network"
  }

  private static let withoutMaps: LayerName.Refusal = { node, network in
    NodePlaces(of: node, in: network).axes != nil
      ? nil
      : "\(network.nodes[node].name) has no rows and columns; Grad-CAM needs a layer with maps"
  }

  /// Opens the view, or asks it another question.
  private static func open(
    _ wanted: WhyArguments.Value, in explorer: inout Explorer
  ) throws(UserError) {
    let session = explorer.session
    let debugger = session.debugger
    guard debugger.setup.fault == nil else {
      throw UserError(
        "a fault is planted, and why computes by the definitions; fault off takes it out")
    }
    var request = AttributionRequest(
      debugger.network, state: debugger.state, batch: selectedBatch(debugger),
      seed: debugger.setup.seed)
    if let old = explorer.views.first(WhyView.self)?.request {
      (request.method, request.settings) = (old.method, old.settings)
    }
    if let text = wanted.score {
      request.score = try ScoreRequest(named: text, in: session.network)
    }
    do throws(AttributionError) {
      if let name = wanted.method { request.method = try AttributionCatalog.method(named: name) }
    } catch {
      throw UserError(error)
    }
    let view = WhyView(
      request, inputName: debugger.selectedSample.name, isUntrained: debugger.isUntrained,
      generation: session.generation)
    if let failure = view.failure { throw UserError(failure) }
    explorer.open(view)
  }

  /// The inputs of the sample that is looked at.
  private static func selectedBatch(_ debugger: Debugger) -> Batch {
    let (network, sample, batch) = (debugger.network, debugger.sample, debugger.execution.batch)
    guard batch.size > 1 else { return batch }
    let inputs = zip(network.sources, batch.inputs).map { source, tensor in
      network.hasBatch(source) ? tensor.samples(sample..<sample + 1) : tensor
    }
    return Batch(inputs: inputs, target: nil, size: 1)
  }
}

/// Other questions.
extension WhyView {
  fileprivate mutating func choose(method name: String) throws(UserError) {
    let all = AttributionCatalog.all
    let index = all.firstIndex { $0.name == request.method.name } ?? 0
    let chosen: Int
    switch name {
    case "next": chosen = (index + 1) % all.count
    case "back": chosen = (index + all.count - 1) % all.count
    default: chosen = all.firstIndex { $0.name == name } ?? index
    }
    change { $0.method = all[chosen] }
  }

  fileprivate mutating func choose(class choice: RelativeIndex) throws(UserError) {
    guard let count = ScoreOutput(request.network).classCount else {
      throw UserError("\(request.network.title) has no classes to choose from")
    }
    var current = answer?.score.label ?? 0
    if case .label(let label) = request.score { current = label }
    guard let label = choice.resolved(from: current, count: count) else {
      throw UserError("\(request.network.title) has the classes 0 to \(count - 1)")
    }
    change { $0.score = .label(label) }
  }
}

/// Into a number.
extension WhyView {
  /// Takes the selected addend apart; of a map opens the computation of the gradient under the cursor.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    if list != nil {
      try descend()
      return .stay
    }
    return .open(try microscope(ofList: false))
  }

  /// The microscope of the number whose addends are seen, or of the input gradient under the cursor.
  fileprivate func microscope(ofList: Bool) throws(UserError) -> MicroscopeView {
    guard let answer else { throw UserError("the map is not computed yet") }
    let question = answer.question
    let number: NumberReference
    if ofList, let list {
      guard list.number.value.output == 0 else {
        throw UserError("the microscope shows the first output of a layer")
      }
      number = .cell(TensorReference(list.number.value.node, .activation), list.number.cell)
    } else {
      number = .cell(TensorReference(question.source, .gradient), gradientCell(answer))
    }
    let debugger = Debugger.afterBackwardPass(
      question.network, question.batch, name: inputName, state: question.state,
      seed: question.seed)
    guard debugger.inspector.has(number) else {
      throw UserError("the microscope does not show this number")
    }
    return MicroscopeView(Microscope(number), of: debugger)
  }

  /// The cell of the input at the cursor, in the channel with the largest part.
  private func gradientCell(_ answer: AttributionAnswer) -> Position {
    let (network, source) = (answer.question.network, answer.question.source)
    let shape = answer.question.input.shape
    guard let map = picture?.map(slice: slice) else { return shape.position(at: 0) }
    let place = map.position(row: cell.row, column: cell.column)
    guard answer.map.pictureNode == source, let axes = NodePlaces(of: source, in: network).axes
    else {
      return shape.contains(place) ? place : shape.position(at: 0)
    }
    var start = Position([Int](repeating: 0, count: shape.rank))
    for (index, axis) in axes.enumerated() { start[axis] = place[2 + index] }
    guard let channels = shape.extents.indices.first(where: { $0 > 0 && !axes.contains($0) }),
      answer.map.values.shape == shape
    else { return start }
    let cells = (0..<shape[channels]).map { channel in
      var cell = start
      cell[channels] = channel
      return cell
    }
    return cells.max {
      answer.map.values[$0].magnitude < answer.map.values[$1].magnitude
    } ?? start
  }
}
