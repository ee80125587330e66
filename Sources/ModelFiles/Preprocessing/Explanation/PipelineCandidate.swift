import CNNModel

/// A geometry and a source of the channels, and how the tensor's numbers relate to what they give.
struct PipelineCandidate {
  let geometry: PipelineSearch.Geometry
  let source: ChannelSource
  /// For each channel, how the tensor's numbers follow from pixel values.
  var relations: [LinearRelation]
  /// The largest difference, in levels of pixel values.
  private(set) var worst: Double
  /// The mean difference, in levels of pixel values.
  private(set) var mean: Double
  /// The value around the image, in pixel values; `nil` where there is nothing around it.
  private(set) var fill: Double?
  /// The pixels, and the tensor's numbers for them, by channel.
  private let cells: [(ours: [Float], theirs: [Float])]
  private let rest: [[Float]]

  /// - Parameters:
  ///   - planes: the planes of the image after resizing, what is visible of them.
  ///   - theirs: the same places of the tensor, by channel.
  ///   - rest: the other places of the tensor, by channel.
  /// - Returns: nil where a plane is constant, or has nothing to do with the tensor.
  init?(
    _ geometry: PipelineSearch.Geometry, _ source: ChannelSource, planes: [[Float]],
    theirs: [[Float]], rest: [[Float]]
  ) {
    (self.geometry, self.source, self.rest) = (geometry, source, rest)
    cells = source.planes.indices.map { (planes[source.planes[$0]], theirs[$0]) }
    let found = cells.map { LinearRelation.robust($0.ours, $0.theirs) }
    relations = found.compactMap(\.self)
    (worst, mean) = (0, 0)
    guard relations.count == found.count else { return nil }
    measure()
  }

  /// The same with the relations of a normalization.
  func with(_ relations: [LinearRelation]) -> PipelineCandidate {
    var candidate = self
    candidate.relations = relations
    candidate.measure()
    return candidate
  }

  private mutating func measure() {
    let errors = zip(relations, cells).flatMap { $0.errors($1.ours, $1.theirs) }
    (worst, mean) = (errors.max() ?? 0, errors.reduce(0, +) / Double(max(1, errors.count)))
    let fills = zip(relations, rest).flatMap { relation, rest in
      rest.map { (Double($0) - relation.offset) / relation.slope }
    }
    guard let least = fills.min(), let most = fills.max() else { return }
    let middle = fills.reduce(0, +) / Double(fills.count)
    fill = abs(middle - middle.rounded()) < 0.05 ? middle.rounded() + 0 : middle
    worst = max(worst, (most - least) / 2)
  }

  /// The share of numbers that are, to the last bit, what a normalization makes of the pixels.
  ///
  /// - Parameter white: for inverted pixels, their largest value.
  func share(equalTo normalization: KnownNormalization, inverted white: Double?) -> Double {
    var (equal, all) = (0, 0)
    for (channel, cells) in cells.enumerated() {
      for (ours, theirs) in zip(cells.ours, cells.theirs) {
        let pixel = white.map { Float($0) - ours } ?? ours
        all += 1
        if normalization.apply(to: pixel, channel) == theirs { equal += 1 }
      }
    }
    return Double(equal) / Double(max(1, all))
  }
}

extension PipelineSearch {
  /// The candidates of a geometry, one for each source of the channels.
  ///
  /// - Parameter rows: at most so many rows are compared.
  func candidates(_ geometry: Geometry, rows most: Int) -> [PipelineCandidate] {
    let placement = geometry.placed.placement
    let rows = placement.sampledRows(most)
    let turned = reading.planes.map { geometry.turn.before($0, reading.size) }
    let theirs = turned.map { placement.cells(ofTarget: $0, rows: rows) }
    let rest = turned.map { placement.rest(ofTarget: $0) }
    let sources = ChannelSource.all(
      of: reading.planes.count, imageChannels: min(3, planes.count), isGray: reading.isGray)
    let used = Set(sources.flatMap(\.planes))
    let ours = planes.indices.map {
      used.contains($0)
        ? placement.cells(of: planes[$0], image, geometry.method, isBytes: isBytes, rows: rows)
        : []
    }
    return sources.compactMap {
      PipelineCandidate(geometry, $0, planes: ours, theirs: theirs, rest: rest)
    }
  }
}
