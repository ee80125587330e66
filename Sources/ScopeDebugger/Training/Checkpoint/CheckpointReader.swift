import CNNModel
import ModelFiles

/// The parts of a checkpoint's file, checked one by one.
struct CheckpointReader {
  let path: String
  let metadata: [String: String]
  private let arrays: [String: NumericArray]

  init(path: String, _ arrays: [NamedArray], _ metadata: [String: String]) {
    (self.path, self.metadata) = (path, metadata)
    self.arrays = Dictionary(
      arrays.map { ($0.name, $0.array) }, uniquingKeysWith: { one, _ in one })
  }

  func text(_ key: String) throws(FileError) -> String {
    guard let text = metadata[key] else { throw invalid("no \"\(key)\"") }
    return text
  }

  func number(_ key: String, _ range: ClosedRange<Int>) throws(FileError) -> Int {
    let text = try text(key)
    guard let number = Int(text), range.contains(number) else {
      throw invalid("an invalid \"\(key)\", \(text.quoted),")
    }
    return number
  }

  func hash(_ key: String) throws(FileError) -> UInt64 {
    let text = try text(key)
    guard let number = UInt64(text) else { throw invalid("an invalid \"\(key)\", \(text.quoted),") }
    return number
  }

  /// `nil` where there is none.
  func decimal(_ key: String) throws(FileError) -> Double? {
    guard let text = metadata[key] else { return nil }
    guard let number = Double(text) else { throw invalid("an invalid \"\(key)\", \(text.quoted),") }
    return number
  }

  /// What was done to images; earlier checkpoints keep a shift alone.
  func augmentation() throws(FileError) -> Augmentation {
    guard let text = metadata["augmentation"] else {
      return Augmentation(shift: try number("shift", 0...1_000_000))
    }
    do throws(LineError) { return try Augmentation(text) } catch {
      throw invalid("an invalid \"augmentation\", \(text.quoted),")
    }
  }

  private func invalid(_ what: String) -> FileError {
    FileError(path: path, reason: "this is not a valid checkpoint: it has \(what) in its metadata")
  }

  /// The state that the arrays hold.
  func state(_ network: Network, _ settings: CheckpointSettings) throws(FileError) -> ModelState {
    let optimizer: any Optimizer
    do throws(UserError) {
      optimizer = try TrainingSettings.optimizer(settings.optimizer)
      _ = try TrainingSettings.schedule(settings.schedule, steps: 1)
    } catch {
      throw FileError(path: path, reason: "\(error)")
    }
    var state = ModelState(network, optimizer: optimizer, seed: settings.seed)
    state.updates = try number("updates", 0...Int(Int32.max))
    for node in network.nodes.indices { try fill(&state, node, network) }
    for node in network.nodes.indices {
      for use in network.nodes[node].sharing { state.spread(use.first, in: network) }
    }
    return state
  }

  private func fill(_ state: inout ModelState, _ node: Int, _ network: Network) throws(FileError) {
    let layer = network.nodes[node]
    let repeated = Set(layer.sharing.map(\.index))
    for (index, parameter) in network.parameters(of: node).enumerated() {
      let name = "\(layer.name).\(parameter.name)"
      if !repeated.contains(index) {
        try read(layer.name, parameter.name, &state.parameters[node][index])
      }
      for (slot, word) in state.slotNames.enumerated() {
        try read("\(name).\(word)", &state.slots[node][index][slot])
      }
    }
    for (index, statistic) in network.statistics(of: node).enumerated() {
      try read(layer.name, statistic.name, &state.statistics[node][index])
    }
  }

  private func read(
    _ layer: String, _ name: String, _ tensor: inout Tensor
  ) throws(FileError) {
    let names = WeightFile.writtenNames(layer, name)
    try read(names.first { arrays[$0] != nil } ?? names[0], &tensor)
  }

  private func read(_ name: String, _ tensor: inout Tensor) throws(FileError) {
    guard let array = arrays[name] else {
      throw FileError(path: path, reason: "it has no \(name.quoted) (\(tensor.shape))")
    }
    guard array.shape == tensor.shape, array.elementType == .float32 else {
      throw FileError(
        path: path,
        reason: "\(name.quoted) should be float32 \(tensor.shape), but it is "
          + "\(array.elementType) \(array.shape)")
    }
    tensor = array.tensor
  }
}
