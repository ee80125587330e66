import CNNModel
import Differences
import ModelFiles

/// What somebody was asked to compute: a layer, a loss, or one step of an optimizer.
public enum GradedSubject: Sendable {
  case layer(any Layer)
  case loss(any Loss)
  case optimizer(any Optimizer)

  /// Reads a line such as `conv 4 3x3 stride 2`, `loss cross-entropy` or `optimizer adam lr 0.01`.
  ///
  /// - Throws: ``FileError`` with the column of a mistake.
  public init(_ text: String) throws(FileError) {
    var words = Word.split(text.prefix { $0 != "#" })
    if words.first?.text.hasSuffix(":") == true { words.removeFirst() }
    guard let first = words.first else {
      throw FileError(path: "SPEC", reason: "it names no layer, loss or optimizer")
    }
    do throws(LineError) { self = try Self.read(words, first.text) } catch {
      throw FileError(path: "SPEC:1:\(error.column)", reason: error.description)
    }
  }

  private static func read(_ words: [Word], _ first: String) throws(LineError) -> GradedSubject {
    if first == "optimizer" {
      return .optimizer(try OptimizerCatalog.optimizer(Array(words.dropFirst())))
    }
    if first == "loss" { return .loss(try LossCatalog.loss(Array(words.dropFirst()))) }
    if LossCatalog.all.contains(where: { $0.grammar.keyword == first }) {
      return .loss(try LossCatalog.loss(words))
    }
    if let composite = LayerCatalog.composites.first(where: { $0.grammar.keyword == first }) {
      throw LineError(
        "\(composite.grammar.keyword) stands for several layers, but one layer is graded",
        column: words[0].column)
    }
    let layer = try LayerCatalog.layer(words)
    guard !layer.isSource else { throw LineError("\(first) computes nothing", column: 1) }
    return .layer(layer)
  }

  /// Whether a text begins with the word of a layer, `loss` or `optimizer`.
  public static func recognizes(_ text: String) -> Bool {
    guard let first = Word.split(text[...]).first(where: { !$0.text.hasSuffix(":") }) else {
      return false
    }
    return ["loss", "optimizer"].contains(first.text)
      || LossCatalog.all.contains { $0.grammar.keyword == first.text }
      || LayerCatalog.all.contains { $0.grammar.keyword == first.text }
      || LayerCatalog.composites.contains { $0.grammar.keyword == first.text }
  }

  /// The line that is read as this.
  public var text: String {
    switch self {
    case .layer(let layer): layer.text
    case .loss(let loss): "loss \(loss.text)"
    case .optimizer(let optimizer): "optimizer \(optimizer.text)"
    }
  }

  /// Whether such a computation has an array of a role, as far as that does not depend on shapes.
  func allows(_ role: ArrayRole) -> Bool {
    switch (self, role) {
    case (.layer, .target), (.layer, .updatedParameter): false
    case (.layer, _): true
    case (.loss, .input(0)), (.loss, .target), (.loss, .output(0)), (.loss, .inputGradient(0)): true
    case (.loss, .parameter(0)): true
    case (.loss, _): false
    case (.optimizer(let optimizer), .statistic(let slot)),
      (.optimizer(let optimizer), .updatedStatistic(let slot)):
      slot < optimizer.slots.count
    case (.optimizer, .parameter(0)), (.optimizer, .outputGradient(0)): true
    case (.optimizer, .updatedParameter): true
    case (.optimizer, _): false
    }
  }

  /// Whether it is a layer with running statistics, which are used in training mode no more.
  public var dependsOnMode: Bool {
    guard case .layer(let layer) = self else { return false }
    return [Shape([2, 4, 3, 3]), Shape([2, 4])].contains { shape in
      (try? layer.outputShapes(for: [shape])) != nil && !layer.statistics(for: [shape]).isEmpty
    }
  }

  /// The names that the arrays of a computation have in the program's own files.
  static func names(of computation: any Computation) -> [ArrayRole: String] {
    var names: [ArrayRole: String] = [:]
    for role in computation.roles {
      names[role] = computation.name(of: role).split(separator: " ").joined(separator: "_")
    }
    return names
  }

  static func convention(_ computation: any Computation) -> NamingConvention {
    NamingConvention("own", names(of: computation).map { ($0, $1) })
  }

  /// The names of an optimizer's arrays; no name of layers means the same there.
  var ownConvention: NamingConvention? {
    guard case .optimizer(let optimizer) = self else { return nil }
    let slots = optimizer.slots.enumerated().flatMap { index, name -> [(ArrayRole, String)] in
      [
        (.statistic(index), "\(name) \(name)_before"),
        (.updatedStatistic(index), "\(name)_after new_\(name) next_\(name) \(name)_new"),
      ]
    }
    return NamingConvention(
      "optimizer",
      slots + [
        (.parameter(0), "parameter weight w W x theta parameter_before"),
        (.outputGradient(0), "gradient grad g dw dW dx gw"),
        (.updatedParameter, "parameter_after w_after next_w w_new new_w new_parameter theta_after"),
      ])
  }
}
