/// Which part of a saved object holds the weights.
///
/// Training programs save dictionaries such as `{"model": …, "ema": …, "optimizer": …, "epoch": 3}`.
struct TorchCheckpoint {
  /// The value whose tensors are the weights.
  let weights: PickleValue
  /// What the user should know about the choice.
  let notes: [String]

  /// The keys of weights, those first that are preferred.
  private static let keys = [
    "state_dict", "model_state_dict", "model", "net", "network", "model_state", "weights", "params",
    "module", "ema_state_dict", "state_dict_ema", "model_ema", "ema_model", "ema", "params_ema",
  ]

  /// How the keys of what an optimizer or a trainer keeps begin.
  private static let others = [
    "optim", "scheduler", "lr_sched", "scaler", "callbacks", "loops", "rng", "random", "amp",
  ]

  /// Goes into the dictionaries around the weights.
  ///
  /// - Throws: ``FileError`` as ``TorchWalk`` does.
  init(_ pickle: Pickle, path: String) throws(FileError) {
    var (value, notes) = (pickle.root, [String]())
    var walk = TorchWalk(pickle, path: path)
    for _ in 0..<3 {
      let parts = try Self.parts(of: value, pickle, &walk)
      guard let taken = parts.first else { break }
      value = taken.value
      if parts.count > 1 {
        let rest = parts.dropFirst().map(\.key.quoted).joined(separator: ", ")
        notes.append(
          "its \(taken.key.quoted) is taken; \(rest) \(parts.count > 2 ? "hold" : "holds") tensors too"
        )
      }
    }
    (weights, self.notes) = (value, notes)
  }

  /// Whether an entry beside the weights belongs to an optimizer or a trainer.
  static func isOther(_ key: String) -> Bool {
    let word = key.lowercased()
    return others.contains(where: word.hasPrefix)
  }

  /// The entries of a dictionary under known keys that hold tensors, the preferred one first.
  private static func parts(
    of value: PickleValue, _ pickle: Pickle, _ walk: inout TorchWalk
  ) throws(FileError) -> [(key: String, value: PickleValue)] {
    guard let entries = pickle.entries(value) else { return [] }
    var parts: [(key: String, value: PickleValue)] = []
    for key in keys {
      guard let entry = entries.first(where: { $0.key == key }),
        pickle.items(entry.value) == nil, pickle.tensor(entry.value) == nil,
        try walk.holdsTensor(entry.value)
      else { continue }
      parts.append(entry)
    }
    return parts
  }
}
