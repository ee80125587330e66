import ArgumentParser
import Attribution
import CNNEngine
import CNNModel
import Glibc
import ModelFiles
import Pictures
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope why`: which cells of an input a score depends on.
struct WhyVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Say which inputs count for a class, by a method with a formula.",
    discussion: """
      gradient is the slope ∂s/∂x of the score s; gradient-input x · ∂s/∂x; integrated the integral of \
      the slope on the way from a baseline (Sundararajan et al. 2017), whose parts add up to \
      s(x) − s(baseline); grad-cam the maps of a layer weighed by their mean slope (Selvaraju et al. \
      2017); occlusion how much the score falls where a patch is covered; contribution the products \
      w · x that add up to the score. The score is that before a softmax or sigmoid at the end. \
      --sanity computes the map with random parameters too: one that stays alike shows the input \
      rather than what was learnt (Adebayo et al. 2018).

      --png and --ansi lay the map over the input in gray, blue for parts below 0 and orange for parts \
      above; --npz holds the map as picture and values, and the input.

      Example: cnnscope why resnet.onnx cat.jpg --class tabby --method grad-cam --png why.png
               cnnscope why digits8 digits:42 --method integrated --steps 200 --sanity --ansi
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input: String

  @OptionGroup(title: "The question") var question: AttributionOptions

  @Option(help: "How many cells are listed, those with the largest parts.")
  var top = 10

  @Flag(help: "Draw the map with ASCII characters.")
  var ascii = false

  @Flag(help: "Draw the map over the input with half blocks in 256 colors.")
  var ansi = false

  @Option(help: "The maximum width of a drawing in characters.")
  var columns = 80

  @Option(help: "Of a volume the slice that is drawn (default: that with the largest part).")
  var slice: Int?

  @Option(
    help: ArgumentHelp("Write the map over the input as a PNG image.", valueName: "file"),
    completion: .file(extensions: ["png"]))
  var png: String?

  @Option(
    help: ArgumentHelp("Write the map and the input as arrays.", valueName: "file"),
    completion: .file(extensions: ["npz"]))
  var npz: String?

  @Flag(help: "Replace the files of --png and --npz where they exist.")
  var over = false

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    guard [ascii, ansi, json].count(where: { $0 }) <= 1 else {
      throw ValidationError("--ascii, --ansi and --json exclude each other")
    }
    guard (8...1000).contains(columns) else {
      throw ValidationError("--columns takes a number from 8 to 1000, not \(columns)")
    }
    guard slice == nil || ascii || ansi || png != nil else {
      throw ValidationError("--slice chooses what is drawn; add --ascii, --ansi or --png")
    }
    if top < 0 { throw ValidationError("--top takes a number of at least 0, not \(top)") }
  }

  func run() throws {
    try checkFiles()
    let network = try classes.named(
      try NetworkLibrary.open(
        network, input: input, sample: shape.sample, inputOptions.preparation, whole: false))
    for warning in network.warnings { StandardError.say(warning) }
    let state = try options.state(of: network)
    let image = try NetworkInput(input, for: network, inputOptions.preparation)
    // What was read by now must not be overwritten, either.
    try checkFiles()
    let request = try question.request(network, image, state: state, seed: options.seed)
    let answer = try answer(request)
    let isUntrained = options.weights == nil && Self.isRandom(network)
    let report = WhyReport(answer: answer, input: image, top: top, isUntrained: isUntrained)
    try write(answer)
    StandardOutput.say(json ? report.json.text : report.text)
    if ascii || ansi { draw(try sheet(answer)) }
  }

  private func checkFiles() throws {
    if let png { try FileContent.checkReplaceable(png, by: .picture, replacing: over) }
    if let npz { try FileContent.checkReplaceable(npz, by: .arrays, replacing: over) }
  }

  /// Whether a network has parameters and none of them comes from its file.
  private static func isRandom(_ network: Network) -> Bool {
    network.parameterCount > 0 && network.nodes.allSatisfy { $0.initialValues == nil }
  }

  /// Computes the map, with a progress bar where that takes long.
  private func answer(_ request: AttributionRequest) throws -> AttributionAnswer {
    var progress: Progress?
    defer { progress?.finish() }
    do {
      return try request.answer(nil) { done, total in
        if progress == nil { progress = Progress(total: total) }
        progress?.show(done, request.method.title)
      }
    } catch {
      throw UserError(error)
    }
  }
}

/// The map as files and drawings.
extension WhyVerb {
  private func write(_ answer: AttributionAnswer) throws {
    if let npz {
      var arrays = [
        NamedArray("picture", NumericArray(answer.map.picture)),
        NamedArray("values", NumericArray(answer.map.values)),
        NamedArray("input", NumericArray(answer.question.input)),
      ]
      if let sanity = answer.sanity {
        arrays.append(NamedArray("random", NumericArray(sanity.map.picture)))
      }
      try NpzFile.write(arrays, to: npz)
    }
    if let png {
      try FileContent.writeNew(
        sheet(answer).encoded(png, as: .picture, isLabeled: false), to: png, as: .picture,
        replacing: over)
    }
  }

  /// The picture of the slice that was asked for, or of that with the largest part.
  private func sheet(_ answer: AttributionAnswer) throws -> MapSheet {
    let picture = AttributionPicture(answer.map, answer.question)
    let best = answer.map.strongestPlace
    if let slice, !(0..<picture.sliceCount).contains(slice) {
      throw UserError(
        picture.sliceCount > 1
          ? "the map has the slices 0 to \(picture.sliceCount - 1), not \(slice)"
          : "the map has no slices: it is not that of a volume")
    }
    return picture.sheet(
      slice: slice ?? picture.maps.slice(ofOffset: best), title: AttributionText(answer).title)
  }

  private func draw(_ sheet: MapSheet) {
    let capabilities = Capabilities(
      depth: ansi ? .indexed256 : .mono, glyphs: ansi ? .full : .ascii)
    let picture = CanvasPicture(sheet.canvas(columns: columns, capabilities), capabilities)
    if ansi { StandardOutput.draw(picture.ansi) } else { StandardOutput.write(picture.text) }
  }
}
