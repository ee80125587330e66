import CNNEngine
package import CNNModel

/// What a training resumes from, bit for bit: the state before a step, and the settings of that step.
package struct TrainingCheckpoint: Sendable {
  /// Parameters, running statistics, the optimizer's slots and the number of updates.
  package let state: ModelState
  /// The training step that comes next.
  package let step: Int
  package let settings: CheckpointSettings
  /// Of the epoch under way, up to that step.
  let mean: TrainingMean
}

/// The settings of a training that a checkpoint keeps, as they are written.
package struct CheckpointSettings: Hashable, Sendable {
  package let network: String
  package let optimizer: String
  package let schedule: String
  package let mode: ComputeMode
  package let seed: UInt64
  let data: DataSettings

  /// Which samples a step takes.
  struct DataSettings: Hashable, Sendable {
    /// How the user names the data set.
    let name: String
    /// How many samples there are to train with.
    let count: Int
    /// A hash of one sample as the network takes it: other images, or others preprocessed, differ.
    let fingerprint: UInt64
    let batch: Int
    let augmentation: Augmentation
    let isShuffled: Bool
    let firstStep: Int
    let firstEpoch: Int

    init(_ loader: DataLoader) {
      (name, count) = (loader.data.name, loader.data.train.count)
      (batch, isShuffled) = (loader.batchSize, loader.isShuffled)
      augmentation = loader.augmentation
      (firstStep, firstEpoch) = (loader.firstStep, loader.firstEpoch)
      fingerprint = loader.data.fingerprint
    }
  }
}

extension TrainingData {
  /// FNV-1a over the numbers of the last sample to train with, and its class or target.
  var fingerprint: UInt64 {
    let last = train.count - 1
    let numbers = train.inputs(at: [last]).elements.map { UInt64($0.bitPattern) }
    return (numbers + train.targetBits(of: last)).reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ $1) &* 0x100_0000_01B3
    }
  }
}

extension CheckpointSettings {
  /// The settings of a step of a training on a data set; `nil` without one.
  init?(_ setup: StepSetup, of network: Network) {
    guard let loader = setup.trainingData else { return nil }
    (self.network, optimizer, schedule) = (network.title, setup.optimizer, setup.schedule)
    (seed, data) = (setup.seed, DataSettings(loader))
    mode = setup.dataLoader == nil ? setup.waitingMode : setup.mode
  }
}

extension TrainingLoop {
  /// What the training can be resumed from: the beginning of the current step, or of the next where
  /// that is done; `nil` where nothing was trained on a data set.
  func checkpoint(mean: TrainingMean = TrainingMean()) -> TrainingCheckpoint? {
    guard let settings = CheckpointSettings(debugger.setup, of: debugger.network) else {
      return nil
    }
    if let restored {
      return TrainingCheckpoint(
        state: restored.state, step: restored.step, settings: settings, mean: TrainingMean())
    }
    let isAhead = wholeSteps?.leader != nil
    return TrainingCheckpoint(
      state: isAhead || isStepDone ? state : debugger.origin,
      step: isStepDone ? debugger.step + 1 : debugger.step, settings: settings, mean: mean)
  }
}

extension Debugger {
  /// Begins at the step of a checkpoint, with these settings and no history.
  mutating func resume(_ checkpoint: TrainingCheckpoint, _ setup: StepSetup) {
    restart(setup, Beginning(loaded: checkpoint.state, start: checkpoint.step))
  }
}
