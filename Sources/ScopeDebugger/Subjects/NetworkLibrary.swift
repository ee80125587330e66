import CNNEngine
import CNNModel
import ModelFiles

/// Where networks come from: those that are built in, and model files.
package enum NetworkLibrary {
  private static let ending = ".cnn"

  /// The names of the built-in networks, in the order in which they are listed.
  package static let names: [String] = SampleFiles.names
    .filter { $0.hasSuffix(ending) }
    .map { String($0.dropLast(ending.count)) }

  /// The network that a name or a file means.
  ///
  /// - Parameters:
  ///   - input: the input as the user names it, for a model that leaves its shape open or takes
  ///     several; `nil` when there is none yet.
  ///   - sample: the shape of the first input without the batch, where the user sets it; other
  ///     weights than those of the file are needed where they do not fit it.
  ///   - preparation: what the user wants of images, for a model whose shapes depend on the numbers
  ///     of the input.
  ///   - isWhole: whether a model with a node that no layer stands for is refused.
  /// - Throws: ``UserError`` when there is no such network, or the file has a mistake.
  package static func open(
    _ name: String, input: String? = nil, sample: Shape? = nil,
    _ preparation: PreprocessingOptions = .init(), whole isWhole: Bool = true
  ) throws(UserError) -> Network {
    if !names.contains(name), FileContent.exists(name), try isModel(name) {
      let network = try model(name, ModelInputs(input), sample, .init(input, preparation))
      if isWhole { try network.refuseMissing(file: name) }
      return network
    }
    let network = try text(name)
    guard let sample, sample != network.inputSample else { return network }
    do throws(NetworkError) { return try network.replacingInput(sample) } catch {
      throw UserError("\(network.title) over \(sample): \(error)")
    }
  }

  /// The network of a text that is built in or in a file.
  private static func text(_ name: String) throws(UserError) -> Network {
    if let bytes = SampleFiles.bytes(named: name + ending) {
      let text = String(decoding: bytes, as: UTF8.self)
      return try read(text: text, title: name, file: name + ending)
    }
    guard name.contains(".") || name.contains("/") || FileContent.exists(name) else {
      throw unknown(name)
    }
    return try read(text: try text(of: name), title: title(of: name), file: name.harmless)
  }

  /// Whether a file is a model of another program.
  ///
  /// - Throws: ``UserError`` where it cannot be read.
  package static func isModel(_ path: String) throws(UserError) -> Bool {
    do throws(FileError) { return try FileKind.isNetwork(path) } catch { throw UserError(error) }
  }

  private static func model(
    _ path: String, _ inputs: ModelInputs, _ sample: Shape?, _ numbers: ModelSample
  ) throws(UserError) -> Network {
    let declared = InputProposal(sample: sample, array: inputs.shape, image: inputs.image)
    let network = try model(path, given: inputs.arrays, declared, numbers)
    // Of a batch that the file fixes, one sample is run where the layers allow it.
    guard sample == nil, let shape = ModelInputs.fixedBatch(of: network),
      inputs.isOneSample(of: shape),
      let one = try? model(path, given: inputs.arrays, .init(sample: shape.sample), numbers),
      one.takesBatches
    else { return network }
    return one
  }

  private static func model(
    _ path: String, given: [String: NumericArray], _ proposal: InputProposal,
    _ sample: ModelSample
  ) throws(UserError) -> Network {
    do throws(FileError) {
      let model = try ImportedModel(
        path, title: title(of: path), given: given, proposal, sample: sample)
      guard let network = model.network else {
        throw FileError(path: path, reason: "nothing in this model depends on an input")
      }
      return network
    } catch {
      throw UserError(error)
    }
  }

  private static func text(of path: String) throws(UserError) -> String {
    do throws(FileError) {
      let kind = try FileKind(ofFile: path)
      guard kind.format == .text || kind.format == .empty else {
        throw kind.refusal(path, expected: "a model file (.cnn, .onnx, .pt2, .keras)")
      }
      SourceFiles.add(path, as: .network)
      return try FileContent.text(of: path, "a model file")
    } catch {
      throw UserError(error)
    }
  }

  /// The network that lines of text mean, as typed at the prompt.
  ///
  /// - Throws: ``UserError`` with line and column of the mistake.
  package static func read(text: String, title: String) throws(UserError) -> Network {
    do throws(NetworkTextError) { return try Network(text: text, title: title) } catch {
      throw UserError(error)
    }
  }

  private static func read(
    text: String, title: String, file: String
  ) throws(UserError) -> Network {
    do throws(NetworkTextError) {
      return try Network(text: text, title: title, file: file)
    } catch {
      throw UserError(error)
    }
  }

  private static func title(of path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    // Of a file that is called like any other the folder says more.
    if parts.count > 1, parts.last == "model.onnx" { return parts[parts.count - 2].harmless }
    let file = parts.last ?? path
    let known = [ending, ".onnx", ".pt2", ".keras", ".h5"].first(where: file.hasSuffix)
    return (known.map { String(file.dropLast($0.count)) } ?? file).harmless
  }

  private static func unknown(_ name: String) -> UserError {
    if LessonLibrary.names.contains(name) {
      let command = name == "tour" ? "tour" : "lesson \(name)"
      return UserError(
        "there is no network \(name.quoted), but a lesson of this name: cnnscope --lesson \(name), or "
          + ":\(command) in the explorer")
    }
    let proposal = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
    return UserError(
      "there is no network \(name.quoted); "
        + (proposal
          ?? "there are \(names.joined(separator: ", ")), or files (.cnn, .onnx, .pt2, .keras)"))
  }
}

extension ModelSample {
  /// The input that the user names, as the network takes it; zeros without one.
  fileprivate init(_ input: String?, _ preparation: PreprocessingOptions) {
    self.init(input?.harmless ?? "an input of zeros") { network, values in
      try MemoryCheck(network).stepping()
      let input =
        try input.flatMap { try NetworkInput.all($0, for: network, preparation).first }
        ?? NetworkInput("zeros", inputs: Self.zeros(network))
      return Execution.outputs(network, input.batch(for: network).batch, of: values)
    }
  }

  /// Zeros for every input of a network.
  private static func zeros(_ network: Network) -> [Value] {
    network.sources.map { source in
      Value.floats(.zeros(network.outputShapes(of: source)[0]))
        .cast(to: network.elementType(of: ValueReference(source)))
    }
  }
}

extension Network {
  /// Remarks about its file for the user who opens it; `nil` where there is nothing to
  /// say.
  package var remark: String? {
    let parts = notes + warnings
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// How its results differ from those of its file: another precision, missing nodes.
  package var warnings: [String] {
    var parts = precisionNotes
    if let first = missing.first(where: { !$0.isBehindAnother }) {
      parts.append(
        "\(missing.count) of its nodes \(missing.count == 1 ? "is" : "are") missing: "
          + "\(first.name) (\(first.kind)), because \(first.reason)")
    } else if let output = unavailable.first {
      parts.append("its output \(output.name.quoted) is missing, because \(output.reason)")
    }
    return parts
  }

  /// - Throws: ``UserError`` naming the first output that is not computed, and why.
  package func refuseMissing(file: String) throws(UserError) {
    guard let first = unavailable.first else { return }
    throw UserError(
      "\(file.harmless): the output \(first.name.quoted) is not computed: \(first.reason); "
        + "run --dump, shapes and the explorer show the rest")
  }
}
