import CNNModel
import KernelInterface

extension InterleavedKernels {
  /// The targets `0..<count` in tiles whose total cost is the least; see ``tileCosts``.
  func channelTiles(_ count: Int) -> [Range<Int>] {
    // By the number of targets: the least cost, and the size of the first tile.
    var (costs, firsts) = ([0], [0])
    for targets in 1...max(1, count) {
      let choices = (1...min(targets, largestTile)).map {
        (cost: tileCosts[$0 - 1] + costs[targets - $0], first: $0)
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

/// `0..<count` in the fewest parts of nearly equal size that are at most `limit` long.
func parts(of count: Int, atMost limit: Int) -> [Range<Int>] {
  let number = (count + limit - 1) / limit
  return (0..<number).map { count * $0 / number..<count * ($0 + 1) / number }
}
