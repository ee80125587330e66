import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import NumberText
import ScopeDebugger

/// `cnnscope input`: which preprocessing made a tensor, and what others make of the answer.
struct InputVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "input",
    abstract: "Say which preprocessing made a tensor of an image.",
    discussion: """
      With --explain, the way from the image to the tensor is found: decoding, gray weights, fit and \
      method of resizing (those of Pillow, OpenCV, PyTorch and torchvision), inversion, order of the \
      channels, normalization, layout. Others that give the same are listed. The difference that \
      remains is given in levels of pixel values; where it is more than rounding, the answer is \
      called the nearest one.

      With --network, the image goes through a network after each usual preprocessing.

      Example: cnnscope input photo.jpg --explain tensor.npy
               cnnscope input photo.jpg --network model.onnx
      """)

  @Argument(help: .input, completion: .inputs) var image: String

  @Option(
    help: ArgumentHelp(
      "The tensor to explain: .npy, or a member of an archive as file.npz:name.",
      valueName: "tensor.npy"),
    completion: .arrays)
  var explain: String?

  @Option(help: .network, completion: .networks) var network: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func validate() throws {
    guard (explain == nil) != (network == nil) else {
      throw ValidationError("input takes either --explain TENSOR or --network NETWORK")
    }
    guard explain != nil else { return }
    let given = inputOptions.given + (options.weights == nil ? [] : ["--weights"])
    if let option = given.first {
      throw ValidationError("--explain takes the image as it is; \(option) belongs to --network")
    }
  }

  func run() throws {
    if let explain {
      let image = try InputImage.read(image)
      let explanation = try PipelineExplanation(
        image, tensor: ArrayFile.read(explain), path: explain)
      let report = ExplanationReport(explanation, image: self.image)
      StandardOutput.say(json ? report.json.text : report.text)
    } else if let network {
      let report = try answers(
        of: NetworkLibrary.open(network, input: image, inputOptions.preparation))
      StandardOutput.say(json ? report.json.text : report.text)
    }
  }

  /// The network's answers, one for each usual preprocessing that is possible.
  private func answers(of network: Network) throws -> PreprocessingComparison {
    let format = InputFormat(network)
    let state = try options.state(of: network)
    let usual = UsualPreprocessing.all(
      channels: format.image.rank == 3 ? format.image[0] : 1, inputOptions.preparation)
    // The first one is what the user asked for, so that a mistake in it is reported.
    _ = try NetworkInput(image, for: network, inputOptions.preparation)
    var violation: String?
    let rows = usual.compactMap { usual -> PreprocessingComparison.Row? in
      guard let input = try? NetworkInput(image, for: network, usual.options) else { return nil }
      let run = ForwardRun(network, input, state: state, seed: options.seed, layers: .none)
      violation = violation ?? run.violation
      guard run.violation == nil else { return nil }
      return run.probabilities?.first.map { .init(usual: usual, fit: input.fit, probabilities: $0) }
    }
    guard !rows.isEmpty else {
      throw UserError(
        "\(network.title): \(violation ?? "its output is no list of scores of classes")")
    }
    return PreprocessingComparison(network: network.title, input: image, rows: rows)
  }
}

/// What a network answers after each of several preprocessings.
struct PreprocessingComparison {
  struct Row {
    let usual: UsualPreprocessing
    /// What was done, in words.
    let fit: String
    let probabilities: [Float]
  }

  let network: String
  let input: String
  let rows: [Row]

  var text: String {
    var table = TextTable([
      ("preprocessing", .left), ("class", .right), ("probability", .right), ("next", .right),
      ("probability", .right),
    ])
    for row in rows {
      let cells = row.probabilities.best(2).flatMap {
        ["\($0)", Self.percent(row.probabilities[$0])]
      }
      table.add([row.usual.name] + cells + [String](repeating: "", count: 4 - cells.count))
    }
    return "\(network) on \(input.harmless)\n" + table.text
  }

  private static func percent(_ share: Float) -> String {
    "\(Decimals.shortest((share * 1000).rounded() / 10)) %"
  }

  var json: JSONText {
    .object([
      ("network", .string(network)), ("input", .string(input)),
      ("answers", .array(rows.map(Self.json))),
    ])
  }

  private static func json(_ row: Row) -> JSONText {
    .object([
      ("preprocessing", .string(row.usual.name)),
      ("options", .string(row.usual.options.words.joined(separator: " "))),
      ("fit", .string(row.fit)),
      (
        "best",
        .array(
          row.probabilities.best(5).map {
            .object([
              ("class", .integer($0)), ("probability", .number(row.probabilities[$0])),
            ])
          })
      ),
    ])
  }
}
