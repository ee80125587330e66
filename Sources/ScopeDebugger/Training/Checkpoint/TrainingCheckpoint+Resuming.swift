import CNNModel
import ModelFiles

/// Resuming from a checkpoint.
extension TrainingCheckpoint {
  /// The settings of a training that takes the samples which the checkpoint's training would have taken
  /// next. Optimizer, schedule and number of epochs may be others.
  ///
  /// - Parameters:
  ///   - setup: of the training, fed by a data set.
  ///   - steps: how many steps the training has in all.
  /// - Throws: ``UserError`` naming the setting that differs, and where no step is left.
  func setup(continuing setup: StepSetup, steps: Int) throws(UserError) -> StepSetup {
    guard var loader = setup.dataLoader else { return setup }
    let (own, other) = (settings.data, CheckpointSettings.DataSettings(loader))
    let numbers = [
      ("batch size", "\(own.batch)", "\(other.batch)"),
      Self.augmentations(own.augmentation, other.augmentation),
      ("seed", "\(settings.seed)", "\(setup.seed)"),
      ("number of images", "\(own.count)", "\(other.count)"),
    ]
    for (name, kept, given) in numbers where kept != given {
      throw UserError(
        "the checkpoint was trained with \(name) \(kept), not \(given), so its batches would differ"
      )
    }
    guard own.fingerprint == other.fingerprint else { throw Self.otherImages(own.name) }
    guard step < steps else {
      throw UserError(
        "the checkpoint is at step \(step), and the training ends after \(steps) steps; raise --epochs "
          + "to continue")
    }
    own.place(&loader)
    var resumed = setup
    (resumed.source, resumed.mode) = (.dataSet(loader), settings.mode)
    return resumed
  }

  /// The names of two augmentations, as numbers where both only shift.
  private static func augmentations(
    _ own: Augmentation, _ other: Augmentation
  ) -> (String, String, String) {
    guard let shift = own.shiftAlone, let otherShift = other.shiftAlone else {
      return ("augmentation", "\"\(own.text)\"", "\"\(other.text)\"")
    }
    return ("shift", "\(shift)", "\(otherShift)")
  }

  private static func otherImages(_ name: String) -> UserError {
    UserError(
      "the images of \(name.quoted) are not those that the checkpoint was trained with, or they are "
        + "preprocessed differently")
  }

  /// The settings of its training, with the data set opened again.
  ///
  /// - Parameters:
  ///   - setup: of what is open; its image stays.
  ///   - preparation: what is done to images.
  /// - Throws: ``UserError`` where the data set cannot be opened, or is not what it was.
  func setup(
    _ network: Network, besides setup: StepSetup, _ preparation: PreprocessingOptions
  ) throws(UserError) -> StepSetup {
    let kept = settings.data
    let data = try TrainingData(kept.name, for: network, preparation)
    let isLimited = data.train.count > kept.count
    let fitted =
      isLimited ? try TrainingData(kept.name, for: network, preparation, limit: kept.count) : data
    guard fitted.train.count == kept.count, fitted.fingerprint == kept.fingerprint else {
      throw Self.otherImages(kept.name)
    }
    var loader = DataLoader(fitted, batchSize: kept.batch)
    loader.augmentation = kept.augmentation
    kept.place(&loader)
    var resumed = setup
    (resumed.source, resumed.waiting) = (.dataSet(loader), nil)
    (resumed.optimizer, resumed.schedule) = (settings.optimizer, settings.schedule)
    (resumed.seed, resumed.mode) = (settings.seed, settings.mode)
    return resumed
  }
}

extension CheckpointSettings.DataSettings {
  /// Gives a loader the order of these settings.
  fileprivate func place(_ loader: inout DataLoader) {
    loader.isShuffled = isShuffled
    (loader.firstStep, loader.firstEpoch) = (firstStep, firstEpoch)
  }
}

extension SessionCommands {
  static let checkpoints: [Command<Session>] = [
    Command(
      "checkpoint", OutputFile(example: "net.checkpoint.safetensors"), traits: .writesFile,
      help: "write a checkpoint of the training, from which :resume continues exactly",
      answer: { session, file throws(UserError) in
        Reply(try session.keepCheckpoint(in: file))
      }),
    Command(
      "resume", InputFile("FILE", "a checkpoint", example: "net.checkpoint.safetensors"),
      traits: .mayDiscardTraining,
      help: "continue the training of a checkpoint of this network, with its data set",
      answer: { session, path throws(UserError) in Reply(try session.resume(path)) }),
  ].inGroup(.files)
}

extension Session {
  /// What the training can be resumed from; `nil` where nothing was trained on a data set.
  package var checkpoint: TrainingCheckpoint? { hasNetwork ? loop.checkpoint() : nil }

  mutating func keepCheckpoint(in file: OutputFile.Destination) throws(UserError) -> String {
    guard let checkpoint else {
      throw UserError("there is no training on a data set to write; :data digits chooses one")
    }
    try file.check(for: .weights)
    try checkpoint.write(to: file.path, network)
    if checkpoint.state == debugger.state { noteSaved(to: file.path) }
    return "\(file.path.harmless): step \(checkpoint.step); :resume continues from it"
      + FaultAnswers.remark(debugger)
  }

  /// Resumes from a checkpoint: its step begins, and there is nothing before it.
  mutating func resume(_ path: String) throws(UserError) -> String {
    let checkpoint = try TrainingCheckpoint(path, for: network)
    let setup = try checkpoint.setup(network, besides: debugger.setup, preparation)
    loop.stop()
    loop.forgetEvaluation()
    debugger.resume(checkpoint, setup)
    saved = fingerprint
    resumed = ResumedFile(path: path)
    return "\(path.harmless): \(checkpoint.settings.data.name), step \(checkpoint.step), "
      + "\(checkpoint.state.updates) updates; :train continues"
  }
}
