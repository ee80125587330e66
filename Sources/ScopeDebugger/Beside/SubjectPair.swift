import CNNModel
import Comparison
import NumberText

/// Two subjects at one moment, A and B: which of their tensors belong together and how far they are
/// apart. What can be seen of them is read from here.
package struct SubjectPair: Sendable {
  /// A: the network of the session.
  package let first: Debugger
  /// B: what stands beside it.
  package let second: Debugger
  package let pairing: NetworkPairing
  /// What B is called.
  package let title: String
  /// Why B is not in everything where A is; `nil` where it is.
  package let remark: String?
  /// The one whose cells commands explain.
  package var member = PairMember.first
  /// What was compared at this moment.
  var comparisons = PairComparisons()

  /// The same tensor of both, of the samples that are looked at.
  package struct Tensors: Sendable {
    package let first: Tensor
    package let second: Tensor
    package let reference: TensorReference
    package let otherReference: TensorReference
  }

  /// The tensor of B that belongs to one of A.
  ///
  /// - Throws: ``UserError`` saying why there is none.
  package func partner(of reference: TensorReference) throws(UserError) -> TensorReference {
    let name = first.network.nodes[reference.node].name
    guard let node = pairing.partner(of: reference.node) else {
      throw UserError(absence(of: reference.node))
    }
    let partner = TensorReference(node, reference.kind)
    guard second.names.hasTensor(partner) else {
      throw UserError(
        "\(second.network.nodes[node].name) of B has nothing like "
          + first.names.name(of: reference).dropFirst(name.count + 1))
    }
    return partner
  }

  /// Why a layer of A has no partner.
  package func absence(of node: Int) -> String {
    let name = first.network.nodes[node].name
    let shape = first.network.sampleShape(of: node)
    return "no partner: B has no layer called \(name), and none of \(shape) is left in its place"
  }

  /// The same tensor of both.
  ///
  /// - Throws: ``UserError`` where one of them is missing, was not computed yet, or has another shape.
  package func tensors(_ reference: TensorReference) throws(UserError) -> Tensors {
    let partner = try partner(of: reference)
    let one = try Self.tensor(first, reference, "A")
    let other = try Self.tensor(second, partner, "B")
    guard one.shape == other.shape else {
      throw UserError(
        "\(first.names.name(of: reference)) is \(first.tensors.shape(of: reference)) in A and "
          + "\(second.tensors.shape(of: partner)) in B, so there are no cells to compare")
    }
    return Tensors(
      first: one, second: other, reference: reference, otherReference: partner)
  }

  /// The maps of one subject, and what they are called.
  package struct Side: Sendable {
    package let name: String
    package let maps: FeatureMaps
  }

  /// The maps of a tensor in both, where their shapes differ; `nil` where one is missing or they can be
  /// compared.
  package func unlike(_ reference: TensorReference) -> (first: Side, second: Side)? {
    guard let partner = try? partner(of: reference),
      let one = try? Self.tensor(first, reference, "A"),
      let other = try? Self.tensor(second, partner, "B"), one.shape != other.shape
    else { return nil }
    return (Self.side(first, reference, one, "A"), Self.side(second, partner, other, "B"))
  }

  private static func side(
    _ debugger: Debugger, _ reference: TensorReference, _ tensor: Tensor, _ subject: String
  ) -> Side {
    let sample = debugger.network.hasBatch(reference) ? 0 : nil
    return Side(
      name: "\(subject) \(debugger.names.name(of: reference))",
      maps: debugger.tensors.maps(tensor, of: reference, sample: sample))
  }

  /// A tensor; of a batch the sample alone that is looked at.
  private static func tensor(
    _ debugger: Debugger, _ reference: TensorReference, _ subject: String
  ) throws(UserError) -> Tensor {
    guard let tensor = debugger.tensors.value(of: reference) else {
      let reason = debugger.tensors.absence(of: reference) ?? "there is no such tensor"
      throw UserError("\(subject): \(reason)")
    }
    guard debugger.network.hasBatch(reference), debugger.batchSize > 1 else { return tensor }
    return tensor.samples(debugger.sample..<debugger.sample + 1)
  }
}

/// The layers of both.
extension SubjectPair {
  /// A layer of A with its partner.
  package struct Row: Sendable {
    package let node: Int
    package let partner: Int?
    /// How far the tensors of both are apart; `nil` where they cannot be compared.
    package let distance: Double?
    /// Why they cannot be compared.
    package let reason: String?
    /// Whether both were computed, in other shapes.
    package var isOfOtherShape = false
    /// The mean magnitudes of both.
    package var sizes: (first: Double, second: Double)?
  }

  /// A row for every layer of A.
  ///
  /// - Parameter isSorted: the largest distance first, and what cannot be compared last.
  package func rows(_ kind: TensorReference.Kind, sorted isSorted: Bool = false) -> [Row] {
    let rows = comparisons.rows(kind, of: self)
    guard isSorted else { return rows }
    return rows.enumerated().sorted { one, other in
      let (a, b) = (one.element.distance ?? -1, other.element.distance ?? -1)
      return a == b ? one.offset < other.offset : a > b
    }.map(\.element)
  }

  /// The rows, computed.
  func comparedRows(_ kind: TensorReference.Kind) -> [Row] {
    first.network.nodes.indices.compactMap { row($0, kind) }
  }

  /// How far a tensor is from its partner; `nil` where they cannot be compared.
  package func distance(_ reference: TensorReference) -> Double? {
    rows(reference.kind).first { $0.node == reference.node }?.distance
  }

  /// How many times the layers were compared since both stand side by side.
  package var comparisonCount: Int { comparisons.count }

  /// The layers of ``rows(_:sorted:)`` in their order.
  package func order(_ kind: TensorReference.Kind, sorted isSorted: Bool) -> [Int] {
    if isSorted { return rows(kind, sorted: true).map(\.node) }
    return first.network.nodes.indices.filter { isListed($0, kind) }
  }

  /// Whether there is something to compare: of two chosen layers nothing else is.
  private func isListed(_ node: Int, _ kind: TensorReference.Kind) -> Bool {
    first.names.hasTensor(TensorReference(node, kind))
      && (!pairing.isChosen || pairing.partner(of: node) != nil)
  }

  private func row(_ node: Int, _ kind: TensorReference.Kind) -> Row? {
    guard isListed(node, kind) else { return nil }
    let partner = pairing.partner(of: node)
    do throws(UserError) {
      let tensors = try tensors(TensorReference(node, kind))
      return Row(
        node: node, partner: partner,
        distance: RelativeDistance.between(tensors.first, tensors.second), reason: nil,
        sizes: (Self.size(tensors.first), Self.size(tensors.second)))
    } catch {
      return Row(
        node: node, partner: partner, distance: nil, reason: error.description,
        isOfOtherShape: unlike(TensorReference(node, kind)) != nil)
    }
  }

  /// The mean magnitude.
  private static func size(_ tensor: Tensor) -> Double {
    tensor.elements.reduce(0.0) { $0 + Double($1.magnitude) }
      / Double(max(1, tensor.shape.count))
  }

  /// The names of the layers of B that have no partner.
  package var unpaired: [String] {
    pairing.isChosen
      ? [] : pairing.rest(of: second.network).map { second.network.nodes[$0].name }
  }

  /// What A and B are and where they stand: `A lenet5 ∙ step 3, conv1 forward`.
  package var places: (first: String, second: String) {
    (
      "A \(first.network.title.harmless) ∙ \(Self.place(first))",
      "B \(title) ∙ \(Self.place(second))"
    )
  }

  private static func place(_ debugger: Debugger) -> String {
    let phase = debugger.last.map { debugger.names.name(of: $0) } ?? "ready"
    let loss = debugger.execution.loss.map { " ∙ loss \(Decimals.text($0, 4))" } ?? ""
    return "step \(debugger.step), \(phase)\(loss)"
  }
}
