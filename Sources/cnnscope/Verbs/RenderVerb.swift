import ArgumentParser
import CNNEngine
import CNNModel
import Glibc
import ModelFiles
import Pictures
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope render`: a layer's maps as a picture.
struct RenderVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw a layer's feature maps for a terminal, a log or a report.",
    discussion: """
      The activation of the layer in a training step on the input, the gradient of the loss with \
      respect to it, or its weights (the first parameter of several). --ascii draws characters \
      only, --ansi colors, --png writes an image, with --sheet one with the title, the scale and the \
      names of the maps, --svg such a sheet for slides, its cells as rectangles; the default is \
      --ansi on a terminal and --ascii elsewhere.

      Example: cnnscope render lenet5 digits:42 --layer conv1
               cnnscope render lenet5 digits:42 --layer conv1 --what weight --png conv1.png --sheet
               cnnscope render lenet5 digits:42 --layer conv1 --svg conv1.svg --background light
      """)

  enum What: String, CaseIterable, ExpressibleByArgument {
    case activation, gradient, weight
  }

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input: String

  @Option(help: ArgumentHelp("The name of the layer.", valueName: "name"))
  var layer: String

  @Option(help: "What to draw.")
  var what = What.activation

  @Option(help: "Of a volume only this slice of every channel.")
  var slice: Int?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Draw with half blocks in 256 colors.")
  var ansi = false

  @Option(
    help: ArgumentHelp("Write a PNG image.", valueName: "file"),
    completion: .file(extensions: ["png"]))
  var png: String?

  @Option(
    help: ArgumentHelp(
      "Write title, scale and maps in Scalable Vector Graphics.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var svg: String?

  @Flag(help: "Write title, scale and the names of the maps into the PNG image.")
  var sheet = false

  @Option(help: "Enlarge the picture so many times.")
  var magnify = 1

  @Option(help: "What the picture stands on: light, for slides and papers, or dark.")
  var background = Export.PictureBackground.dark

  @Flag(help: "Replace the file of --png or --svg where it exists.")
  var over = false

  @Option(help: "The maximum width of a drawing in characters.")
  var columns = 80

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    guard [ascii, ansi, png != nil, svg != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("--ascii, --ansi, --png and --svg exclude each other")
    }
    if sheet, png == nil { throw ValidationError("--sheet needs --png") }
    if magnify != 1, file == nil { throw ValidationError("--magnify needs --png or --svg") }
    if background != .dark, file == nil {
      throw ValidationError("--background needs --png or --svg")
    }
    do { _ = try Magnification("\(magnify)") } catch { throw ValidationError("\(error)") }
    guard (8...1000).contains(columns) else {
      throw ValidationError("--columns takes a number from 8 to 1000, not \(columns)")
    }
  }

  /// The file of the picture.
  private var file: (path: String, writing: FileContent.Writing)? {
    png.map { ($0, .picture) } ?? svg.map { ($0, .drawing) }
  }

  func run() throws {
    if let file { try FileContent.checkReplaceable(file.path, by: file.writing, replacing: over) }
    let network = try NetworkLibrary.open(
      network, input: input, sample: shape.sample, inputOptions.preparation,
      whole: what == .gradient)
    for warning in network.warnings { StandardError.say(warning) }
    let node = try network.layer(named: layer)
    let loaded = options.weights == nil ? nil : try options.state(of: network)
    var session = try Session(
      network, input: input, inputOptions.preparation, seed: options.seed, loaded: loaded)
    let reference = try advance(&session, to: node)
    let maps = try maps(session.debugger, reference)
    if let file {
      return try FileContent.writeNew(
        maps.encoded(
          file.path, as: file.writing, magnify: magnify, isLabeled: sheet || svg != nil,
          Appearance(background: background == .light ? .light : .dark)),
        to: file.path, as: file.writing, replacing: over)
    }
    let isColored = ansi || (!ascii && isatty(STDOUT_FILENO) != 0)
    let capabilities = Capabilities(
      depth: isColored ? .indexed256 : .mono, glyphs: isColored ? .full : .ascii)
    let picture = CanvasPicture(maps.canvas(columns: columns, capabilities), capabilities)
    if isColored {
      StandardOutput.draw(picture.ansi)
    } else {
      StandardOutput.write(picture.text)
    }
  }

  /// Goes as far as there is what is to be drawn.
  private func advance(_ session: inout Session, to node: Int) throws -> TensorReference {
    switch what {
    case .activation:
      _ = try Session.commands.perform("finish", &session)
      _ = session.workToTheEnd()
      return TensorReference(node, .activation)
    case .gradient:
      for _ in 0..<2 {
        _ = try Session.commands.perform("finish", &session)
        _ = session.workToTheEnd()
      }
      return TensorReference(node, .gradient)
    case .weight:
      guard !session.debugger.names.parameters(of: node).isEmpty else {
        throw UserError(
          "\(session.network.nodes[node].name) of \(session.network.title) has no weights")
      }
      return TensorReference(node, .parameter(0))
    }
  }

  private func maps(_ debugger: Debugger, _ reference: TensorReference) throws -> MapSheet {
    guard let tensor = debugger.tensors.value(of: reference) else {
      throw UserError(debugger.tensors.absence(of: reference) ?? "\(layer) was not computed")
    }
    let name = debugger.names.name(of: reference)
    return MapSheet(
      try chosen(debugger.tensors.maps(tensor, of: reference)),
      title: "\(debugger.network.title) \(name) \(debugger.tensors.shape(of: reference))",
      across: what == .weight && tensor.shape.rank == 4 ? tensor.shape[1] : nil)
  }
}

extension RenderVerb {
  /// The maps of the slice that was asked for, or all.
  private func chosen(_ maps: FeatureMaps) throws -> FeatureMaps {
    guard let slice else { return maps }
    guard maps.sliceCount > 1, (0..<maps.sliceCount).contains(slice) else {
      throw UserError(
        maps.sliceCount > 1
          ? "\(layer) has the slices 0 to \(maps.sliceCount - 1), not \(slice)"
          : "\(layer) has no slices: its maps are not those of a volume")
    }
    return maps.slice(slice)
  }
}

extension Export.PictureBackground: ExpressibleByArgument {}
