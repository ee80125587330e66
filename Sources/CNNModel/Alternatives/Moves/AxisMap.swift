/// For every place along an axis of the output the place along that axis of the input whose cells
/// are copied; `nil` for a constant.
struct AxisMap: Hashable {
  var places: [Int?]
  /// The extent of the input.
  let extent: Int

  /// The maps of all axes; `nil` where the axes do not go by themselves.
  static func all(_ origins: Origins, _ input: Shape) -> [AxisMap]? {
    let output = origins.shape
    guard input.rank == output.rank else { return nil }
    var maps = (0..<input.rank).map { axis in
      AxisMap(places: [Int?](repeating: nil, count: output[axis]), extent: input[axis])
    }
    for (cell, offset) in origins.offsets.enumerated() where (0..<input.count).contains(offset) {
      let (to, from) = (output.position(at: cell), input.position(at: offset))
      for axis in maps.indices {
        guard [nil, from[axis]].contains(maps[axis].places[to[axis]]) else { return nil }
        maps[axis].places[to[axis]] = from[axis]
      }
    }
    return maps
  }

  /// The origins of an output by the maps of its axes.
  static func origins(_ maps: [AxisMap], _ input: Shape) -> Origins {
    let offsets = Offsets.sums(
      zip(maps, input.strides).map { map, stride in
        map.places.map { place in
          guard let place, (0..<map.extent).contains(place) else { return Offsets.outside }
          return place * stride
        }
      })
    return Origins(Shape(maps.map(\.places.count)), offsets)
  }

  /// Whether every place is copied where it was.
  var isIdentity: Bool { places == (0..<extent).map(\.self) }

  /// The first place that is copied and where to.
  var first: (output: Int, place: Int)? {
    guard let output = places.firstIndex(where: { $0 != nil }), let place = places[output] else {
      return nil
    }
    return (output, place)
  }

  func mapped(_ change: (Int) -> Int?) -> AxisMap {
    AxisMap(places: places.map { $0.flatMap(change) }, extent: extent)
  }

  /// The places by an index of the output.
  func byOutput(_ place: (Int) -> Int?) -> AxisMap {
    AxisMap(places: places.indices.map(place), extent: extent)
  }
}

/// What stands beyond the border of an axis.
enum BorderFill: String, CaseIterable, Sendable {
  case constant, edge, reflect, symmetric, wrap

  var what: String {
    switch self {
    case .constant: "the constant stands beyond the border"
    case .edge: "the cells at the border are repeated beyond it"
    case .reflect: "the cells are reflected beyond the border, which is not repeated"
    case .symmetric: "the cells are reflected beyond the border, which is repeated"
    case .wrap: "the cells go on from the other side beyond the border"
    }
  }

  /// The place that a place beyond the border has the number of.
  func place(_ index: Int, extent: Int) -> Int? {
    guard extent > 0 else { return nil }
    if (0..<extent).contains(index) { return index }
    func rest(_ period: Int) -> Int { (index % period + period) % period }
    switch self {
    case .constant: return nil
    case .edge: return min(max(index, 0), extent - 1)
    case .wrap: return rest(extent)
    case .symmetric: return min(rest(2 * extent), 2 * extent - 1 - rest(2 * extent))
    case .reflect:
      guard extent > 1 else { return 0 }
      return min(rest(2 * extent - 2), 2 * extent - 2 - rest(2 * extent - 2))
    }
  }
}

extension AxisMap {
  /// The axis within an axis that has more places, and what stands beyond it.
  struct Content {
    let start: Int
    let fill: BorderFill
  }

  /// Where all of the input lies in the output; `nil` where it does not.
  var content: Content? {
    guard extent > 0, places.count >= extent else { return nil }
    let run = (0..<extent).map(Int?.some)
    let start = (0...places.count - extent).first { Array(places[$0..<$0 + extent]) == run }
    guard let start else { return nil }
    let fill = BorderFill.allCases.first { fill in
      places.indices.allSatisfy { places[$0] == fill.place($0 - start, extent: extent) }
    }
    return fill.map { Content(start: start, fill: $0) }
  }

  func with(start: Int, _ fill: BorderFill) -> AxisMap {
    byOutput { fill.place($0 - start, extent: extent) }
  }
}
