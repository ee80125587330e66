import CNNModel
import NumberText

/// The commands that change what a step trains with; what runs goes on with it, on a branch.
extension SessionCommands {
  static let tuning: [Command<Session>] = [
    Command(
      "optimizer", OptimizerLine().optional,
      help: "how parameters are updated: sgd, momentum, nesterov, adam, adamw",
      answer: { session, optimizer in
        if let optimizer { session.choose(optimizer) }
        return Reply("optimizer \(session.debugger.setup.optimizer)")
      }),
    Command(
      "data",
      InputFile.dataSet.orNone.optional,
      help: "train on a data set; without a name, say what it is; none for the image alone",
      answer: { session, name throws(UserError) in
        guard let name else {
          let lines = session.dataSetSummary.map(DataSetTable.lines) ?? []
          return Reply([session.text.dataLine] + lines.dropFirst())
        }
        try session.choose(data: name)
        return Reply(session.text.dataLine)
      }),
    Command(
      "batch", WholeNumber.count.optional, help: "how many images a step takes",
      answer: { session, count throws(UserError) in
        Reply(
          try session.changeFeed { loader in
            if let count { loader.batchSize = loader.data.batchSize(atMost: count) }
          })
      }),
    Command(
      "shift", WholeNumber("N", 0...1_000_000, example: 1).optional,
      help: "shift every image by up to N pixels at random",
      answer: { session, cells throws(UserError) in
        Reply(
          try session.changeFeed { loader in
            if let cells { loader.augmentation = loader.augmentation.shifting(by: cells) }
          })
      }),
    Command(
      "augment",
      Text(
        "CHANGE, …", "changes of images", example: "flip, crop 4",
        completion: .words(ImageChange.forms)
      ).orNone.optional,
      help: "change every image at random: flip, crop N [reflect], cutout N, shift N, or none",
      answer: { session, text throws(UserError) in
        let augmentation = try text.map { text throws(UserError) in
          try TrainingSettings.augmentation(text ?? "none")
        }
        return Reply(
          try session.changeFeed { loader in
            if let augmentation { loader.augmentation = augmentation }
          })
      }),
    Command(
      "epochs", WholeNumber.count.optional,
      help: "how many epochs train runs for when no N is given",
      answer: { session, count in
        session.epochs = count ?? session.epochs
        return Reply("\(session.epochs) epochs")
      }),
    option("rate", "lr", "the learning rate"),
    option("momentum", "momentum", "the fraction of the velocity that is kept per step"),
    option(
      "weight-decay", "weight-decay",
      "the fraction that a parameter shrinks by per step, times the rate"),
    Command(
      "schedule",
      Text(
        "NAME [STEPS] …", "a schedule", example: "cosine 1000",
        completion: .words(ScheduleCatalog.all.map { $0.grammar.keyword })
      ).optional,
      help: "how the rate changes from here on: constant, step, cosine, one-cycle",
      answer: { session, text throws(UserError) in
        if let text { try session.choose(schedule: text) }
        let debugger = session.debugger
        return Reply("schedule \(debugger.setup.schedule), rate \(Decimals.text(debugger.rate, 5))")
      }),
    Command(
      "recipe", RecipeName().optional, traits: [.mayDiscardTraining, .worksWithoutNetwork],
      help: "begin a well-known training; without a name, list them",
      answer: { session, recipe throws(UserError) in
        guard let recipe else {
          return Reply(SummaryTable.aligned(Recipe.all.map { [$0.name, $0.help] }))
        }
        try session.begin(recipe)
        return Reply("\(recipe.help); train begins")
      }),
    Command(
      "history", WholeNumber("MB", 0...1 << 20, example: 256).optional,
      help: "how much memory the history may take",
      answer: { session, megabytes in
        if let megabytes { session.debugger.timeline.limit(to: megabytes << 20) }
        return Reply(session.text.historyLine)
      }),
  ].inGroup(.training)

  /// The command that changes one word of the optimizer.
  private static func option(_ name: String, _ word: String, _ help: String) -> Command<Session> {
    Command(
      name, DecimalNumber("X", example: "0.1").optional, help: help,
      answer: { session, value throws(UserError) in
        if let value { try session.choose(word, value) }
        return Reply("optimizer \(session.debugger.setup.optimizer)")
      })
  }
}

extension Augmentation {
  /// The same changes with another shift in its place, or behind them; with none for 0 cells.
  fileprivate func shifting(by cells: Int) -> Augmentation {
    let isShift = { (change: ImageChange) in if case .shift = change { true } else { false } }
    let place = changes.firstIndex(where: isShift) ?? changes.endIndex
    var others = changes
    others.removeAll(where: isShift)
    if cells > 0 { others.insert(.shift(cells), at: place) }
    return Augmentation(others)
  }
}

extension Session {
  /// The optimizer with another value for one of its words.
  mutating func choose(_ word: String, _ value: Double) throws(UserError) {
    let line = TrainingSettings.optimizer(debugger.setup.optimizer, word, "\(value)")
    choose(try TrainingSettings.optimizer(line))
  }

  /// - Parameter name: `nil` for the image alone.
  package mutating func choose(data name: String?) throws(UserError) {
    guard let name else { return debugger.choose(BatchSource.image) }
    let data = try TrainingData(name, for: network, preparation)
    try data.checkTrainPart()
    let before = debugger.history.latestDataLoader
    var loader = DataLoader(data, batchSize: before?.batchSize ?? 64)
    loader.augmentation =
      data.hasPlaces ? loader.augmentation : before?.augmentation ?? loader.augmentation
    try MemoryCheck(network).training(loader, debugger.optimizer)
    debugger.choose(.dataSet(loader))
  }

  mutating func choose(schedule text: String) throws(UserError) {
    let start = debugger.next == nil ? debugger.step + 1 : debugger.step
    let steps = stepsLeft ?? loop.plannedSteps
    debugger.choose(try TrainingSettings.schedule(text, steps: steps, start: start))
  }

  /// Changes how a data set is fed.
  ///
  /// - Returns: a sentence about it.
  mutating func changeFeed(
    _ change: (inout DataLoader) -> Void
  ) throws(UserError) -> String {
    guard var loader = debugger.setup.trainingData else {
      throw UserError("there is no data set; data digits chooses one")
    }
    let old = loader
    change(&loader)
    try loader.data.check(loader.augmentation)
    try MemoryCheck(network).training(loader, debugger.optimizer)
    if loader != old { debugger.choose(.dataSet(loader)) }
    return text.dataLine
  }

  /// Begins what a recipe says.
  mutating func begin(_ recipe: Recipe) throws(UserError) {
    let start = subject.start
    var settings = recipe.settings
    settings.seed = start.seed
    let begun = try settings.debugger(
      try recipe.openNetwork(), preparation, budget: start.budget)
    replace(begun)
    epochs = settings.epochs
  }
}
