import CNNModel

/// Which preprocessing made a tensor of an image.
public struct PipelineExplanation: Sendable {
  /// The best one found.
  public let pipeline: ImagePipeline
  /// Others that give the same as far as the tensor shows.
  public let equal: [ImagePipeline]
  /// The largest difference to the tensor, in levels of pixel values.
  public let residual: Double
  /// The mean difference, in levels of pixel values.
  public let meanResidual: Double
  /// The options of this program that do the same; `nil` where there are none for it.
  public let options: PreprocessingOptions?
  /// Rows and columns of the image.
  let image: Shape

  /// Up to which difference numbers are equal within the rounding of floats.
  static let exact = 0.05

  /// Whether the pipeline gives the tensor, a grey level of rounding aside.
  public var isFound: Bool { residual <= 1.1 }

  /// Whether the pipeline gives the tensor within the rounding of floats.
  public var isExact: Bool { residual <= Self.exact }

  /// The pipeline that makes `tensor` of `image`.
  ///
  /// - Throws: ``FileError`` where the image has another number of channels than 1 or 3, the tensor
  ///   cannot be an image, holds numbers that are not finite or only equal ones, or nothing of the
  ///   image can be seen in it.
  public init(_ image: InputImage, tensor: NumericArray, path: String) throws(FileError) {
    let channels = image.format.shape[0]
    guard [1, 3].contains(channels) else {
      throw FileError(
        path: path,
        reason: "an image of 1 or 3 channels can be compared with it, but this one has \(channels)")
    }
    try Self.check(tensor, path)
    let searches = Self.searches(image, TensorReading.all(tensor))
    guard let best = Self.best(searches) else {
      throw FileError(
        path: path,
        reason: "nothing of the image can be seen in it; either it shows another image, or one of "
          + "the two has a single color")
    }
    let named = NormalizationChoice(best.candidates[0], white: best.search.white)
    (residual, meanResidual) = (named.candidate.worst, named.candidate.mean)
    self.image = best.search.image
    let pipelines = best.candidates.map {
      $0.pipeline(named.isInverted, named.normalizations[0], best.search.reading)
    }
    pipeline = pipelines[0]
    let first = pipeline
    let renamed = named.normalizations.dropFirst().map { normalization in
      var other = first
      other.normalization = normalization
      return other
    }
    var decoded = first
    decoded.decoder = .cv
    equal = [decoded] + renamed + pipelines.dropFirst()
    options = pipeline.options(for: best.search.image)
  }

  /// The largest number of numbers of a tensor that is explained.
  private static let mostNumbers = 6_000_000

  private static func check(_ tensor: NumericArray, _ path: String) throws(FileError) {
    let extents = tensor.shape.extents
    guard tensor.count > 0, tensor.count <= mostNumbers else {
      throw FileError(
        path: path,
        reason: "a tensor of 1 to \(mostNumbers) numbers is expected, but this one is "
          + "\(tensor.shape)")
    }
    if extents.count == 4, extents[0] > 1 {
      throw FileError(
        path: path, reason: "one image is expected, but this is a batch of \(extents[0])")
    }
    guard !TensorReading.all(tensor).isEmpty else {
      throw FileError(
        path: path,
        reason: "an image of 1 or 3 channels is expected (3×rows×columns or rows×columns×3, with a "
          + "batch axis of 1 or without), but this tensor is \(tensor.shape)")
    }
    let numbers = tensor.tensor.elements
    if let odd = numbers.first(where: { !$0.isFinite }) {
      throw FileError(path: path, reason: "it holds \(odd), so that it cannot be compared")
    }
    guard numbers.contains(where: { $0 != numbers[0] }) else {
      throw FileError(
        path: path, reason: "all its numbers are \(numbers[0]), which tells nothing of the image")
    }
  }

  private static func searches(
    _ image: InputImage, _ readings: [TensorReading]
  ) -> [PipelineSearch] {
    let shape = image.format.shape
    let plane = shape[1] * shape[2]
    let color = (0..<shape[0]).map { Array(image.image.elements[$0 * plane..<($0 + 1) * plane]) }
    let grays = shape[0] == 3 ? GrayWeights.allCases.map { $0.plane(color) } : []
    return readings.map {
      PipelineSearch(
        image: shape.sample, planes: color + grays, isBytes: image.format.maximum == 255,
        white: image.format.maximum, reading: $0)
    }
  }

  /// The candidate with the least difference, and those as good behind it.
  private static func best(
    _ searches: [PipelineSearch]
  ) -> (search: PipelineSearch, candidates: [PipelineCandidate])? {
    searches.map { (search: $0, candidates: ranked($0)) }.filter { !$0.candidates.isEmpty }
      .min { $0.candidates[0].rank < $1.candidates[0].rank }
  }

  /// Of a large image, some rows are compared first, and all only where those are explained best.
  private static func ranked(_ search: PipelineSearch) -> [PipelineCandidate] {
    let geometries = search.geometries(search.isLarge ? 12 : 90)
    guard search.isLarge else { return ranked(search, geometries, rows: .max) }
    var seen: Set<PipelineSearch.Geometry> = []
    let best = ranked(search, geometries, rows: 16).map(\.geometry)
      .filter { seen.insert($0).inserted }
    return ranked(search, Array(best.prefix(3)), rows: .max)
  }

  private static func ranked(
    _ search: PipelineSearch, _ geometries: [PipelineSearch.Geometry], rows: Int
  ) -> [PipelineCandidate] {
    let found = geometries.flatMap { search.candidates($0, rows: rows) }
    let sorted = found.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }.map(\.element)
    guard let least = sorted.first?.rank else { return [] }
    return Array(sorted.prefix { $0.rank <= least * 1.001 }.prefix(200))
  }
}

extension PipelineCandidate {
  /// What candidates are ordered by: the mean difference, all that are equal within the rounding of
  /// floats alike.
  fileprivate var rank: Double { worst <= PipelineExplanation.exact ? 0 : mean }

  fileprivate func pipeline(
    _ isInverted: Bool, _ normalization: KnownNormalization, _ reading: TensorReading
  ) -> ImagePipeline {
    ImagePipeline(
      channels: source.channels, gray: source.gray, resize: geometry.method,
      placed: geometry.placed, fill: fill.map { Float($0) }, isInverted: isInverted,
      normalization: normalization, turn: geometry.turn, layout: reading.layout,
      hasBatch: reading.hasBatch)
  }
}

/// The normalizations that the relations of a candidate are.
private struct NormalizationChoice {
  /// The best one, and others with the same numbers.
  private(set) var normalizations: [KnownNormalization]
  let isInverted: Bool
  /// The candidate with the relations of the best one.
  let candidate: PipelineCandidate

  init(_ found: PipelineCandidate, white: Double) {
    let inverted = found.relations.allSatisfy { $0.slope < 0 }
    isInverted = inverted
    let tolerance = min(0.5, max(0.02, found.mean))
    let known = KnownNormalization.all.filter { normalization in
      found.relations.indices.allSatisfy {
        found.relations[$0].isClose(
          to: normalization.relation($0, inverted: inverted ? white : nil), over: white,
          tolerance: tolerance)
      }
    }.map { normalization in
      (normalization, found.share(equalTo: normalization, inverted: inverted ? white : nil))
    }
    let sorted = known.enumerated().sorted {
      (-$0.element.1, $0.offset) < (-$1.element.1, $1.offset)
    }.map(\.element.0)
    let upright = found.relations.map {
      inverted
        ? LinearRelation(slope: -$0.slope, offset: $0.offset + white * $0.slope) : $0
    }
    normalizations =
      sorted.isEmpty ? [KnownNormalization(solving: upright, white: white)] : sorted
    let best = normalizations[0]
    let exact = found.with(
      found.relations.indices.map { best.relation($0, inverted: inverted ? white : nil) })
    candidate = exact
  }
}
