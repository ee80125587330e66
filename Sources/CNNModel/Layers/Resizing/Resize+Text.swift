extension Resize {
  package static let grammar = LayerGrammar(
    "resize", summary: "axes made larger or smaller",
    help: """
      Each cell is a weighted sum of the input cells around its position: the nearest one, two with \
      linear weights, or four with cubic ones. Antialiasing reads more cells where an axis shrinks.
      """,
    options: [
      .init("scales", .numbers, "the factor of each axis"),
      .init("sizes", .wholes, "the new extents, instead of scales"),
      .init(
        "aspect", .choice(Aspect.allCases.map(\.rawValue)),
        "the meaning of sizes (default: stretch)"),
      .init("axes", .wholes, "the axes, negative from the end (default: all)"),
      .init(
        "kernel", .choice(["nearest", "linear", "cubic"]), "the interpolation (default: nearest)"),
      .init(
        "rounding", .choice(ResizeKernel.Rounding.allCases.map(\.rawValue)),
        "the rounding of nearest (default: prefer-floor)"),
      .init("coefficient", .number, "the coefficient of cubic (default: -0.75)"),
      .init(
        "coordinates", .choice(coordinateWords.map(\.word) + ["crop"]),
        "the coordinates of cells (default: half-pixel)"),
      .init("starts", .numbers, "where a crop begins, as a fraction of each axis"),
      .init("ends", .numbers, "where it ends"),
      .init("extrapolation", .number, "the value outside of the input (default: 0)"),
      .init("antialias", .flag, "widen the kernel where an axis shrinks"),
      .init("exclude-outside", .flag, "no weight to neighbors beyond the border"),
    ])

  private static let coordinateWords: [(word: String, coordinates: ResizeCoordinates)] = [
    ("half-pixel", .halfPixel), ("half-pixel-symmetric", .halfPixelSymmetric),
    ("pytorch-half-pixel", .pytorchHalfPixel), ("align-corners", .alignCorners),
    ("asymmetric", .asymmetric),
  ]

  package init(_ line: LayerLine) throws(LineError) {
    let target: Size
    if let scales = line.numbers("scales") {
      target = .scales(scales)
    } else if let sizes = line.wholes("sizes") {
      target = .sizes(sizes, line.choice("aspect").flatMap(Aspect.init) ?? .stretch)
    } else {
      throw LineError(
        "resize needs scales or sizes", column: line.keyword.column,
        proposal: "write \"resize axes 2,3 scales 2,2\"")
    }
    self.init(
      to: target, axes: line.wholes("axes"), kernel: Self.kernel(line),
      coordinates: Self.coordinates(line), antialiases: line.has("antialias"),
      excludesOutside: line.has("exclude-outside"))
  }

  private static func kernel(_ line: LayerLine) -> ResizeKernel {
    switch line.choice("kernel") {
    case "linear": .linear
    case "cubic": .cubic(line.number("coefficient") ?? -0.75)
    default:
      .nearest(line.choice("rounding").flatMap(ResizeKernel.Rounding.init) ?? .preferFloor)
    }
  }

  private static func coordinates(_ line: LayerLine) -> ResizeCoordinates {
    guard line.choice("coordinates") == "crop" else {
      let word = line.choice("coordinates") ?? "half-pixel"
      return coordinateWords.first { $0.word == word }?.coordinates ?? .halfPixel
    }
    return .crop(
      starts: line.numbers("starts") ?? [], ends: line.numbers("ends") ?? [],
      extrapolation: Float(line.number("extrapolation") ?? 0))
  }

  package var text: String {
    var words = [kind] + targetWords
    if let axes { words += ["axes", axes.words] }
    words += kernelWords + coordinateText
    if antialiases { words.append("antialias") }
    if excludesOutside { words.append("exclude-outside") }
    return words.joined(separator: " ")
  }

  private var targetWords: [String] {
    switch target {
    case .scales(let scales): return ["scales", scales.words]
    case .sizes(let sizes, let aspect):
      return ["sizes", sizes.words] + (aspect == .stretch ? [] : ["aspect", aspect.rawValue])
    }
  }

  private var kernelWords: [String] {
    switch kernel {
    case .nearest(.preferFloor): []
    case .nearest(let rounding): ["rounding", rounding.rawValue]
    case .linear: ["kernel", "linear"]
    case .cubic(let a): ["kernel", "cubic"] + (a == -0.75 ? [] : ["coefficient", "\(a)"])
    }
  }

  private var coordinateText: [String] {
    guard case .crop(let starts, let ends, let extrapolation) = coordinates else {
      let word = Self.coordinateWords.first { $0.coordinates == coordinates }?.word
      return coordinates == .halfPixel ? [] : ["coordinates", word ?? ""]
    }
    let words = ["coordinates", "crop", "starts", starts.words, "ends", ends.words]
    return words + (extrapolation == 0 ? [] : ["extrapolation", "\(extrapolation)"])
  }
}

extension [Double] {
  /// The text that is parsed as a list of numbers: `1,2.5`.
  var words: String { map { "\($0)" }.joined(separator: ",") }
}
