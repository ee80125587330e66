import CNNModel

/// Grad-CAM: the maps of a layer, each weighed by the mean of its gradient.
///
/// `a = max(0, Σ_c α_c · A_c)` with `α_c = mean over all places of ∂s/∂A_c`, for every place of the
/// layer `A`; for the picture the map is interpolated linearly to the places of the input. By default
/// the layer is the last one before the score that has rows and columns, and more than one place.
/// Source: R. Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based
/// localization", 2017.
public struct GradCAM: AttributionMethod {
  /// `grad-cam`
  public static let name = "grad-cam"
  /// Grad-CAM.
  public static let title = "Grad-CAM"
  /// The weighted sum of the maps.
  public static let formula = "a = max(0, Σ α · A) over the maps A of the layer, α = mean of ∂s/∂A"
  /// Selvaraju et al.
  public static let citation: String? = "Selvaraju et al. 2017"

  private let layer: Int?

  /// The layer.
  public init(_ settings: AttributionSettings) { layer = settings.layer }

  /// One forward and one backward pass.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int { 3 }

  /// One forward and one backward pass.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let node = try node(question)
    let network = question.network
    let name = network.nodes[node].name
    let shape = network.outputShapes(of: node)[0]
    guard let axes = NodePlaces(of: node, in: network).axes else {
      throw AttributionError("\(name) has no rows and columns; Grad-CAM needs a layer with maps")
    }
    progress(0, 1)
    var found: ScorePasses.Result?
    try ScorePasses(question, count: 1).run(
      1, { _ in question.input }, by: [ValueReference(node)], { found = $1 })
    guard let found else { throw .cancelled }
    progress(1, 1)
    let values = weighed(found.values[0], found.gradients[0], axes, network, node)
    let places = NodePlaces(of: question.source, in: network).extents
    let fits = places?.count == axes.count
    return AttributionMap(
      Self.self, score: found.score, node: node, values: values,
      pictureNode: fits ? question.source : node,
      picture: places.flatMap { fits ? values.resized(to: $0) : nil } ?? values,
      parameters: [.init("layer", "\(name), \(shape.sample)")],
      remarks: values.elements.allSatisfy { $0 == 0 }
        ? ["the map is 0 everywhere: no place of \(name) speaks for the score"] : [])
  }

  /// The layer: as set, or the last one with more than one place.
  private func node(_ question: AttributionQuestion) throws(AttributionError) -> Int {
    let (network, score) = (question.network, question.score)
    let before = Set(ancestorsOf: score.value.node, in: network).subtracting([score.value.node])
    if let layer {
      guard before.contains(layer) else {
        let name = network.nodes.indices.contains(layer) ? network.nodes[layer].name : "this layer"
        throw AttributionError("\(score.name(in: network)) does not depend on \(name)")
      }
      return layer
    }
    let last = before.sorted().last { node in
      !network.nodes[node].isSource
        && (NodePlaces(of: node, in: network).extents?.reduce(1, *) ?? 1) > 1
        && network.elementType(of: ValueReference(node)).isFloating
    }
    guard let last else {
      throw AttributionError(
        "\(network.title) has no layer with rows and columns before \(score.name(in: network)); "
          + "Grad-CAM needs one")
    }
    return last
  }

  private func weighed(
    _ maps: Tensor, _ gradient: Tensor, _ axes: [Int], _ network: Network, _ node: Int
  ) -> Tensor {
    let places = axes.reduce(1) { $0 * maps.shape[$1] }
    let sums = axes.reduce(gradient) { $0.summed(over: $1) }
    var products = maps
    let strides = maps.shape.strides
    products.transform { offset, element in
      var reduced = 0
      for axis in maps.shape.extents.indices where !axes.contains(axis) {
        reduced += offset / strides[axis] % maps.shape[axis] * sums.shape.strides[axis]
      }
      return element * sums[reduced] / Float(places)
    }
    return NodePlaces(of: node, in: network).sums(of: products).map { max(0, $0) }
  }
}

extension Tensor {
  /// `[batch, 1, …]`, interpolated linearly to other extents.
  func resized(to places: [Int]) -> Tensor {
    let axes = Array(2..<2 + places.count)
    let resize = Resize(
      to: .sizes(places), axes: axes, kernel: .linear, coordinates: .halfPixel)
    return resize.forward(ForwardPass(inputs: [self])).outputs[0]
  }
}
