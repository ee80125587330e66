/// A whole number for each spatial axis: the extents of a kernel, strides, dilations, padding.
///
/// A single number holds for every axis, however many there are: `maxpool 2` over a sequence, an
/// image or a volume.
public struct PerAxis: Hashable, Sendable {
  /// One number for all axes, or one for each, outermost first.
  public let numbers: [Int]

  /// - Precondition: there is at least one number.
  public init(_ numbers: [Int]) {
    precondition(!numbers.isEmpty, "no number for any axis")
    self.numbers = numbers
  }

  public static let zero: PerAxis = 0
  public static let one: PerAxis = 1

  /// How many axes it insists on; `nil` where it holds for any number of them.
  public var axisCount: Int? { numbers.count == 1 ? nil : numbers.count }

  /// The number of an axis, the outermost spatial axis being 0.
  public subscript(axis: Int) -> Int { numbers.count == 1 ? numbers[0] : numbers[axis] }

  /// Whether it is one number on all axes.
  public func isEverywhere(_ number: Int) -> Bool { numbers.allSatisfy { $0 == number } }

  /// The same numbers, one for each of `count` axes.
  ///
  /// - Precondition: it does not insist on another count.
  public func over(_ count: Int) -> PerAxis { PerAxis((0..<count).map { self[$0] }) }
}

extension PerAxis: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  public init(integerLiteral number: Int) { self.init([number]) }
  public init(arrayLiteral numbers: Int...) { self.init(numbers) }
}

extension PerAxis: CustomStringConvertible {
  /// As it is explained: `5×5`.
  public var description: String { numbers.map(String.init).joined(separator: "×") }

  /// As it is typed: `2` for all axes alike, `2x1` otherwise.
  public var plain: String { isEverywhere(numbers[0]) ? "\(numbers[0])" : full }

  /// As it is typed with a number for each axis: `5x5`.
  var full: String { numbers.map(String.init).joined(separator: "x") }
}

/// The axes of a tensor behind batch and channels.
public enum SpatialAxes {
  /// How many windows go over: sequences, images, volumes.
  static let counts = 1...3

  /// What they are called, outermost first: `rows` and `columns` of an image.
  public static func names(_ count: Int) -> [String] {
    switch count {
    case 1: ["cells"]
    case 2: ["rows", "columns"]
    case 3: ["slices", "rows", "columns"]
    default: (0..<count).map { "axis \($0 + 2)" }
    }
  }
}
