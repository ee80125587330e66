/// Other weights of an axis that is interpolated.
extension AxisWeights {
  /// The same with other shares of each output cell.
  func changed(_ change: ([Share]) -> [Share]) -> AxisWeights {
    AxisWeights(extent: extent, shares: shares.map(change))
  }

  /// An axis that is resized the other way, without shares yet.
  var turned: AxisWeights {
    AxisWeights(extent: count, shares: [[Share]](repeating: [], count: extent))
  }

  /// The shares by which the gradient collects what these ones give.
  var transposed: AxisWeights {
    var turned = [[Share]](repeating: [], count: extent)
    for (cell, shares) in shares.enumerated() {
      for share in shares { turned[share.index].append(Share(index: cell, weight: share.weight)) }
    }
    return AxisWeights(extent: count, shares: turned)
  }

  /// The ratio of the axes.
  private var ratio: Double { Double(extent) / Double(max(1, count)) }

  func aligned(_ cell: Int) -> Double {
    count > 1 ? Double(cell) * Double(extent - 1) / Double(count - 1) : 0
  }
  func centered(_ cell: Int) -> Double { (Double(cell) + 0.5) * ratio - 0.5 }
  func edged(_ cell: Int) -> Double { Double(cell) * ratio }

  func nearest(_ place: (AxisWeights, Int) -> Double) -> AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { [Share(index: inside(place(self, $0)), weight: 1)] })
  }

  func linear(_ place: (AxisWeights, Int) -> Double) -> AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { cell in
        let place = min(max(0, place(self, cell)), Double(max(0, extent - 1)))
        let below = place.rounded(.down)
        return [
          Share(index: inside(below), weight: 1 - (place - below)),
          Share(index: inside(below + 1), weight: place - below),
        ]
      })
  }

  private func inside(_ place: Double) -> Int { min(max(0, Int(place)), max(0, extent - 1)) }

  var means: AxisWeights {
    AxisWeights(
      extent: extent,
      shares: (0..<count).map { cell in
        let first = inside(edged(cell))
        let end = max(first + 1, min(extent, Int((edged(cell + 1)).rounded(.up))))
        return (first..<end).map { Share(index: $0, weight: 1 / Double(end - first)) }
      })
  }

  var mirrored: AxisWeights {
    changed { shares in
      zip(shares, shares.reversed()).map { Share(index: $0.index, weight: $1.weight) }
    }
  }

  var heaviest: AxisWeights {
    changed { shares in
      shares.max { $0.weight < $1.weight }.map { [Share(index: $0.index, weight: 1)] } ?? []
    }
  }

  var normalized: AxisWeights {
    var sums = [Double](repeating: 0, count: extent)
    for share in shares.joined() { sums[share.index] += share.weight }
    return changed { shares in
      shares.map { share in
        let sum = sums[share.index]
        return Share(index: share.index, weight: sum == 0 ? 0 : share.weight / sum)
      }
    }
  }

  func single(isLast: Bool) -> AxisWeights {
    var readers = [Int?](repeating: nil, count: extent)
    for (cell, shares) in shares.enumerated() {
      for share in shares where isLast || readers[share.index] == nil {
        readers[share.index] = cell
      }
    }
    return AxisWeights(
      extent: extent,
      shares: shares.enumerated().map { cell, shares in
        shares.filter { readers[$0.index] == cell }
      })
  }

  /// A tensor with an axis interpolated.
  func applied(_ x: Tensor, _ axis: Int) -> Tensor {
    Tensor(
      shape: x.shape.replacing(axis: axis, with: count),
      elements: applied(
        to: x.elements, outer: x.shape.extents[..<axis].reduce(1, *), inner: x.shape.strides[axis]))
  }

  /// The gradient of a tensor whose axis was interpolated.
  func gathering(_ gradient: Tensor, _ axis: Int) -> Tensor {
    Tensor(
      shape: gradient.shape.replacing(axis: axis, with: extent),
      elements: gathered(
        gradient.elements, outer: gradient.shape.extents[..<axis].reduce(1, *),
        inner: gradient.shape.strides[axis]))
  }
}
