package import CNNModel

/// A part of a computation that can be looked at alone: an expression whose sums are cut into
/// channels, with products of single numbers as its smallest pieces.
package struct Part: Sendable {
  package enum Operation: Hashable, Sendable {
    /// A product of single numbers.
    case addend(Addend)
    case sum, product, quotient, maximum, power
    case function(NamedFunction)
    case comparison(Relation)
  }

  /// `channel 2`, `slope`, `Δw`; empty where it has no name.
  package let name: String
  package let operation: Operation
  /// None of an addend.
  package let parts: [Part]
  package let expression: Expression
  package let definer: Definer
  package let value: Double

  /// - Parameter name: what it is called unless the expression says.
  init(_ expression: Expression, _ definer: Definer, name: String = "") {
    self.expression = expression
    self.definer = definer
    let (inner, title) = Self.unwrapped(expression, name)
    self.name = title
    if let addend = Addend(inner) {
      (operation, parts, value) = (.addend(addend), [], expression.value)
      return
    }
    let pieces: [Expression]
    (operation, pieces) = Self.pieces(of: inner)
    let parts = pieces.map { Part($0, definer) }
    self.parts = operation == .sum ? Self.byPlane(parts) : parts
    value = expression.value
  }

  /// A sum of parts.
  init(sum parts: [Part], name: String, _ definer: Definer) {
    (self.name, operation, self.parts, self.definer) = (name, .sum, parts, definer)
    expression = .sum(parts.map(\.expression))
    value = parts.reduce(0) { $0 + $1.value }
  }

  package var addend: Addend? {
    if case .addend(let addend) = operation { return addend }
    return nil
  }

  /// How many addends it has in all.
  package var addendCount: Int { addend == nil ? parts.reduce(0) { $0 + $1.addendCount } : 1 }

  /// What is inside of names, of sums and products of one, and of a division by 1.
  private static func unwrapped(
    _ expression: Expression, _ name: String
  ) -> (Expression, String) {
    switch expression {
    case .named(let own, let part): unwrapped(part, own)
    case .sum(let parts) where parts.count == 1: unwrapped(parts[0], name)
    case .product(let parts) where parts.count == 1: unwrapped(parts[0], name)
    case .quotient(let part, .term(let one)) where one.source == .constant && one.value == 1:
      unwrapped(part, name)
    default: (expression, name)
    }
  }

  private static func pieces(of expression: Expression) -> (Operation, [Expression]) {
    switch expression {
    case .sum(let parts): (.sum, parts)
    case .product(let parts): (.product, parts)
    case .quotient(let a, let b): (.quotient, [a, b])
    case .maximum(let parts): (.maximum, parts)
    case .function(let function, let argument): (.function(function), [argument])
    case .power(let base, let exponent): (.power, [base, exponent])
    case .comparison(let relation, let a, let b): (.comparison(relation), [a, b])
    case .term, .named: preconditionFailure("a term is an addend, a name was taken off")
    }
  }
}

extension Part {
  /// Addends that read several channels, those of a channel together.
  private static func byPlane(_ parts: [Part]) -> [Part] {
    let planes = parts.map { $0.addend?.read?.plane }
    let channels = Set(planes.compactMap { $0 })
    guard channels.count > 1, channels.count < parts.count - 1 else { return parts }
    var groups: [Part] = []
    var first = 0
    for index in parts.indices.dropFirst() where planes[index] != planes[first] {
      groups += group(parts[first..<index], planes[first], of: channels)
      first = index
    }
    return groups + group(parts[first...], planes[first], of: channels)
  }

  private static func group(
    _ parts: ArraySlice<Part>, _ plane: [Int]?, of planes: Set<[Int]>
  ) -> [Part] {
    guard parts.count > 1, let first = parts.first, let plane else {
      return Array(parts)
    }
    let name = name(ofPlane: plane, among: planes)
    return [Part(sum: Array(parts), name: name, first.definer)]
  }

  /// `channel 2`; of a volume `channel 2, slice 1`; of a batch `sample 1`, or `sample 1, channel 2`
  /// where several channels are read.
  private static func name(ofPlane plane: [Int], among planes: Set<[Int]>) -> String {
    // A plane begins with the numbers of the tensor and of the sample.
    let sample = Set(planes.map { $0[1] }).count > 1 ? "sample \(plane[1])" : nil
    let hasChannels = plane.count > 2 && Set(planes.map { $0[2...] }).count > 1
    guard hasChannels || sample == nil else { return sample ?? "" }
    let channel = "channel \(plane.count > 2 ? plane[2] : plane[1])"
    let slices = plane.dropFirst(3).map(String.init).joined(separator: ", ")
    let parts = [sample, channel, slices.isEmpty ? nil : "slice \(slices)"].compactMap { $0 }
    return parts.joined(separator: ", ")
  }
}
