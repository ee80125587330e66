import CNNModel

extension Importer {
  /// Adds every input of the model: as a constant where its array is used during import, else as a
  /// source of the network. An optional one that is not given is absent.
  mutating func addInputs() throws(FileError) {
    for value in graph.inputs where values[value.name] == nil || given[value.name] != nil {
      let first = value.isSequence ? value.element(0) : value
      if value.isOptional, given[first.name] == nil {
        values[value.name] = .absent(value.type ?? .float32)
      } else if value.isSequence {
        try addSequence(value)
      } else {
        try addTensor(value)
      }
    }
  }

  private mutating func addTensor(_ value: ModelGraph.Value) throws(FileError) {
    guard let type = value.type else {
      unreadable[value.name] = "the input \(value.name.quoted) \(value.problem)"
      return
    }
    let shape = try shape(of: value, isFirst: inputs.isEmpty)
    for case (.open(let name), let extent) in zip(value.extents ?? [], shape.extents)
    where !name.isEmpty && namedExtents[name] == nil {
      namedExtents[name] = extent
    }
    if let array = given[value.name], type != .float32 {
      inputs.append((value, Operand(array.cast(to: type), name: value.name), nil))
    } else {
      inputs.append(try source(value, type, shape))
    }
    values[value.name] = inputs.last?.operand
  }

  /// An input that is a sequence has as many elements as are given; they are called `x[0]`, `x[1]`, …
  private mutating func addSequence(_ value: ModelGraph.Value) throws(FileError) {
    let count = (0...).prefix { given[value.element($0).name] != nil }.count
    guard count > 0 else {
      unreadable[value.name] =
        "the input \(value.name.quoted) is a sequence, whose length is not known while reading"
      return
    }
    let elements = (0..<count).map(value.element)
    for element in elements { try addTensor(element) }
    values[value.name] = Operand(sequence: elements.compactMap { values[$0.name] })
  }

  /// An input that enters the network; a first extent of 1 is a batch.
  private func source(
    _ value: ModelGraph.Value, _ type: ElementType, _ shape: Shape
  ) throws(FileError) -> (value: ModelGraph.Value, operand: Operand, source: Int?) {
    let isBatch = shape.rank > 1 && shape[0] == 1
    let layer = isBatch ? Input(sample: shape.sample) : Input(whole: shape)
    do {
      let source = try draft.add(value.name, layer, [])[0].value
      draft.rename(source.node, to: nil, outputNames: [value.name])
      var operand = Operand(source, shape: shape, type: type)
      draft.declare(operand)
      operand.given = given[value.name]
      return (value, operand, source.node)
    } catch {
      throw refusal("the input \(value.name.quoted): \(error.reason)")
    }
  }

  private mutating func shape(
    of value: ModelGraph.Value, isFirst: Bool
  ) throws(FileError) -> Shape {
    if let array = given[value.name] { return try shape(of: array, for: value) }
    if isFirst, let sample = proposal.sample { return try requested(sample, of: value) }
    guard let extents = value.extents else {
      if isFirst, let shape = proposal.image() { return shape.batched(1) }
      throw refusal(
        "the file does not declare the shape of the input \(value.name.quoted); --input sets it, "
          + "as in --input 3x224x224")
    }
    if isFirst, let shape = proposal.shape(fitting: extents) { return shape }
    let shape = Shape(try closed(extents, of: value, isFirst: isFirst))
    do { try shape.checkSize("the input \(value.name.quoted)") } catch {
      throw refusal(error.description)
    }
    return shape
  }

  /// The shape that the user sets, which counts more than the one in the file.
  ///
  /// - Throws: where it has not as many axes as the file's behind the batch.
  private func requested(
    _ sample: Shape, of value: ModelGraph.Value
  ) throws(FileError) -> Shape {
    guard let extents = value.extents, extents.count != sample.rank + 1 else {
      return sample.batched(1)
    }
    throw refusal(
      "the input \(value.name.quoted) is \(ModelGraph.text(extents)), which has "
        + "\(max(0, extents.count - 1)) axes behind the batch, but \(sample) has \(sample.rank)")
  }

  private func shape(
    of array: NumericArray, for value: ModelGraph.Value
  ) throws(FileError) -> Shape {
    guard let extents = value.extents, !array.shape.fits(extents) else { return array.shape }
    throw refusal(
      "the input \(value.name.quoted) is \(ModelGraph.text(extents)), but the array for it is "
        + "\(array.shape)")
  }

  /// The extents of an input. One that the file leaves open is that of an earlier input which has it
  /// under the same name; otherwise it is 1, unless it is one behind the batch of the first input.
  private mutating func closed(
    _ extents: [ModelGraph.Extent], of value: ModelGraph.Value, isFirst: Bool
  ) throws(FileError) -> [Int] {
    var closed: [Int] = []
    for (axis, extent) in extents.enumerated() {
      switch extent {
      case .fixed(let extent): closed.append(extent)
      case .open(let name) where namedExtents[name] != nil:
        closed.append(namedExtents[name] ?? 1)
      case .open where !isFirst && axis > 0:
        notes.append("the open extent of axis \(axis) of \(value.name) is 1")
        closed.append(1)
      case .open(let name) where axis == 0:
        notes.append("the batch size \(name.isEmpty ? "" : "\(name.quoted) ")of \(value.name) is 1")
        closed.append(1)
      case .open:
        if let node = graph.nodes.first(where: { !knows($0) }) {
          throw refusal(
            "the operator \(node.kind.brief.harmless) is not supported, and the shape of the input "
              + "\(value.name.quoted) is open (\(ModelGraph.text(extents)))")
        }
        throw refusal(
          "the input \(value.name.quoted) is \(ModelGraph.text(extents)); --input sets its shape, "
            + "as in --input 3x224x224")
      }
    }
    return closed
  }
}

extension ModelGraph {
  /// The extents as a sentence names them: `N×3×?×?`.
  static func text(_ extents: [Extent]) -> String {
    extents.map { extent in
      switch extent {
      case .fixed(let extent): "\(extent)"
      case .open(let name): name.isEmpty ? "?" : name.harmless
      }
    }.joined(separator: "×")
  }
}
