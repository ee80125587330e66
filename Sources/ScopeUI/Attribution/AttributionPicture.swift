import Attribution
import CNNModel
import ScopeDebugger
import TerminalKit

/// The picture of a map: one number for every place, on a scale around zero, over the input.
package struct AttributionPicture: Sendable {
  /// The picture as maps: one, or of a volume one for every slice.
  package let maps: FeatureMaps
  /// Around zero, so that all places are seen.
  package let scale: HeatScale
  /// The input as gray levels, slice by slice; `nil` where the picture does not lie over it.
  private let ground: [Float]?
  /// The input in the places of the picture: the mean over its channels.
  package let input: FeatureMaps?

  /// - Parameter map: the map, perhaps with random parameters, of the question.
  package init(_ map: AttributionMap, _ question: AttributionQuestion) {
    maps = FeatureMaps(map.picture, sample: question.network.hasBatch(map.pictureNode) ? 0 : nil)
    let largest = map.picture.elements.reduce(Float(0)) {
      $1.isFinite ? max($0, $1.magnitude) : $0
    }
    scale = .diverging(limit: largest)
    let places = question.inputPlaces
    guard map.pictureNode == question.source, places.shape == map.picture.shape else {
      (ground, input) = (nil, nil)
      return
    }
    input = FeatureMaps(places, sample: question.network.hasBatch(map.pictureNode) ? 0 : nil)
    ground = places.grayLevels
  }

  /// How many slices there are.
  package var sliceCount: Int { maps.sliceCount }

  /// The picture of a slice.
  package func map(slice: Int) -> FeatureMaps.Map? {
    let seen = maps.slice(slice)
    return seen.count > 0 ? seen[0] : nil
  }

  /// The gray levels under the picture of a slice.
  package func underlay(slice: Int) -> [Float]? {
    guard let map = map(slice: slice), let ground else { return nil }
    return Array(ground[map.offset..<map.offset + map.rows * map.columns])
  }

  /// The sheet that is drawn or written as a file.
  package func sheet(slice: Int, title: String) -> MapSheet {
    let place = sliceCount > 1 ? ", slice \(slice)" : ""
    var sheet = MapSheet(maps.slice(slice), title: title + place, scale: scale)
    (sheet.underlay, sheet.pixelSide) = (underlay(slice: slice), 448)
    return sheet
  }
}

extension AttributionQuestion {
  /// The mean of the input over its channels at every place.
  fileprivate var inputPlaces: Tensor {
    let sums = NodePlaces(of: source, in: network).sums(of: input)
    let channels = Float(max(1, input.shape.count / max(1, sums.shape.count)))
    return sums.map { $0 / channels }
  }
}

extension Tensor {
  /// From 0 for the smallest to 1 for the largest finite number.
  fileprivate var grayLevels: [Float] {
    let finite = elements.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    guard high > low else { return elements.map { _ in 0 } }
    return elements.map { $0.isFinite ? ($0 / 2 - low / 2) / (high / 2 - low / 2) : 0 }
  }
}
