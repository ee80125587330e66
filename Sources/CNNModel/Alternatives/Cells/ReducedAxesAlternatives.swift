/// A layer that goes along some axes of its input, and can go along others.
protocol AxesChoice: Layer {
  /// The axes, from 0 on.
  func chosenAxes(for inputs: [Shape]) -> [Int]

  /// The same along other axes.
  func choosing(_ axes: [Int]) -> any Layer
}

extension Reduction: AxesChoice {
  func chosenAxes(for inputs: [Shape]) -> [Int] { reduced(inputs[0]).axes.sorted() }

  func choosing(_ axes: [Int]) -> any Layer {
    Reduction(operation, axes: axes, keepsAxes: keepsAxes)
  }
}

extension AxesChoice {
  /// The axes behind the channels.
  func chosenAxes(for inputs: [Shape]) -> [Int] { Array(2..<max(2, inputs[0].rank)) }
}

extension GlobalAveragePool: AxesChoice {
  func choosing(_ axes: [Int]) -> any Layer { Reduction(.mean, axes: axes) }
}

extension GlobalMaxPool: AxesChoice {
  func choosing(_ axes: [Int]) -> any Layer { Reduction(.maximum, axes: axes) }
}

/// Layers along axes of their input, along others.
enum ReducedAxesAlternatives {
  private static let hint = "Look at which axes of the input are gone through."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any AxesChoice, inputs[0].rank <= 5 else { return [] }
    let own = layer.chosenAxes(for: inputs)
    return subsets(inputs[0].rank).filter { $0 != own && !$0.isEmpty }.flatMap { axes in
      alternatives(layer, axes, own, inputs)
    }
  }

  private static func alternatives(
    _ layer: any AxesChoice, _ axes: [Int], _ own: [Int], _ inputs: [Shape]
  ) -> [Alternative] {
    let other = layer.choosing(axes)
    let rule = "axes-" + axes.map(String.init).joined(separator: "-")
    let what = "it goes along \(words(axes)) instead of \(words(own))"
    let changes = other.checkedOutputShapes(for: inputs) != layer.checkedOutputShapes(for: inputs)
    let forward = Alternative(
      rule, what, hint: hint, .rule, of: layer, forward: { other.forward($0) })
    let backward = Alternative(
      rule, what, hint: hint, .rule, of: layer, backward: { other.backward($0) })
    return changes ? [forward.withOtherShapes] : [forward, backward]
  }

  private static func words(_ axes: [Int]) -> String {
    switch axes.count {
    case 0: "no axis"
    case 1: "axis \(axes[0])"
    default:
      "axes \(axes.dropLast().map(String.init).joined(separator: ", ")) and \(axes.last ?? 0)"
    }
  }

  private static func subsets(_ count: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { sets, axis in sets + sets.map { $0 + [axis] } }
  }
}
