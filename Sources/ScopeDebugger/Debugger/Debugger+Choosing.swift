public import CNNModel
package import ModelFiles

/// Settings that can be changed between two steps, or within one, which then starts over.
extension Debugger {
  /// Another image, alone in its batch. A data set that was trained with waits until training goes
  /// on.
  package mutating func choose(_ input: NetworkInput) {
    change {
      if $0.dataLoader != nil { $0.waitingMode = $0.mode }
      ($0.input, $0.waiting) = (input, $0.trainingData)
      $0.source = .image
    }
  }

  /// The same image with another target: the step goes on from the forward pass so far, with the loss
  /// if it was known. A step that is over is followed by the next, and one of a data set by that of
  /// the image.
  mutating func compare(_ input: NetworkInput) {
    guard next != nil, setup.dataLoader == nil else { return choose(input) }
    var setup = setup
    setup.input = input
    if setup != self.setup { replaceTarget(setup) }
  }

  /// The same image and the same data set, prepared in another way.
  mutating func choose(_ input: NetworkInput, prepared loader: DataLoader?) {
    change {
      $0.input = input
      if let loader, $0.dataLoader != nil {
        $0.source = .dataSet(loader)
      } else {
        $0.waiting = loader
      }
    }
  }

  /// Another mode, in which layers that depend on it compute.
  package mutating func choose(_ mode: ComputeMode) { change { $0.mode = mode } }

  /// Goes on with the data set that waits while an image is looked at, in its mode.
  mutating func resumeTrainingData() {
    guard setup.dataLoader == nil, let waiting = setup.waiting else { return }
    choose(.dataSet(waiting), in: setup.waitingMode)
  }

  /// Another optimizer. One that remembers other things forgets what was remembered, and a fault
  /// planted in the update of the old one is gone.
  public mutating func choose(_ optimizer: any Optimizer) {
    change {
      $0.optimizer = optimizer.text
      if $0.fault?.place == .update { $0.fault = nil }
    }
  }

  package mutating func choose(_ schedule: any Schedule) { change { $0.schedule = schedule.text } }

  /// Another data set, batch size or shift, from the next step on where this one is over. A branch
  /// with the same that begins here is gone on with.
  ///
  /// - Parameter mode: the usual one unless given, where it is another kind of batch.
  package mutating func choose(_ source: BatchSource, in mode: ComputeMode? = nil) {
    let begins = next == nil ? step + 1 : step
    var earlier: DataLoader?
    if case .dataSet(let loader) = source { earlier = earlierLoader(like: loader) }
    change { setup in
      setup.waiting = nil
      if let earlier {
        setup.source = .dataSet(earlier)
      } else if case .dataSet(let loader) = source, setup.source != source {
        setup.source = .dataSet(loader.begun(at: begins, seed: setup.seed))
      } else {
        setup.source = source
      }
      setup.waitingMode = .training
      if let mode { setup.mode = mode }
    }
  }

  /// The loader of a step that was begun here before, if it gives the same samples in such batches.
  private func earlierLoader(like loader: DataLoader) -> DataLoader? {
    guard next != nil else { return nil }
    let parent = timeline.parent(of: timeline.current).map { [$0] } ?? []
    let others = (parent + timeline.alternatives).map { timeline.setup(of: $0) }
    return others.compactMap(\.dataLoader).last { $0.givesSameBatches(as: loader) }
  }

  private mutating func change(_ settings: (inout StepSetup) -> Void) {
    var setup = setup
    settings(&setup)
    choose(setup)
  }
}

/// What the batch holds.
extension Debugger {
  package var batchSize: Int { execution.batch.size }

  /// The sample of the batch that is looked at.
  package var selectedSample: SelectedSample { SelectedSample(setup, step: step, index: sample) }
}

/// One sample of a step's batch.
package struct SelectedSample: Sendable {
  private let setup: StepSetup
  /// Its place in the data set; `nil` for the chosen image.
  private let place: (loader: DataLoader, index: Int)?

  init(_ setup: StepSetup, step: Int, index: Int) {
    self.setup = setup
    place = setup.dataLoader.map { ($0, $0.order(seed: setup.seed).samples(of: step)[index]) }
  }

  /// The class, when it is known.
  package var label: Int? {
    guard let place else { return setup.input.label }
    return place.loader.data.train.knownLabel(of: place.index)
  }

  /// How the user names it: `digits:42`, `mnist:train:531`.
  package var name: String {
    place.map { "\($0.loader.data.name):train:\($0.index)" } ?? setup.input.name
  }

  /// The sample as it came, before preprocessing: `[1, channels, rows, columns]`.
  package var original: Tensor {
    place.map { $0.loader.data.train.original(at: [$0.index]) } ?? setup.input.original
  }

  /// The preprocessing: what makes it the network's input; `nil` where it is taken as it is.
  package var preparation: Preprocessing? {
    place?.loader.data.preparation ?? setup.input.preparation
  }
}
