import ArgumentParser
import CNNEngine
import CNNModel
import ScopeDebugger

/// What a training needs besides its network; a recipe gives what is not said.
struct TrainingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("digits, mnist, or a folder with IDX files.", valueName: "data"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A training that people know: \(Recipe.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"), completion: .list(Recipe.all.map(\.name)))
  var recipe: String?

  @Option(help: "How many times every image is taken; 10 unless said.")
  var epochs: Int?

  @Option(help: "How many images a step takes; 64 unless said.")
  var batch: Int?

  @Option(help: "sgd, momentum, nesterov, adam or adamw; sgd unless said.")
  var optimizer: String?

  @Option(help: ArgumentHelp("The learning rate.", valueName: "x"))
  var lr: Double?

  @Option(help: ArgumentHelp("The share of the velocity that stays, per step.", valueName: "x"))
  var momentum: Double?

  @Option(help: ArgumentHelp("The share of itself that a parameter loses.", valueName: "x"))
  var weightDecay: Double?

  @Option(help: "How the rate changes: constant, step, cosine or one-cycle.")
  var schedule: String?

  @Option(help: "Images are moved by up to so many cells at random; 0 unless said.")
  var shift: Int?

  @Option(help: "How many of the images to train with are used; all unless said.")
  var limit: Int?

  func validate() throws {
    let counts = [("epochs", epochs), ("batch", batch), ("limit", limit)]
    for (name, count) in counts where (count ?? 1) < 1 || (count ?? 1) > 1_000_000 {
      throw ValidationError("--\(name) takes a number from 1 to 1000000, not \(count ?? 0)")
    }
    if let shift, !(0...1000).contains(shift) {
      throw ValidationError("--shift takes a number from 0 to 1000, not \(shift)")
    }
    if data == nil, recipe == nil {
      throw ValidationError("--data or --recipe is needed, as in --data digits")
    }
  }

  /// The settings that the options mean.
  ///
  /// - Throws: `UserError` when there is no such recipe.
  func settings(seed: UInt64) throws -> TrainingSettings {
    var settings =
      try recipe.map { try Recipe.named($0).settings } ?? TrainingSettings(data: data ?? "")
    settings.data = data ?? settings.data
    settings.epochs = epochs ?? settings.epochs
    settings.batch = batch ?? settings.batch
    settings.schedule = schedule ?? settings.schedule
    settings.shift = shift ?? settings.shift
    settings.limit = limit ?? settings.limit
    settings.optimizer = line(optimizer ?? settings.optimizer)
    settings.seed = seed
    return settings
  }

  private func line(_ optimizer: String) -> String {
    let words = [("lr", lr), ("momentum", momentum), ("weight-decay", weightDecay)]
    return words.reduce(optimizer) { line, word in
      word.1.map { TrainingSettings.optimizer(line, word.0, "\($0)") } ?? line
    }
  }
}
