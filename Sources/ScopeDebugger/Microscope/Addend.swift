package import CNNModel

/// A product of single numbers, or one number alone: what sums are made of.
package struct Addend: Hashable, Sendable {
  package let factors: [Term]

  /// Their product; 0 with a zero of the padding, which no pass multiplies.
  package var value: Double {
    factors.contains { $0.isPadding && $0.value == 0 } ? 0 : factors.reduce(1) { $0 * $1.value }
  }

  /// - Returns: `nil` for an expression that is more than a product of terms.
  init?(_ expression: Expression) {
    guard let factors = Self.factors(expression), !factors.isEmpty else { return nil }
    self.factors = factors
  }

  private static func factors(_ expression: Expression) -> [Term]? {
    switch expression {
    case .term(let term): return [term]
    case .named(_, let part): return factors(part)
    case .product(let parts):
      var all: [Term] = []
      for part in parts {
        guard let some = factors(part) else { return nil }
        all += some
      }
      return all
    case .sum, .quotient, .maximum, .function, .power, .comparison: return nil
    }
  }

  /// The number that it reads: a cell of a map, or one of the padding.
  package var read: Term? { factors.first(where: \.isCell) }

  /// What the number is multiplied by, where that is a cell too: a weight, or a gradient.
  package var multiplier: Term? {
    guard let read, let index = factors.firstIndex(of: read) else {
      return factors.first { $0.position != nil }
    }
    return factors[(index + 1)...].first { $0.position != nil }
  }
}

extension Term {
  /// Whether it is a cell that flows through the network, or of the padding around one.
  package var isCell: Bool {
    switch source {
    case .input, .output, .outputGradient, .padding: true
    case .parameter, .statistic, .target, .intermediate, .constant: false
    }
  }

  /// Where it stands, when it stands somewhere.
  package var position: Position? {
    switch source {
    case .input(_, let position), .output(_, let position), .outputGradient(_, let position),
      .parameter(_, let position), .statistic(_, let position), .padding(let position):
      position
    case .target, .intermediate, .constant: nil
    }
  }

  /// The cells that stand on one picture with it have the same plane: tensor and channel.
  var plane: [Int]? {
    guard let position else { return nil }
    let front =
      position.indices.count > 2 ? position.indices.dropLast(2) : position.indices.prefix(1)
    return [source.tensorNumber] + front
  }
}

extension Term.Source {
  /// A number that tells the tensors of a layer apart; padding belongs to the first input.
  fileprivate var tensorNumber: Int {
    switch self {
    case .input(let index, _): index
    case .padding: 0
    case .output(let index, _): 100 + index
    case .outputGradient(let index, _): 200 + index
    case .parameter(let index, _): 300 + index
    case .statistic(let index, _): 400 + index
    case .target, .intermediate, .constant: 500
    }
  }
}
