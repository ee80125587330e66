import CNNModel
import Differences
import ModelFiles

extension NetworkTask {
  /// Writes a task of a whole network into a folder: the sheet, `task.json`, the network, its weights
  /// and the cases.
  ///
  /// - Returns: the names of the files.
  /// - Throws: ``FileError`` where the network has no loss for classes or values, or a file cannot be
  ///   written or is there.
  public static func deal(
    _ network: Network, _ state: ModelState, cases count: Int, seed: UInt64, to folder: String
  ) throws(FileError) -> [String] {
    let task = NetworkTask(
      network, state, mode: .evaluation,
      batches: try (0..<count).map { index throws(FileError) in
        try batch(of: network, TaskValues(seed: seed, index: index))
      })
    try DealtFiles.checkFree(folder)
    try FileContent.write(Array(network.text.utf8), to: "\(folder)/\(networkFile)")
    try WeightFile.write(WeightFile.arrays(of: state, network), to: "\(folder)/\(weightsFile)")
    var files = ["TASK.md", TaskFile.name, networkFile, weightsFile]
    var members: [JSONText] = []
    for (index, one) in task.cases.enumerated() {
      let file = "case-\(index + 1).npz"
      try NpzFile.write(arrays(one.batch, of: network), to: "\(folder)/\(file)")
      members.append(.object([("file", .string(file))]))
      files.append(file)
    }
    let text = JSONText.object([
      ("format", .string(TaskFile.format)), ("network", .string(networkFile)),
      ("weights", .string(weightsFile)), ("seed", .other("\(seed)")), ("cases", .array(members)),
    ])
    try FileContent.write(Array((text.text + "\n").utf8), to: "\(folder)/\(TaskFile.name)")
    let sheet = NetworkSheet(task: task).text
    try FileContent.write(Array(sheet.utf8), to: "\(folder)/TASK.md")
    return files
  }

  private static let (networkFile, weightsFile) = ("network.cnn", "weights.safetensors")

  /// One random sample with a random target.
  private static func batch(of network: Network, _ values: TaskValues) throws(FileError) -> Batch {
    let inputs = network.sources.enumerated().map { number, source in
      values.tensor(network.outputShapes(of: source)[0], number)
    }
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    var target = Target.values(values.tensor(output, 50))
    if network.loss.target != .values, output.rank > 1 {
      let places = output.count / max(1, output[1])
      target = network.loss.target.target(values.classes(places, below: output[1], 51), output)
    }
    guard (try? network.loss.check(output: output, target: target)) != nil else {
      throw FileError(
        path: network.title,
        reason: "its output \(output) has no loss, so there are no gradients to hand in")
    }
    return Batch(inputs: inputs, target: target)
  }

  private static func arrays(_ batch: Batch, of network: Network) -> [NamedArray] {
    let inputs = zip(network.sources, batch.inputs).map { source, input in
      NamedArray(network.valueName(ValueReference(source)), NumericArray(input))
    }
    let target: NumericArray? =
      switch batch.target {
      case .classes(let classes):
        NumericArray(shape: [classes.count], int64s: classes.map { Int64($0) })
      case .values(let tensor): NumericArray(tensor)
      case nil: nil
      }
    return inputs + (target.map { [NamedArray("target", $0)] } ?? [])
  }
}

extension NetworkTask {
  /// The task of a folder; `nil` where it is none of a network.
  ///
  /// - Throws: ``FileError`` where there is none, or it is damaged.
  public static func read(folder: String) throws(FileError) -> NetworkTask? {
    let text = try TaskFile.read(folder)
    guard let file = text.member("network")?.string else { return nil }
    guard let weights = text.member("weights")?.string, !file.contains("/"), !weights.contains("/")
    else { throw TaskFile.mistake(folder, "weights", "a file beside the network") }
    guard let listed = text.member("cases")?.elements, !listed.isEmpty else {
      throw TaskFile.mistake(folder, "cases", "a list of cases")
    }
    let network = try network("\(folder)/\(file)")
    var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    _ = try WeightFile("\(folder)/\(weights)").fill(&state, of: network, partially: false)
    var batches: [Batch] = []
    for one in listed {
      guard let file = one.member("file")?.string, !file.contains("/") else {
        throw TaskFile.mistake(folder, "cases", "a list of cases with a \"file\" each")
      }
      batches.append(try batch(try AnswerFile("\(folder)/\(file)"), for: network))
    }
    return NetworkTask(network, state, mode: .evaluation, batches: batches)
  }

  private static func network(_ path: String) throws(FileError) -> Network {
    let text = try FileContent.text(of: path, "a model file")
    do throws(NetworkTextError) { return try Network(text: text, title: "network") } catch {
      throw FileError(path: path, reason: error.description)
    }
  }

  private static func batch(_ file: AnswerFile, for network: Network) throws(FileError) -> Batch {
    var inputs: [Tensor] = []
    for source in network.sources {
      let (name, shape) = (
        network.valueName(ValueReference(source)), network.outputShapes(of: source)[0]
      )
      guard let array = file.arrays.first(where: { $0.name == name })?.array, array.shape == shape
      else { throw FileError(path: file.path, reason: "an array \(name) of \(shape) is expected") }
      inputs.append(array.tensor)
    }
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    guard let wanted = file.arrays.first(where: { $0.name == "target" })?.array else {
      return Batch(inputs: inputs, target: nil)
    }
    do throws(ShapeError) {
      let target = try GradedTarget.read(wanted, network.loss, output)
      try network.loss.check(output: output, target: target)
      return Batch(inputs: inputs, target: target)
    } catch {
      throw FileError(path: file.path, reason: error.description)
    }
  }

  /// The files of the cases, as a folder has them.
  public static func caseFiles(folder: String) throws(FileError) -> [String] {
    (try TaskFile.read(folder).member("cases")?.elements ?? []).compactMap {
      $0.member("file")?.string
    }
  }
}

/// The task of a whole network in words, as Markdown.
struct NetworkSheet {
  let task: NetworkTask

  var text: String {
    let names = task.tensors.map { "`\($0.name(in: task.network))`" }
    let lines = [
      "# A network: \(task.network.title)", "", "```", task.network.text, "```", "",
      "`network.cnn` is this network, `weights.safetensors` its parameters under the names of",
      "PyTorch. Every `case-N.npz` holds an input and the target of the loss. The network computes",
      "as for a prediction (dropout passes everything, batch normalization uses its statistics).",
      "", "## What to hand in", "",
      "For each case a file `answer-N.npz` with the output of every layer, the gradient of the loss",
      "by it, and the gradients of the parameters, or as much of it as you have:", "",
      names.joined(separator: ", ") + ", and `loss`, the value of the loss.", "",
      "The gradient of a layer is the one by its output; that by the input of the network has the",
      "name of the input. `cnnscope grade FOLDER` judges a folder with the cases and your answers:",
      "every layer by what it was given, so that a mistake is found where it was made.", "",
    ]
    return lines.joined(separator: "\n")
  }
}
