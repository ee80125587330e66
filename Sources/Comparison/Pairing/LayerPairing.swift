import CNNModel

/// Which array of a list belongs to which value of a network.
public struct LayerPairing: Hashable, Sendable {
  /// What a pair was found by.
  public enum Evidence: String, Hashable, Sendable {
    /// The names are those of one thing.
    case name
    /// The numbers are those that the layer computes from its inputs.
    case value
    /// The places in both lists, and the shapes.
    case order
  }

  /// An array that belongs to a value.
  public struct Pair: Hashable, Sendable {
    /// The index of the array in its list.
    public let array: Int
    /// How the array becomes the value.
    public let form: ArrayForm
    /// What they were found by.
    public let evidence: Evidence
  }

  /// A value of a network that an array may belong to.
  public struct Candidate: Hashable, Sendable {
    /// The value.
    public let value: ValueReference
    /// What it is called, the most usual name first.
    public let names: [String]
    /// Its shape, with the batch.
    public let shape: Shape

    public init(value: ValueReference, names: [String], shape: Shape) {
      (self.value, self.names, self.shape) = (value, names, shape)
    }
  }

  /// The pairs by value.
  public internal(set) var pairs: [ValueReference: Pair] = [:]

  /// The arrays that belong to no value.
  func rest(of arrays: [ReferenceArrays.Entry]) -> [Int] {
    let used = Set(pairs.values.map(\.array))
    return arrays.indices.filter { !used.contains($0) }
  }
}

extension LayerPairing {
  /// Pairs by name: equal names first, then names that mean the same.
  ///
  /// A name decides even where the shapes differ, since a layer with another window gives another
  /// shape; otherwise the form says how the array becomes the value.
  public init(names candidates: [Candidate], _ arrays: [ReferenceArrays.Entry]) {
    var found: [(Candidate, Int)] = []
    var (free, used) = (candidates, Set<Int>())
    for reduce in NameKey.reductions {
      let keys = Self.unique(arrays.indices.map { ($0, reduce(arrays[$0].name)) })
      let owners = Self.unique(
        free.indices.flatMap { place in
          Set(free[place].names.map(reduce)).map { (place, $0) }
        })
      var taken = Set<Int>()
      for place in free.indices {
        let names = free[place].names.map(reduce)
        guard let name = names.first(where: { owners[$0] == place && keys[$0] != nil }),
          let array = keys[name], used.insert(array).inserted
        else { continue }
        found.append((free[place], array))
        taken.insert(place)
      }
      free = free.indices.filter { !taken.contains($0) }.map { free[$0] }
    }
    let isLast = Self.areChannelsLast(found, arrays)
    for (candidate, array) in found {
      let form = Self.form(arrays[array].shape, candidate.shape, isLast: isLast)
      pairs[candidate.value] = Pair(array: array, form: form, evidence: .name)
    }
  }

  /// The names that one thing alone has.
  private static func unique(_ named: [(Int, String)]) -> [String: Int] {
    var owners: [String: Int?] = [:]
    for (index, name) in named {
      if let owner = owners[name], owner != index {
        owners[name] = .some(nil)
      } else {
        owners[name] = index
      }
    }
    return owners.compactMapValues(\.self)
  }

  /// Whether the arrays of images have their channels last, as far as their shapes tell.
  private static func areChannelsLast(
    _ found: [(Candidate, Int)], _ arrays: [ReferenceArrays.Entry]
  ) -> Bool {
    let forms = found.map { ArrayForm.all(arrays[$0.1].shape, for: $0.0.shape) }
    let last = forms.count { $0 == [.channelsLast] }
    let first = forms.indices.count { index in
      forms[index] == [.same] && found[index].0.shape.rank > 2
    }
    return last > first
  }

  /// The form of an array that belongs to a value.
  ///
  /// - Parameter isLast: whether the arrays have their channels last where the shape does not tell.
  static func form(_ shape: Shape, _ wanted: Shape, isLast: Bool) -> ArrayForm {
    let forms = ArrayForm.all(shape, for: wanted)
    if isLast, shape.rank == wanted.rank, shape.rank > 2 {
      return forms.isEmpty || forms.contains(.channelsLast) ? .channelsLast : forms[0]
    }
    return forms.first ?? .other
  }
}
