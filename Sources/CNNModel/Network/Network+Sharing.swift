/// A parameter of a node.
public struct ParameterReference: Hashable, Sendable {
  /// The index of the node.
  public let node: Int
  /// The index among the parameters of the node.
  public let index: Int

  /// A parameter; see the properties.
  public init(_ node: Int, _ index: Int) { (self.node, self.index) = (node, index) }
}

/// That a parameter of a node is the same as one of a node before it.
public struct SharedParameter: Hashable, Sendable {
  /// The index among the parameters of the node.
  public let index: Int
  /// The first use of the parameter, which is not itself shared with a node before it.
  public let first: ParameterReference
  /// Whether it is the transposed matrix of the first use; otherwise it has the same numbers in
  /// the same order, perhaps under another shape.
  public let isTransposed: Bool

  /// A shared parameter; see the properties.
  public init(index: Int, first: ParameterReference, isTransposed: Bool = false) {
    (self.index, self.first, self.isTransposed) = (index, first, isTransposed)
  }
}

/// A use of a parameter.
public struct ParameterUse: Hashable, Sendable {
  /// The parameter of the node that uses it.
  public let parameter: ParameterReference
  /// Whether it is the transposed matrix of the first use.
  public let isTransposed: Bool
}

extension [Network.Node] {
  /// The uses of all shared parameters, each list in the order of the nodes, by any of the uses.
  var sharedUses: [ParameterReference: [ParameterUse]] {
    var lists: [ParameterReference: [ParameterUse]] = [:]
    for (node, content) in enumerated() {
      for shared in content.sharing {
        let own = ParameterReference(node, shared.index)
        lists[shared.first, default: [ParameterUse(parameter: shared.first, isTransposed: false)]]
          .append(ParameterUse(parameter: own, isTransposed: shared.isTransposed))
      }
    }
    var uses = lists
    for list in lists.values {
      for use in list { uses[use.parameter] = list }
    }
    return uses
  }
}

/// Parameters that several nodes share.
///
/// Every node keeps a tensor of its own for a shared parameter. All of them begin with the same
/// numbers and are moved by the same gradient, the sum over all uses, so that they stay equal to
/// the bit; the parameter is counted, listed and saved once, at its first use.
extension Network {
  /// Whether any parameter is shared.
  public var sharesParameters: Bool { !usesOfShared.isEmpty }

  /// All uses of a parameter in the order of the nodes: one, unless it is shared.
  public func uses(of parameter: ParameterReference) -> [ParameterUse] {
    usesOfShared[parameter] ?? [ParameterUse(parameter: parameter, isTransposed: false)]
  }

  /// The parameters of a node that no node before it has.
  public func ownParameters(of node: Int) -> [ParameterDeclaration] {
    let all = parameters(of: node)
    guard !nodes[node].sharing.isEmpty else { return all }
    let repeated = Set(nodes[node].sharing.map(\.index))
    return all.indices.filter { !repeated.contains($0) }.map { all[$0] }
  }
}

extension ParameterReference {
  /// The first use of a parameter that a node shares with one before it; `nil` for all others.
  package func firstUse(in network: Network) -> ParameterReference? {
    network.nodes[node].sharing.first { $0.index == index }?.first
  }
}

extension ParameterUse {
  /// A tensor in the form of this use of a parameter, in the form of another.
  package func converted(_ tensor: Tensor, to other: ParameterUse, in network: Network) -> Tensor {
    let turned = isTransposed == other.isTransposed ? tensor : tensor.transposedMatrix
    let declarations = network.parameters(of: other.parameter.node)
    return turned.reshaped(to: declarations[other.parameter.index].shape)
  }

  /// The offset of a number of this use of a parameter in another use.
  package func converted(_ offset: Int, to other: ParameterUse, in network: Network) -> Int {
    guard isTransposed != other.isTransposed else { return offset }
    let shape = network.parameters(of: parameter.node)[parameter.index].shape
    let (row, column) = offset.quotientAndRemainder(dividingBy: shape[1])
    return column * shape[0] + row
  }
}

extension Tensor {
  /// The transposed matrix.
  ///
  /// - Precondition: the rank is 2.
  package var transposedMatrix: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    var transposed: [Float] = []
    transposed.reserveCapacity(elements.count)
    for column in 0..<columns {
      for row in 0..<rows { transposed.append(elements[row * columns + column]) }
    }
    return Tensor(shape: [columns, rows], elements: transposed)
  }
}
