import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope run`: one forward pass, as it is outside of training.
struct RunVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a network on an image and print the most probable classes.",
    discussion: """
      A forward pass in inference mode. --dump writes the output of every layer, or of the one that \
      --layer names, under the names of the layers; --layer alone prints statistics of the output.

      Example: cnnscope run lenet5 digits:42 --weights lenet5.safetensors
               cnnscope run lenet5 digits:42 --dump activations.npz
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input: String

  @Option(help: "The number of classes to print.")
  var top = 5

  @Option(
    help: ArgumentHelp("Write the activations to a file.", valueName: "file.npz"),
    completion: .file(extensions: ["npz"]))
  var dump: String?

  @Option(help: ArgumentHelp("Only this layer.", valueName: "name"))
  var layer: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number of at least 1, not \(top)") }
  }

  func run() throws {
    let network = try NetworkLibrary.open(network, input: input)
    let chosen = try layer.map { try network.layer(named: $0) }
    let subject = try Subject(input, for: network, inputOptions.preparation)
    let result = ForwardRun(
      network, subject, state: try options.state(of: network), seed: options.seed)
    if let dump {
      let arrays = result.activations(of: chosen) + (chosen == nil ? network.knownArrays : [])
      var names: Set<String> = []
      try NpzFile.write(arrays.filter { names.insert($0.name).inserted }, to: dump)
    }
    let shown = dump == nil ? chosen : nil
    print(json ? result.json(top: top, layer: shown).text : result.text(top: top, layer: shown))
  }
}

/// A forward pass that was done, and what came out of it.
struct ForwardRun {
  private let network: Network
  private let subject: Subject
  private let execution: Execution

  init(_ network: Network, _ subject: Subject, state: ModelState, seed: UInt64) {
    (self.network, self.subject) = (network, subject)
    let plan = Plan(network, batchSize: 1)
    let batch = subject.batch(for: network).batch
    var execution = Execution(
      plan, batch: batch, state: state, context: PassContext(isTraining: false, seed: seed))
    var state = state
    let last = plan.forwardCount + (batch.target == nil ? 0 : 1)
    for phase in plan.phases.prefix(last) {
      execution.run(phase, state: &state, optimizer: StochasticGradientDescent(rate: 0))
    }
    self.execution = execution
  }

  /// What a node gave, or every one of them, under their names.
  func activations(of chosen: Int?) -> [NamedArray] {
    (chosen.map { [$0] } ?? Array(network.nodes.indices)).flatMap { node in
      network.outputShapes(of: node).indices.compactMap { output in
        let value = ValueReference(node, output)
        return execution.output(value).map {
          NamedArray(network.valueName(value), NumericArray($0))
        }
      }
    }
  }

  private var output: NamedArray? { activations(of: network.output.node).first }

  /// The probability of every class; `nil` where the output says nothing of one class.
  private var probabilities: [Float]? {
    guard network.loss.target == .classes, let output = execution.output(network.output),
      output.shape.rank > 1, output.shape.sample.count == output.shape[1]
    else { return nil }
    let isProbability = network.nodes[network.output.node].layer.isProbability
    return isProbability ? output.elements : Probabilities.of(output.elements)
  }

  /// The classes with the highest probabilities; of equal ones the first.
  private func best(_ probabilities: [Float], _ top: Int) -> [(label: Int, probability: Float)] {
    let ranked = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    return ranked.prefix(top).map { ($0, probabilities[$0]) }
  }

  func text(top: Int, layer: Int?) -> String {
    var lines = ["\(network.title) on \(subject.name), \(subject.fit)"]
    if let layer {
      lines.append(ArrayTable(activations(of: layer)).text)
    } else if let probabilities {
      var table = TextTable([("class", .right), ("probability", .left)])
      for (label, probability) in best(probabilities, top) {
        table.add(["\(label)", "\(probability)"])
      }
      lines.append(table.text)
    } else if let output {
      lines.append(ArrayTable([output]).text)
    }
    if let loss = execution.loss {
      lines.append("loss \(loss)" + (subject.label.map { ", right class \($0)" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  func json(top: Int, layer: Int?) -> JSONText {
    var members: [(name: String, value: JSONText)] = [
      ("network", .string(network.title)), ("input", .string(subject.name)),
      ("fit", .string(subject.fit)),
    ]
    if let probabilities {
      let classes = best(probabilities, top).map { label, probability in
        JSONText.object([("class", .integer(label)), ("probability", .number(probability))])
      }
      members.append(("best", .array(classes)))
    }
    members.append(("label", subject.label.map(JSONText.integer) ?? .null))
    members.append(("loss", execution.loss.map { .number($0) } ?? .null))
    if let shown = activations(of: layer ?? network.output.node).first {
      let value = JSONText.object([
        ("layer", .string(shown.name)), ("shape", shown.array.shape.json),
        ("values", .array(shown.array.tensor.elements.map { .number($0) })),
      ])
      members.append((layer == nil ? "output" : "activation", value))
    }
    return .object(members)
  }
}

extension Network {
  /// What a model file has that does not depend on the input, under its names.
  fileprivate var knownArrays: [NamedArray] {
    known.map { NamedArray($0.name, NumericArray($0.tensor)) }
  }
}
