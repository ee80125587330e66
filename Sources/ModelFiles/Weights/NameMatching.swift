/// Which names in a file are those of a network's slots.
///
/// Files of other programs have words before the names of layers: `module.` of data-parallel training,
/// `model.` of a training framework, `_orig_mod.` of a compiled model, also in the middle of a name.
/// The names are taken as they are, behind a prefix that all of them share, without the words of
/// wrappers, or without any of the words that stand before them; the first of these that gives every
/// required slot an array is chosen.
struct NameMatching {
  /// Two prefixes behind which a file has everything.
  struct Ambiguity: Error {
    let first: String
    let second: String
  }

  /// The names in the file by what they are without words before them.
  private let names: [String: String]

  /// The name in the file of the array for a slot; nil where there is none.
  func name(for slot: WeightSlot) -> String? {
    slot.names.lazy.compactMap { names[$0] }.first
  }

  /// - Parameters:
  ///   - names: those in the file.
  ///   - isPartial: whether slots may remain without an array; the names that give most of them one
  ///     are chosen then.
  /// - Returns: nil where no name is one of the network's.
  /// - Throws: ``Ambiguity`` where two prefixes fit, such as `student.` and `teacher.`.
  init?(
    _ names: [String], for slots: [WeightSlot], isPartial: Bool
  ) throws(Ambiguity) {
    let required = slots.filter(\.isRequired)
    let all = Self.shortenings.compactMap { Shortened(names, $0) }
    for shortened in all {
      guard let prefix = try shortened.prefix(for: required) else { continue }
      self.names = shortened.names(behind: prefix)
      return
    }
    let found =
      isPartial
      ? try Self.best(all, slots)
      : all.first.flatMap { $0.count(of: slots, behind: "") > 0 ? $0.names(behind: "") : nil }
    guard let found else { return nil }
    self.names = found
  }

  private static func best(
    _ all: [Shortened], _ slots: [WeightSlot]
  ) throws(Ambiguity) -> [String: String]? {
    var best: (count: Int, names: [String: String]) = (0, [:])
    for shortened in all {
      let counts = shortened.prefixes(for: slots)
      let most = counts.map(\.count).max() ?? 0
      let fitting = counts.filter { $0.count == most }.map(\.prefix)
      guard most > best.count, let prefix = fitting.first else { continue }
      guard fitting.count == 1 else { throw Ambiguity(first: fitting[1], second: prefix) }
      best = (most, shortened.names(behind: prefix))
    }
    return best.count > 0 ? best.names : nil
  }
}

extension NameMatching {
  /// Words that wrappers of modules put anywhere into a name.
  private static let wrappers: Set<Substring> = [
    "module", "_orig_mod", "_module", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
  ]

  /// Words that often stand before the names of a network's layers.
  private static let fronts: Set<Substring> = [
    "model", "backbone", "net", "network", "base_model", "encoder", "features_extractor",
    "state_dict", "ema", "ema_model", "student", "online", "online_network", "encoder_q", "head",
  ]

  private static let shortenings: [@Sendable (String) -> String] = [
    { $0 },
    { name in parts(name).filter { !wrappers.contains($0) }.joined(separator: ".") },
    { name in
      parts(name).filter { !wrappers.contains($0) }.drop { fronts.contains($0) }
        .joined(separator: ".")
    },
  ]

  private static func parts(_ name: String) -> [Substring] {
    name.split(separator: ".", omittingEmptySubsequences: false)
  }
}

/// The names of a file without some of their words.
private struct Shortened {
  /// The names in the file by the shortened ones.
  private let originals: [String: String]
  /// In the order of the file.
  private let names: [String]

  /// Nil where two names become the same.
  init?(_ names: [String], _ shorten: (String) -> String) {
    self.names = names.map(shorten)
    originals = Dictionary(zip(self.names, names), uniquingKeysWith: { first, _ in first })
    guard originals.count == Set(names).count else { return nil }
  }

  func names(behind prefix: String) -> [String: String] {
    guard !prefix.isEmpty else { return originals }
    let those = originals.filter { $0.key.hasPrefix(prefix) }
    return Dictionary(
      those.map { (String($0.key.dropFirst(prefix.count)), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }

  private func fits(_ slot: WeightSlot, behind prefix: String) -> Bool {
    slot.names.contains { originals[prefix + $0] != nil }
  }

  /// How many slots have an array behind a prefix.
  func count(of slots: [WeightSlot], behind prefix: String) -> Int {
    slots.count { fits($0, behind: prefix) }
  }

  /// The prefix behind which every slot has an array; empty where the names stand alone.
  func prefix(for required: [WeightSlot]) throws(NameMatching.Ambiguity) -> String? {
    guard let first = required.first else { return nil }
    let fitting = prefixes(for: [first]).map(\.prefix).filter { prefix in
      required.allSatisfy { fits($0, behind: prefix) }
    }
    guard let prefix = fitting.first, !prefix.isEmpty else { return fitting.first }
    if fitting.count > 1 { throw NameMatching.Ambiguity(first: prefix, second: fitting[1]) }
    return prefix
  }

  /// What stands before the names of slots, each once with the number of slots that have an array
  /// behind it: nothing first.
  func prefixes(for slots: [WeightSlot]) -> [(prefix: String, count: Int)] {
    var owners: [String: [Int]] = [:]
    for (index, slot) in slots.enumerated() {
      for name in slot.names { owners[name, default: []].append(index) }
    }
    let longest = owners.keys.map(\.utf8.count).max() ?? 0
    var prefixes = [""]
    var found: [String: Set<Int>] = ["": []]
    for name in names {
      for start in Self.starts(of: name) where name[start...].utf8.count <= longest {
        guard let owners = owners[String(name[start...])] else { continue }
        let prefix = String(name[..<start])
        if found[prefix] == nil { prefixes.append(prefix) }
        found[prefix, default: []].formUnion(owners)
      }
    }
    return prefixes.map { ($0, found[$0]?.count ?? 0) }
  }

  /// Where a name begins, and the places behind its dots.
  private static func starts(of name: String) -> [String.Index] {
    [name.startIndex]
      + name.indices.filter { name[$0] == "." }.map { name.index(after: $0) }
  }
}
