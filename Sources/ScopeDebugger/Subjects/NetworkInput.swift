package import CNNModel
package import ModelFiles

/// The image that goes through the network, and what is known of it.
package struct NetworkInput: Hashable, Sendable {
  /// How the user names it: `digits:42`, or a file.
  package let name: String
  /// The image as the network takes it: `[1, channels, rows, columns]`.
  package private(set) var image: Tensor
  /// The image as it came, with the numbers of its file.
  package let original: Tensor
  /// What is known of those numbers.
  package let numbers: PixelFormat
  /// What decoding the file did, in words.
  package let notes: [String]
  /// What the user wanted of that.
  package let wanted: PreprocessingOptions
  /// The preprocessing that made it fit; `nil` where tensors are taken as they are.
  package let preparation: Preprocessing?
  /// The right class, if it is known.
  package var label: Int?
  /// The class that the image came with.
  let ownLabel: Int?
  /// The target output, where the user has set one.
  package var target: WantedOutput?
  /// What goes into the sources behind the first.
  private(set) var further: [Tensor] = []
  /// Those of all inputs that are integers or booleans, by source.
  private var exactInputs: [Int: Value] = [:]

  /// The image that `INPUT` on the command line means, made to fit a network.
  ///
  /// - Parameter preparation: what the user wants of that; the default preprocessing unless given.
  /// - Throws: ``UserError`` when there is no such image, or it cannot be made to fit.
  package init(
    _ name: String, for network: Network, _ preparation: PreprocessingOptions = .init()
  ) throws(UserError) {
    guard Self.isImage(in: network) else {
      if let batch = ModelInputs.fixedBatch(of: network),
        ModelInputs(name).isOneSample(of: batch)
      {
        try self.init(name, repeatedFor: batch, network, preparation)
        return
      }
      do throws(FileError) { self = try InputArrays(name, network).input } catch {
        throw UserError(error)
      }
      return
    }
    try self.init(
      try Self.read(network, name), name, InputFormat(network), preparation, copies: 1)
  }

  private static func read(_ network: Network, _ name: String) throws(UserError) -> InputImage {
    do throws(FileError) { return try InputImage.read(try network.reference(in: name)) } catch {
      throw UserError(error)
    }
  }

  /// One sample for a network whose file fixes a larger batch: every sample of the batch is this one.
  private init(
    _ name: String, repeatedFor batch: Shape, _ network: Network,
    _ preparation: PreprocessingOptions
  ) throws(UserError) {
    let type = network.elementType(of: ValueReference(network.sources[0]))
    try self.init(
      try Self.read(network, name), name, InputFormat(batch.sample, elementType: type), preparation,
      copies: batch[0])
  }

  /// The inputs that `INPUT` on the command line means: several where it is an array of them.
  ///
  /// - Throws: ``UserError`` as ``init(_:for:_:)`` does.
  package static func all(
    _ name: String, for network: Network, _ preparation: PreprocessingOptions = .init()
  ) throws(UserError) -> [NetworkInput] {
    guard Self.isImage(in: network) else {
      return [try NetworkInput(name, for: network, preparation)]
    }
    let batch: [InputImage]?
    do throws(FileError) {
      batch = try InputImage.batch(
        try network.reference(in: name), rank: network.inputSample.rank)
    } catch {
      throw UserError(error)
    }
    guard let batch else { return [try NetworkInput(name, for: network, preparation)] }
    return try batch.map { input throws(UserError) in
      try NetworkInput(input, name, InputFormat(network), preparation, copies: 1)
    }
  }

  /// - Parameter copies: how many samples of the network's batch it fills.
  private init(
    _ input: InputImage, _ name: String, _ format: InputFormat,
    _ preparation: PreprocessingOptions, copies: Int
  ) throws(UserError) {
    (original, numbers) = (input.image, input.format)
    notes = input.notes + (copies > 1 ? ["repeated for all \(copies) samples of the batch"] : [])
    (self.name, label, wanted) = (name.harmless, input.label, preparation)
    ownLabel = input.label
    let fit: Preprocessing
    do throws(PreprocessingError) {
      fit = try Preprocessing(input.format, to: format, preparation)
    } catch {
      throw UserError("\(name.harmless): \(error)")
    }
    self.preparation = fit
    let prepared = fit.apply(to: original)
    var value: Value
    do throws(UserError) {
      value = try Self.exact(input, prepared, format.elementType, preparation)
    } catch {
      throw UserError("\(name.harmless): \(error)")
    }
    if copies > 1 { value = value.repeated(copies) }
    (image, exactInputs) = (value.tensor, [value].exact)
  }

  /// What the preprocessing made of an image; for a network that takes integers or booleans, the
  /// array's own numbers.
  ///
  /// - Throws: ``UserError`` naming the first number of an array that is none of the type.
  private static func exact(
    _ input: InputImage, _ prepared: Tensor, _ type: ElementType, _ options: PreprocessingOptions
  ) throws(UserError) -> Value {
    if type.isFloating { return .floats(prepared) }
    var unchanged = options
    (unchanged.resize, unchanged.fit, unchanged.channels) = (nil, nil, nil)
    guard let array = input.array, unchanged == PreprocessingOptions() else {
      return Value.floats(prepared).cast(to: type)
    }
    let (value, cast) = (array.value, array.value.cast(to: type))
    let wrong = (0..<array.count).first { offset in
      type.isInteger
        ? value.double(at: offset) != cast.double(at: offset)
          || value.integer(at: offset) != cast.integer(at: offset)
        : ![0, 1].contains(value.double(at: offset))
    }
    if let wrong {
      throw UserError(
        "the network takes \(type), but the array holds \(array.texts(in: wrong..<wrong + 1)[0])")
    }
    return options == unchanged
      ? cast.reshaped(to: prepared.shape) : Value.floats(prepared).cast(to: type)
  }

  /// Whether a network's only input is a batch of images or vectors.
  private static func isImage(in network: Network) -> Bool {
    network.sources.count == 1 && network.nodes[network.sources[0]].layer.hasBatch
      && (1...3).contains(network.inputSample.rank)
  }

  /// Values for all sources of a network, as they are.
  init(_ name: String, inputs values: [Value]) {
    let inputs = values.map(\.tensor)
    (self.name, image, original) = (name.harmless, inputs[0], inputs[0])
    numbers = PixelFormat([1, 1, max(1, inputs[0].shape.count)])
    (notes, wanted, preparation, label) = ([], PreprocessingOptions(), nil, nil)
    ownLabel = nil
    (further, exactInputs) = (Array(inputs.dropFirst()), values.exact)
  }

  /// What the preprocessing makes of a black and of a white image; `nil` where there is none.
  var pixelEnds: (black: Tensor, white: Tensor)? {
    guard let preparation else { return nil }
    func image(_ number: Float) -> Tensor {
      preparation.apply(to: Tensor(shape: original.shape, repeating: number))
    }
    return (image(0), image(Float(numbers.divisor)))
  }

  /// What was done to make it fit, in words, such as `scaled bilinearly 8×8 → 32×32`.
  package var fit: String {
    (notes + [preparation?.description ?? "unchanged"]).joined(separator: ", ")
  }

  /// The image as it came, with 1 for white.
  package var fractions: Tensor {
    Tensor(
      shape: original.shape, elements: original.elements.map { $0 / Float(numbers.divisor) })
  }

  /// The batch that is this image alone.
  ///
  /// - Returns: the batch without a target, and why, when there is no loss to compute.
  package func batch(for network: Network) -> (batch: Batch, withoutTarget: String?) {
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    let target = target(network.loss.target, output)
    guard let target else {
      return (batch(nil), reasonWithoutTarget(network.loss.target, output))
    }
    do throws(ShapeError) {
      try network.loss.check(output: output, target: target)
      return (batch(target), nil)
    } catch {
      return (batch(nil), error.description)
    }
  }

  private func batch(_ target: Target?) -> Batch {
    var batch = Batch(inputs: [image] + further, target: target, size: 1)
    batch.exactInputs = exactInputs
    return batch
  }

  /// The target that was chosen, or else the class at every place of the output; for values the
  /// image itself, where the output has its shape, or else 1 at the class and 0 elsewhere.
  private func target(_ kind: TargetKind, _ output: Shape) -> Target? {
    let target = target?.target
    switch kind {
    case .classes:
      if let target { return target }
      guard let label, output.rank > 1 else { return nil }
      return .classes([Int](repeating: label, count: output.count / max(1, output[1])))
    case .multiLabel:
      return target ?? oneHot(output)
    case .values:
      return target ?? (output == image.shape ? .values(image) : oneHot(output))
    }
  }

  private func oneHot(_ output: Shape) -> Target? {
    guard let label, output.rank > 1, label < max(2, output.sample.count) else { return nil }
    return .oneHot([label], output)
  }

  /// Why there is no loss, and what would define one.
  private func reasonWithoutTarget(_ kind: TargetKind, _ output: Shape) -> String {
    if let label { return "class \(label) cannot be compared with an output of \(output.sample)" }
    let isOneScoreList = output.count == output.sample.count && output.sample.rank == 1
    return switch (kind, isOneScoreList) {
    case (.classes, true): "\(name) has no label; :label N sets one"
    case (.classes, false):
      "\(name) has no label; :label N sets one for every output position, :target FILE.npy a class "
        + "for each, or :loss squared-error and :target FILE.npy an output of \(output)"
    case (.values, true), (.multiLabel, true):
      "there is no target; :label N or :target FILE.npy sets one"
    case (.values, false), (.multiLabel, false):
      "there is no target; :target FILE.npy of \(output) sets one"
    }
  }
}

extension Value {
  /// A batch of so many copies of the only sample.
  fileprivate func repeated(_ copies: Int) -> Value {
    let batch = shape.sample.batched(copies)
    func many<Element>(_ elements: [Element]) -> [Element] {
      Array(repeatElement(elements, count: copies).joined())
    }
    return switch self {
    case .floats(let tensor): .floats(Tensor(shape: batch, elements: many(tensor.elements)))
    case .integers(let tensor):
      .integers(
        IntegerTensor(
          shape: batch, elementType: tensor.elementType, wrapping: many(tensor.integers)))
    case .booleans(let tensor):
      .booleans(BooleanTensor(shape: batch, elements: many(tensor.elements)))
    }
  }
}
