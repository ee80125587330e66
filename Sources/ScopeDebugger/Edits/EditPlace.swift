import CNNModel

/// The cells that an edit changes: `conv1.weight[0,0,1,1]`, `conv2[3]` for a whole channel, `fc1[:,2]`,
/// `conv2` for all.
package struct EditPlace: Hashable, Sendable {
  /// What becomes of an edit there.
  package enum Kind: Hashable, Sendable {
    case input, activation
    /// A parameter or a running statistic.
    case state
  }

  package let target: TensorReference
  package let kind: Kind
  /// The cells, as offsets in the whole tensor, with the batch; in the order of rows and columns.
  package let offsets: [Int]
  /// As it is typed, without the sample.
  package let name: String
  /// Whether it is the place in every sample of a batch.
  package let isOfAllSamples: Bool
  /// The sample of a batch of several; `nil` for all of them, or where there is none.
  let sample: Int?
  /// The number of cells of a row, for numbers that are typed as a matrix.
  let rowLength: Int

  /// - Parameters:
  ///   - text: a tensor, and perhaps indices of its first axes; `:` means all of an axis.
  ///   - isOfAllSamples: whether all samples of the batch are meant, not the one that is looked at.
  /// - Throws: ``UserError`` where there is no such tensor or cell, or it cannot be set.
  package init(
    _ text: String, of debugger: Debugger, isOfAllSamples: Bool = false
  ) throws(UserError) {
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let target = try debugger.names.reference(named: String(text[..<bracket]))
    let shape = debugger.tensors.shape(of: target)
    let name = debugger.names.name(of: target)
    let indices = try Self.indices(String(text[bracket...]), name, shape)
    try self.init(target, indices, of: debugger, isOfAllSamples: isOfAllSamples)
  }

  /// - Parameter indices: the chosen ones of each of the first axes of a sample; `nil` for all.
  init(
    _ target: TensorReference, _ indices: [[Int]?], of debugger: Debugger, isOfAllSamples: Bool
  ) throws(UserError) {
    kind = try Self.kind(of: target, debugger)
    self.target = target
    let (shape, batch) = (debugger.tensors.shape(of: target), debugger.batchSize)
    let hasBatch = debugger.network.hasBatch(target)
    self.isOfAllSamples = isOfAllSamples && hasBatch && batch > 1
    sample = hasBatch && batch > 1 && !isOfAllSamples ? debugger.sample : nil
    var axes = shape.extents.enumerated().map { axis, extent in
      axis < indices.count ? indices[axis] ?? Array(0..<extent) : Array(0..<extent)
    }
    rowLength = axes.last { $0.count > 1 }?.count ?? 1
    if hasBatch { axes.insert(isOfAllSamples ? Array(0..<batch) : [debugger.sample], at: 0) }
    let whole = hasBatch ? shape.batched(batch) : shape
    offsets = zip(axes, whole.strides).reduce([0]) { offsets, axis in
      offsets.flatMap { offset in axis.0.map { offset + $0 * axis.1 } }
    }
    name = debugger.names.name(of: target) + Self.text(indices)
    guard !offsets.isEmpty else { throw UserError("\(name) has no cell") }
  }

  /// Pixels of the network's only input.
  init(pixelsAt offsets: [Int], of debugger: Debugger) {
    (target, kind) = (TensorReference(debugger.network.sources[0], .activation), .input)
    (self.offsets, name) = (offsets, debugger.names.name(of: target))
    (isOfAllSamples, sample, rowLength) = (false, nil, 1)
  }

  /// Whether both have a cell of the same tensor.
  func overlaps(_ other: EditPlace) -> Bool {
    target == other.target && !Set(offsets).isDisjoint(with: other.offsets)
  }

  private static func text(_ indices: [[Int]?]) -> String {
    guard !indices.isEmpty else { return "" }
    let parts = indices.map { chosen in
      chosen.map { $0.map(String.init).joined(separator: "+") } ?? ":"
    }
    return "[\(parts.joined(separator: ","))]"
  }

  private static func indices(
    _ text: String, _ name: String, _ shape: Shape
  ) throws(UserError) -> [[Int]?] {
    guard !text.isEmpty else { return [] }
    let zeros = shape.extents.map { _ in "0" }.joined(separator: ",")
    guard text.hasSuffix("]"), text.count > 2 else {
      throw UserError("a cell is written as \(name)[\(zeros)], not \((name + text).quoted)")
    }
    let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let last = shape.extents.map { String($0 - 1) }.joined(separator: ",")
    let none = UserError(
      "there is no cell \(text) in \(name), which is \(shape): its last cell is [\(last)]")
    guard parts.count <= shape.rank else { throw none }
    var indices: [[Int]?] = []
    for (part, extent) in zip(parts, shape.extents) {
      let word = part.filter { $0 != " " }
      let words = word.split(separator: "+", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Int($0) }
      guard word != ":" else {
        indices.append(nil)
        continue
      }
      guard numbers.count == words.count, Set(numbers).count == numbers.count,
        numbers.allSatisfy({ (0..<extent).contains($0) })
      else { throw none }
      indices.append(numbers)
    }
    return indices
  }

  /// Whether numbers of such a tensor can be set.
  package static func isSettable(_ target: TensorReference, _ debugger: Debugger) -> Bool {
    (try? kind(of: target, debugger)) != nil
  }

  private static func kind(
    of target: TensorReference, _ debugger: Debugger
  ) throws(UserError) -> Kind {
    let name = debugger.names.name(of: target)
    switch target.kind {
    case .parameter, .statistic: return .state
    case .gradient, .parameterGradient:
      throw UserError(
        "\(name) follows from the values and cannot be set; a value, a parameter, a running "
          + "statistic or an input can")
    case .activation: break
    }
    let type = debugger.network.elementType(of: ValueReference(target.node))
    guard type == .float32 else {
      throw UserError("\(name) holds \(type) numbers; only float32 numbers can be set")
    }
    return debugger.network.nodes[target.node].isSource ? .input : .activation
  }
}
