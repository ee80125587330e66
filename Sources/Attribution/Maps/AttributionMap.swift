import CNNModel

/// The parts that the cells of a value have in a score, by one method.
public struct AttributionMap: Hashable, Sendable {
  /// The name of the method.
  public let method: String
  /// The score for the input that is asked about.
  public let score: Float
  /// The node whose cells have the parts: an input, or a layer.
  public let node: Int
  /// The part of every cell, in the shape of the node's output.
  public let values: Tensor
  /// What the picture lies over: the input, or where the parts are of a layer's cells that layer.
  public let pictureNode: Int
  /// One number for every place: the parts of all channels added, or a coarse map resized to the
  /// places of the input.
  public let picture: Tensor
  /// The offset of the number of the picture with the largest magnitude; 0 where it has none.
  public var strongestPlace: Int {
    let numbers = picture.elements
    return numbers.indices.max { numbers[$0].magnitude < numbers[$1].magnitude } ?? 0
  }
  /// The settings that made it, with their values.
  public let parameters: [AttributionParameter]
  /// Whether the parts add up to what they should; `nil` where the method promises no sum.
  public let completeness: Completeness?
  /// What has to be known to read it, a sentence each.
  public let remarks: [String]
  /// The addends that make the score, where the method takes it apart.
  public let contributions: ContributionList?

  init(
    _ method: any AttributionMethod.Type, score: Float, node: Int, values: Tensor,
    pictureNode: Int, picture: Tensor, parameters: [AttributionParameter] = [],
    completeness: Completeness? = nil, remarks: [String] = [],
    contributions: ContributionList? = nil
  ) {
    (self.method, self.score, self.node, self.values) = (method.name, score, node, values)
    (self.pictureNode, self.picture, self.parameters) = (pictureNode, picture, parameters)
    (self.completeness, self.remarks) = (completeness, remarks)
    self.contributions = contributions
  }

  /// The offsets of the cells with the largest parts, whatever their sign, the largest first; of
  /// equal ones the first. Cells without a part are left out.
  public func strongest(_ count: Int) -> [Int] {
    let cells = values.elements.indices.filter { values[$0] != 0 && !values[$0].isNaN }
    let sorted = cells.sorted {
      (values[$1].magnitude, $0) < (values[$0].magnitude, $1)
    }
    return Array(sorted.prefix(count))
  }
}

/// A setting of a method, as it is said: `steps` 50.
public struct AttributionParameter: Hashable, Sendable {
  /// What is set.
  public let name: String
  /// Its value.
  public let value: String

  /// A setting; see the properties.
  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// Whether the parts of a map add up to the difference that they explain.
public struct Completeness: Hashable, Sendable {
  /// The sum of all parts.
  public let sum: Double
  /// What it has to be.
  public let expected: Double
  /// What that is, as a formula: `s(x) − s(baseline)`.
  public let formula: String
  /// The largest distance that still counts as equal.
  public let tolerance: Double

  /// A sum and what it should be; see the properties.
  public init(sum: Double, expected: Double, formula: String, tolerance: Double) {
    (self.sum, self.expected) = (sum, expected)
    (self.formula, self.tolerance) = (formula, tolerance)
  }

  /// The sum minus what it has to be.
  public var residual: Double { sum - expected }

  /// Whether the parts add up.
  public var holds: Bool { residual.magnitude <= tolerance }
}
