import CNNEngine
import ModelFiles

/// The image that goes through the network, and what is known of it.
public struct Subject: Hashable, Sendable {
  /// How the user names it: `digits:42`, or a file.
  public let name: String
  /// The image as the network takes it: `[1, channels, rows, columns]`.
  public let image: Tensor
  /// The image as it came.
  public let original: Tensor
  /// What was done to make it fit, such as `scaled bilinearly 8×8 → 32×32`.
  public let fit: String
  /// The right class, if it is known.
  public var label: Int?
  /// What goes into the sources behind the first.
  private(set) var further: [Tensor] = []

  /// The image that `INPUT` on the command line means, made to fit a network.
  ///
  /// - Parameter resize: how rows and columns change; `nil` for the rule of ``InputFit``.
  /// - Throws: ``UserError`` when there is no such image, or it cannot be made to fit.
  public init(
    _ name: String, for network: Network, resize: InputFit.Resize? = nil
  ) throws(UserError) {
    do throws(FileError) {
      guard network.sources.count == 1, network.nodes[network.sources[0]].layer.hasBatch else {
        self = try SubjectArrays(name, network).subject
        return
      }
      if let reference = try SampleReference(parsing: name) {
        let sample = try reference.sample(in: try DataSet.open(reference.dataSet))
        try self.init(
          name, original: sample.image, label: sample.label, for: network, resize: resize)
      } else {
        let image = try ArrayFile.readImage(try network.reference(in: name))
        try self.init(name.harmless, original: image, label: nil, for: network, resize: resize)
      }
    } catch {
      throw UserError(error)
    }
  }

  /// Tensors for all sources of a network, as they are.
  init(_ name: String, inputs: [Tensor]) {
    (self.name, image, original) = (name.harmless, inputs[0], inputs[0])
    (fit, label, further) = ("as it is", nil, Array(inputs.dropFirst()))
  }

  /// An image of `[1, channels, rows, columns]`, made to fit a network.
  private init(
    _ name: String, original: Tensor, label: Int?, for network: Network,
    resize: InputFit.Resize?
  ) throws(FileError) {
    (self.name, self.original, self.label) = (name, original, label)
    (image, fit) = try Self.fitted(original, to: network.inputSample, name, resize)
  }

  private static func fitted(
    _ original: Tensor, to target: Shape, _ name: String, _ resize: InputFit.Resize?
  ) throws(FileError) -> (Tensor, String) {
    let sample = original.shape.sample
    guard target.rank == 3 else {
      guard sample.count == target.count else {
        throw FileError(
          path: name, reason: "the network takes \(target) numbers, but the image is \(sample)")
      }
      return (original.reshaped(to: target.batched(1)), "\(sample) in reading order")
    }
    do throws(InputFitError) {
      let fit = try InputFit(sample, to: target, resize: resize)
      return (fit.apply(to: original), fit.description)
    } catch {
      throw FileError(path: name, reason: error.description)
    }
  }

  /// The batch that is this image alone.
  ///
  /// - Returns: the batch without a target, and why, when there is no loss to compute.
  public func batch(for network: Network) -> (batch: Batch, withoutTarget: String?) {
    let output = network.outputShapes(of: network.output.node)[network.output.output]
    let target = target(network.loss.target, output)
    guard let target else {
      let reason =
        label == nil
        ? "nothing says what \(name) shows; :label N would"
        : "class \(label ?? 0) cannot be compared with an output of \(output.sample)"
      return (Batch(inputs: [image] + further, target: nil, size: 1), reason)
    }
    do throws(ShapeError) {
      try network.loss.check(output: output, target: target)
      return (Batch(inputs: [image] + further, target: target, size: 1), nil)
    } catch {
      return (Batch(inputs: [image] + further, target: nil, size: 1), error.description)
    }
  }

  /// The class at every place of the output; for values the image itself, where the output has its
  /// shape, or else 1 at the class and 0 elsewhere.
  private func target(_ kind: TargetKind, _ output: Shape) -> Target? {
    switch kind {
    case .classes:
      guard let label, output.rank > 1 else { return nil }
      return .classes([Int](repeating: label, count: output.count / max(1, output[1])))
    case .values:
      if output == image.shape { return .values(image) }
      guard let label, output.rank > 1, label < output.sample.count else { return nil }
      return .oneHot([label], output)
    }
  }
}
