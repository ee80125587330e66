import CNNModel

/// Shapes of inputs in which no two extents are alike, as far as a layer allows it.
struct TaskShapes {
  let layer: any Layer

  /// The shapes of the inputs of a case; `nil` where the layer takes none that are tried.
  ///
  /// - Parameters:
  ///   - index: the number of the case; every case has others.
  func inputs(case index: Int) -> [Shape]? {
    for count in [2, 1, 3] {
      for rank in [4, 2, 3, 5] {
        let found = candidates(count, rank, batch: 2 + index % 2).filter(accepts)
        guard !found.isEmpty else { continue }
        let best = found.map(quality).max() ?? 0
        let chosen = found.filter { quality($0) == best }
        return chosen[min(chosen.count - 1, index * Self.step)]
      }
    }
    return nil
  }

  /// Neighbors among the candidates differ little.
  private static let step = 4
  /// Channels in the order in which they are tried: three before those that groups need.
  private static let channels = [3, 4, 5, 6, 8, 2, 9, 10, 12, 7, 16, 1]

  private func candidates(_ count: Int, _ rank: Int, batch: Int) -> [[Shape]] {
    Self.channels.flatMap { channels in
      extents(rank - 2).flatMap { places -> [[Shape]] in
        let first = Shape([channels == batch ? batch + 2 : batch, channels] + places)
        let other = Shape([first[0], channels + 1] + places)
        let same = [Shape](repeating: first, count: count)
        return count == 1 ? [same] : [[first, other] + same.dropFirst(2), same]
      }
    }
  }

  /// Extents of the places, all of them unlike, the small ones first.
  private func extents(_ axes: Int) -> [[Int]] {
    switch axes {
    case ..<1: return [[]]
    case 1: return (5...24).map { [$0] }
    case 2:
      let pairs = (4...16).flatMap { rows in
        [[rows, rows + 1], [rows + 3, rows], [rows, rows + 2]]
      }
      return pairs.sorted { $0[0] * $0[1] < $1[0] * $1[1] }
    default: return (4...9).map { first in (0..<axes).map { first + $0 } }
    }
  }

  private func accepts(_ shapes: [Shape]) -> Bool {
    guard let outputs = try? layer.outputShapes(for: shapes),
      outputs.allSatisfy({ (1...Self.largest).contains($0.count) })
    else { return false }
    let types = [ElementType](repeating: .float32, count: shapes.count)
    return (try? layer.outputTypes(for: types, count: outputs.count)) != nil
      && layer.parameters(for: shapes).allSatisfy { $0.shape.count <= Self.largest }
  }

  /// The most numbers of an array, so that a case stays readable.
  private static let largest = 20_000

  /// How well a case tells mistakes apart: unlike extents, several places and channels in the output.
  private func quality(_ shapes: [Shape]) -> Int {
    let input = shapes[0].extents
    var points = Set(input).count == input.count ? 4 : 0
    if let output = (try? layer.outputShapes(for: shapes))?.first {
      let places = output.extents.dropFirst(2)
      points += places.allSatisfy { $0 > 1 } ? 4 : 0
      points += Set(places).count == places.count ? 2 : 0
      points += Set(output.extents).count == output.rank ? 1 : 0
    }
    return points
  }
}
