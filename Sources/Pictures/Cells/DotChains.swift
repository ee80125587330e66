/// Dots of a grid, joined to their neighbors: a curve that was drawn in dots is a curve again.
struct DotChains {
  private struct Dot: Hashable {
    let x, y: Int
  }

  /// The way to the next dot, those that lead on to the right first.
  private static let ways = [(1, 0), (1, -1), (1, 1), (0, -1), (0, 1)]

  private let dots: [Dot]

  /// - Parameter dots: in any order.
  init(_ dots: [(x: Int, y: Int)]) {
    self.dots = dots.map { Dot(x: $0.x, y: $0.y) }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  }

  /// The data of a path; every dot is on it once, and one without neighbors is a line of no length.
  var path: String {
    var left = Set(dots)
    return dots.map { left.contains($0) ? chain(from: $0, &left) : "" }.joined()
  }

  private func chain(from start: Dot, _ left: inout Set<Dot>) -> String {
    left.remove(start)
    var (path, place, way, count) = ("M\(start.x) \(start.y)", start, (0, 0), 0)
    func step() -> String {
      let (across, down) = (way.0 * count, way.1 * count)
      return down == 0 ? "h\(across)" : across == 0 ? "v\(down)" : "l\(across) \(down)"
    }
    while let next = Self.ways.first(where: {
      left.contains(Dot(x: place.x + $0.0, y: place.y + $0.1))
    }) {
      if next != way, count > 0 { (path, count) = (path + step(), 0) }
      (way, count) = (next, count + 1)
      place = Dot(x: place.x + next.0, y: place.y + next.1)
      left.remove(place)
    }
    return path + step()
  }
}
