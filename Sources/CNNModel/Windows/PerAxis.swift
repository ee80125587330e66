/// An integer for each spatial axis: the sizes of a kernel, strides, dilations, padding.
///
/// A single number applies to any number of axes: `maxpool 2` is valid for sequences, images and
/// volumes.
public struct PerAxis: Hashable, Sendable {
  /// One number for all axes, or one per axis, outermost first.
  public let numbers: [Int]

  /// - Precondition: there is at least one number.
  public init(_ numbers: [Int]) {
    precondition(!numbers.isEmpty, "no number for any axis")
    self.numbers = numbers
  }

  /// 0 on all axes.
  public static let zero: PerAxis = 0
  /// 1 on all axes.
  public static let one: PerAxis = 1

  /// The number of axes it has numbers for; `nil` if it applies to any number.
  public var axisCount: Int? { numbers.count == 1 ? nil : numbers.count }

  /// The number of a spatial axis, 0 being the outermost.
  public subscript(axis: Int) -> Int { numbers.count == 1 ? numbers[0] : numbers[axis] }

  /// Whether all axes have the given number.
  public func isEverywhere(_ number: Int) -> Bool { numbers.allSatisfy { $0 == number } }

  /// The same numbers with one for each of `count` axes.
  ///
  /// - Precondition: it applies to that number of axes.
  public func over(_ count: Int) -> PerAxis { PerAxis((0..<count).map { self[$0] }) }
}

extension PerAxis: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same number on all axes.
  public init(integerLiteral number: Int) { self.init([number]) }

  /// One number per axis.
  public init(arrayLiteral numbers: Int...) { self.init(numbers) }
}

extension PerAxis: CustomStringConvertible {
  /// The numbers for display: `5×5`.
  public var description: String { numbers.map(String.init).joined(separator: "×") }

  /// The numbers as they are typed: `2` if all are equal, otherwise `2x1`.
  public var plain: String { isEverywhere(numbers[0]) ? "\(numbers[0])" : full }

  /// The numbers as they are typed, one per axis: `5x5`.
  var full: String { numbers.map(String.init).joined(separator: "x") }
}

/// The axes of a tensor after batch and channels.
public enum SpatialAxes {
  /// The supported numbers of spatial axes: sequences, images, volumes.
  static let counts = 1...3

  /// Their names, outermost first: `rows` and `columns` for an image.
  public static func names(_ count: Int) -> [String] {
    switch count {
    case 1: ["cells"]
    case 2: ["rows", "columns"]
    case 3: ["slices", "rows", "columns"]
    default: (0..<count).map { "axis \($0 + 2)" }
    }
  }
}
