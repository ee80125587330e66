import CNNModel

/// One addend of a number: an input of the layer times what multiplies it.
public struct Contribution: Hashable, Sendable {
  /// The cell that it was read from; `nil` for a bias or a constant.
  public let source: CellOfValue?
  /// What it is called where it was read from nowhere: `bias`.
  public let name: String
  /// The number that was read; the constant itself where nothing was.
  public let input: Double
  /// What it was multiplied by; 1 for a constant.
  public let factor: Double

  /// Its part of the sum.
  public var product: Double { input * factor }
}

/// A cell of a value of a network.
public struct CellOfValue: Hashable, Sendable {
  /// The value.
  public let value: ValueReference
  /// The cell, the batch in front.
  public let cell: Position

  /// A cell; see the properties.
  public init(_ value: ValueReference, _ cell: Position) { (self.value, self.cell) = (value, cell) }

  /// Its name, without the batch: `conv2[3,4,5]`.
  public func name(in network: Network) -> String {
    let name =
      value.output == 0 ? network.nodes[value.node].name : network.valueName(value)
    return "\(name)\(network.hasBatch(value.node) ? cell.sample : cell)"
  }
}

/// A layer on the way from a number to the sum that it is made of: it has one input that counts.
public struct ContributionPassage: Hashable, Sendable {
  /// The number behind the layer.
  public let cell: CellOfValue
  /// The number itself.
  public let value: Float
  /// Whether the layer chose it as the largest of several.
  public let isWinner: Bool
}

/// A number as the sum of the inputs of the layer that made it.
///
/// Behind the layers that pass one number on (an activation, a reshaping, a normalization with known
/// statistics, the winner of a maximum) stands the first layer that adds several: its addends are
/// the contributions.
public struct ContributionList: Hashable, Sendable {
  /// The layers between the number that was asked for and the sum, the last one first.
  public let passages: [ContributionPassage]
  /// The number that is the sum.
  public let number: CellOfValue
  /// Its value as the engine stored it.
  public let stored: Float
  /// The addends, the largest magnitudes first; of equal ones the first in reading order.
  public let parts: [Contribution]
  /// The sum of the addends, and whether it is the stored number within rounding.
  public let completeness: Completeness

  /// The sum of all addends behind the first ones.
  public func rest(after count: Int) -> Double {
    parts.dropFirst(count).reduce(0) { $0 + $1.product }
  }
}
