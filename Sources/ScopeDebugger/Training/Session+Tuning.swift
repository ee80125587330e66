import CNNModel

/// The commands that change what a step trains with; what runs goes on with it, on a branch.
extension Session {
  static let tuning: [Command<Session>] = [
    Command(
      "data", arguments: "[NAME]", completion: .words(["digits", "mnist", "none"]),
      help: "train on a data set: digits, mnist, a folder; none for the image alone",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.choose(data: text) }
        return Reply(session.dataLine)
      }),
    Command(
      "batch", arguments: "[N]", help: "how many images a step takes",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        try session.change(text, "a batch") {
          $0.batchSize = $0.data.batchSize(atMost: $1)
        }
      }),
    Command(
      "shift", arguments: "[N]", help: "move every image by up to N cells at random",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        try session.change(text, "a shift", atLeast: 0) { $0.shift = ImageShift(most: $1) }
      }),
    Command(
      "epochs", arguments: "[N]",
      help: "how many epochs a training takes that is not told its steps",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { session.epochs = try count(text) }
        return Reply("\(session.epochs) epochs")
      }),
    option("rate", "lr", "the learning rate"),
    option("momentum", "momentum", "the share of the velocity that stays, per step"),
    option("weight-decay", "weight-decay", "the share of itself that a parameter loses, per rate"),
    Command(
      "schedule", arguments: "[NAME [STEPS] …]",
      completion: .words(ScheduleCatalog.all.map { $0.grammar.keyword }),
      help: "how the rate changes from here on: constant, step, cosine, one-cycle",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.choose(schedule: text) }
        let debugger = session.debugger
        return Reply("schedule \(debugger.setup.schedule), rate \(Decimals.text(debugger.rate, 5))")
      }),
    Command(
      "recipe", arguments: "[NAME]", completion: .words(Recipe.all.map(\.name)),
      help: "begin a training that people know; without a name, list them",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard !text.isEmpty else {
          return Reply(SummaryTable.aligned(Recipe.all.map { [$0.name, $0.help] }))
        }
        let recipe = try Recipe.named(text)
        try session.begin(recipe)
        return Reply("\(recipe.help); train begins")
      }),
    Command(
      "history", arguments: "[MB]", help: "how much memory the way back may take",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty {
          guard let size = Int(text), (0...1 << 20).contains(size) else {
            throw UserError("history takes a number of megabytes, not \"\(text)\"")
          }
          session.debugger.limitHistory(to: size << 20)
        }
        return Reply(session.historyLine)
      }),
  ]

  /// The command that changes one word of the optimizer.
  private static func option(_ name: String, _ word: String, _ help: String) -> Command<Session> {
    Command(
      name, arguments: "[X]", help: help,
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if !text.isEmpty { try session.choose(word, text) }
        return Reply("optimizer \(session.debugger.setup.optimizer)")
      })
  }

  /// The optimizer with another value for one of its words.
  private mutating func choose(_ word: String, _ value: String) throws(UserError) {
    guard Double(value) != nil else {
      throw UserError("\(word) needs a number, not \"\(value)\"")
    }
    try choose(optimizer: TrainingSettings.optimizer(debugger.setup.optimizer, word, value))
  }

  mutating func choose(data name: String) throws(UserError) {
    guard name != "none" else { return debugger.choose(Feed.image) }
    let data = try TrainingData(name, for: network, preparation)
    let before = debugger.latestFeed
    var feed = SampleFeed(data, batchSize: before?.batchSize ?? 64)
    feed.shift = before?.shift ?? feed.shift
    debugger.choose(.samples(feed))
  }

  private mutating func choose(schedule text: String) throws(UserError) {
    let start = debugger.next == nil ? debugger.step + 1 : debugger.step
    let steps = stepsLeft ?? plannedSteps
    debugger.choose(try TrainingSettings.schedule(text, steps: steps, start: start))
  }

  /// Changes a number of the feed.
  private mutating func change(
    _ text: String, _ name: String, atLeast least: Int = 1,
    _ change: (inout SampleFeed, Int) -> Void
  ) throws(UserError) -> Reply {
    guard var feed = debugger.setup.sampleFeed else {
      throw UserError("\(name) is of a data set; data digits chooses one")
    }
    guard !text.isEmpty else { return Reply(dataLine) }
    guard let number = Int(text), (least...1_000_000).contains(number) else {
      throw UserError("\(name) is a whole number of at least \(least), not \"\(text)\"")
    }
    change(&feed, number)
    debugger.choose(.samples(feed))
    return Reply(dataLine)
  }

  /// Begins what a recipe says.
  mutating func begin(_ recipe: Recipe) throws(UserError) {
    var settings = recipe.settings
    settings.seed = debugger.setup.seed
    let begun = try settings.debugger(
      try recipe.openNetwork(), preparation, budget: debugger.history.budget)
    stand()
    (results, epochs) = (nil, settings.epochs)
    debugger = begun
  }

  /// The data set, its size, and what is done to its images: step 0.
  private var dataLine: String {
    guard let feed = debugger.setup.sampleFeed else {
      return "the image alone: \(debugger.setup.subject.name)"
    }
    let shift = feed.shift.most > 0 ? ", shifted by up to \(feed.shift.most)" : ""
    return "\(feed.data.name): \(feed.data.train.count) images to train with, "
      + "\(feed.data.test.count) to test; batch \(feed.batchSize), "
      + "\(feed.stepsPerEpoch) steps an epoch; \(feed.data.fit)\(shift)"
  }
}
