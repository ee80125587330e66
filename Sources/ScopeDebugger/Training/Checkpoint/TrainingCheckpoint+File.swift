package import CNNModel
import ModelFiles

/// A checkpoint as a file: a safetensors file with the parameters and running statistics under the
/// names by which weights are loaded, the optimizer's slots as `LAYER.PARAMETER.SLOT`, and the settings
/// in its metadata. As a file of weights it can be read by whatever reads those.
extension TrainingCheckpoint {
  private static let version = "1"

  /// Makes the checkpoint the content of a file; one that is there is replaced.
  ///
  /// - Throws: ``UserError`` where it cannot be written; a file that was there is then unchanged.
  package func write(to path: String, _ network: Network) throws(UserError) {
    guard !path.lowercased().hasSuffix(".npz") else {
      throw UserError("\(path.harmless): a checkpoint is a .safetensors file, not .npz")
    }
    var metadata = settings.texts
    metadata["cnnscope.checkpoint"] = Self.version
    (metadata["step"], metadata["updates"]) = ("\(step)", "\(state.updates)")
    metadata["epoch.count"] = "\(mean.count)"
    metadata["epoch.loss"] = "\(mean.losses)"
    metadata["epoch.accuracy"] = mean.accuracies.map { "\($0)" }
    let arrays = WeightFile.arrays(of: state, network) + Self.slots(of: state, network)
    do throws(FileError) {
      try SafetensorsFile.write(arrays, metadata: metadata, to: path)
    } catch {
      throw UserError(error)
    }
  }

  private static func slots(of state: ModelState, _ network: Network) -> [NamedArray] {
    network.nodes.indices.flatMap { node in
      let names = network.parameters(of: node).map(\.name)
      return names.indices.flatMap { index in
        state.slotNames.indices.map { slot in
          NamedArray(
            "\(network.nodes[node].name).\(names[index]).\(state.slotNames[slot])",
            NumericArray(state.slots[node][index][slot]))
        }
      }
    }
  }

  /// Reads a file that ``write(to:_:)`` has written for a network of the same layers.
  ///
  /// - Throws: ``UserError`` where it cannot be read, holds no checkpoint, or that of another network.
  package init(_ path: String, for network: Network) throws(UserError) {
    do throws(FileError) {
      let file = try SafetensorsFile.readWithMetadata(path)
      try self.init(CheckpointReader(path: path, file.arrays, file.metadata), network)
    } catch {
      throw UserError(error)
    }
  }

  private init(_ file: CheckpointReader, _ network: Network) throws(FileError) {
    guard let version = file.metadata["cnnscope.checkpoint"] else {
      throw FileError(
        path: file.path, reason: "this is not a checkpoint; --weights or :load reads weights alone")
    }
    guard version == Self.version else {
      throw FileError(
        path: file.path,
        reason: "checkpoints of version \(Self.version) are read, but this is version "
          + version.quoted)
    }
    settings = try CheckpointSettings(file)
    guard settings.network == network.title else {
      throw FileError(
        path: file.path,
        reason: "this is a checkpoint of \(settings.network.quoted), but \(network.title) is open")
    }
    step = try file.number("step", 0...Int(Int32.max))
    mean = TrainingMean(
      count: try file.number("epoch.count", 0...Int(Int32.max)),
      losses: try file.decimal("epoch.loss") ?? 0, accuracies: try file.decimal("epoch.accuracy"))
    state = try file.state(network, settings)
  }
}

extension CheckpointSettings {
  /// As metadata of a file.
  fileprivate var texts: [String: String] {
    [
      "network": network, "optimizer": optimizer, "schedule": schedule, "mode": mode.rawValue,
      "seed": "\(seed)", "data": data.name, "data.count": "\(data.count)",
      "data.fingerprint": "\(data.fingerprint)", "batch": "\(data.batch)",
      "augmentation": data.augmentation.text, "shuffled": "\(data.isShuffled)",
      "first-step": "\(data.firstStep)", "first-epoch": "\(data.firstEpoch)",
    ]
  }

  fileprivate init(_ file: CheckpointReader) throws(FileError) {
    network = try file.text("network")
    optimizer = try file.text("optimizer")
    schedule = try file.text("schedule")
    mode = try file.text("mode") == ComputeMode.training.rawValue ? .training : .evaluation
    seed = try file.hash("seed")
    data = try DataSettings(file)
  }
}

extension CheckpointSettings.DataSettings {
  fileprivate init(_ file: CheckpointReader) throws(FileError) {
    let counts = 1...Int(Int32.max)
    name = try file.text("data")
    count = try file.number("data.count", counts)
    fingerprint = try file.hash("data.fingerprint")
    batch = try file.number("batch", counts)
    augmentation = try file.augmentation()
    isShuffled = try file.text("shuffled") == "true"
    firstStep = try file.number("first-step", 0...Int(Int32.max))
    firstEpoch = try file.number("first-epoch", 0...Int(Int32.max))
  }
}
