import CNNModel

/// A way to say which cells a score depends on, defined by a formula.
///
/// A new method is a type in a file of its own and a line in ``AttributionCatalog``: verb, explorer,
/// help and manual follow.
public protocol AttributionMethod: Sendable {
  /// As it is typed: `grad-cam`.
  static var name: String { get }
  /// What it is called: `Grad-CAM`.
  static var title: String { get }
  /// What it computes, with `s` for the score and `x` for the input.
  static var formula: String { get }
  /// Where it is described; `nil` for textbook mathematics.
  static var citation: String? { get }

  /// The method with the settings that concern it.
  init(_ settings: AttributionSettings)

  /// About how many forward passes it takes, a backward pass counted as two.
  ///
  /// - Parameters:
  ///   - input: the shape of the input.
  ///   - axes: its axes that patches are bounded on.
  func forwardPasses(for input: Shape, _ axes: [Int]) -> Int

  /// Computes the map.
  ///
  /// - Parameter progress: told how many of how many parts are done.
  /// - Throws: ``AttributionError`` where the network has no such map, or the computation was
  ///   cancelled.
  func map(
    _ question: AttributionQuestion, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws(AttributionError) -> AttributionMap
}

/// The settings of all methods; each takes what concerns it.
public struct AttributionSettings: Hashable, Sendable {
  /// The points between baseline and input of integrated gradients.
  public var steps = 50
  /// The number of every cell of the baseline of integrated gradients.
  public var baseline: Float = 0
  /// The side of the occluding patch; `nil` for an eighth of the input.
  public var patch: Int?
  /// The distance of adjacent patches; `nil` for half a patch.
  public var stride: Int?
  /// What the occluding patch is filled with.
  public var fill: Float = 0
  /// The node whose maps Grad-CAM weighs; `nil` for the last one with rows and columns.
  public var layer: Int?

  /// The usual settings.
  public init() {}
}

/// All methods.
public enum AttributionCatalog {
  /// In the order in which they are listed.
  public static let all: [any AttributionMethod.Type] = [
    InputGradient.self, GradientTimesInput.self, IntegratedGradients.self, GradCAM.self,
    Occlusion.self, OutputContribution.self,
  ]

  /// Their names.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``AttributionError`` with the nearest name where there is no such method.
  public static func method(
    named name: String
  ) throws(AttributionError) -> any AttributionMethod.Type {
    if let found = all.first(where: { $0.name == name }) { return found }
    let proposal = nearest(to: name, in: names).map { "; did you mean \"\($0)\"?" }
    throw AttributionError(
      "there is no method \"\(name)\""
        + (proposal ?? "; there are \(names.joined(separator: ", "))"))
  }
}
