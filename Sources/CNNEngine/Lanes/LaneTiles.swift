import CNNModel
import KernelInterface

extension LaneKernels {
  /// The targets `0..<count` in tiles that together take the least time.
  func walkTiles(_ count: Int) -> [Range<Int>] {
    // The least cost of so many targets, and the first tile of them.
    var (costs, firsts) = ([0], [0])
    for targets in 1...max(1, count) {
      let choices = (1...min(targets, walkTile)).map {
        (cost: walkCosts[$0 - 1] + costs[targets - $0], first: $0)
      }
      guard let best = choices.min(by: { $0.cost < $1.cost }) else { break }
      costs.append(best.cost)
      firsts.append(best.first)
    }
    var tiles: [Range<Int>] = []
    var begin = 0
    while begin < count {
      let end = begin + firsts[count - begin]
      tiles.append(begin..<end)
      begin = end
    }
    return tiles
  }
}

/// `0..<count` in as few parts of nearly equal size as are at most so long.
func parts(of count: Int, atMost limit: Int) -> [Range<Int>] {
  let number = (count + limit - 1) / limit
  return (0..<number).map { count * $0 / number..<count * ($0 + 1) / number }
}
