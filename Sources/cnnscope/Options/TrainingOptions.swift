import ArgumentParser
import CNNEngine
import CNNModel
import ScopeDebugger

/// The settings of a training besides its network; a recipe supplies those that are not given.
struct TrainingOptions: ParsableArguments {
  @Option(help: .dataSet)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A well-known training recipe: \(Recipe.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"), completion: .list(Recipe.all.map(\.name)))
  var recipe: String?

  @Option(help: "The number of epochs (default: 10).")
  var epochs: Int?

  @Option(help: "The batch size (default: 64).")
  var batch: Int?

  @Option(help: "The optimizer: sgd, momentum, nesterov, adam or adamw (default: sgd).")
  var optimizer: String?

  @Option(help: ArgumentHelp("The learning rate.", valueName: "x"))
  var lr: Double?

  @Option(
    help: ArgumentHelp("The momentum: the fraction of the velocity kept per step.", valueName: "x"))
  var momentum: Double?

  @Option(help: ArgumentHelp("The weight decay.", valueName: "x"))
  var weightDecay: Double?

  @Option(
    help: "The learning rate schedule: constant, step, cosine or one-cycle (default: constant).")
  var schedule: String?

  @Option(help: "Shift training images randomly by up to this many pixels (default: 0).")
  var shift: Int?

  @Option(
    help: ArgumentHelp(
      "Change training images randomly, such as \"flip, crop 4, cutout 8\" (default: none).",
      discussion:
        "flip, crop N [reflect], cutout N and shift N, in the order in which they are done.",
      valueName: "changes"))
  var augment: String?

  @Option(help: "Use only the first training images (default: all).")
  var limit: Int?

  func validate() throws {
    let counts = [("epochs", epochs), ("batch", batch), ("limit", limit)]
    for (name, count) in counts where (count ?? 1) < 1 || (count ?? 1) > 1_000_000 {
      throw ValidationError("--\(name) takes a number from 1 to 1000000, not \(count ?? 0)")
    }
    if let shift, !(0...1000).contains(shift) {
      throw ValidationError("--shift takes a number from 0 to 1000, not \(shift)")
    }
    if shift != nil, augment != nil {
      throw ValidationError("--shift and --augment exclude each other; --augment takes shift, too")
    }
    if data == nil, recipe == nil {
      throw ValidationError("--data or --recipe is needed, as in --data digits")
    }
  }

  /// The settings that the options describe.
  ///
  /// - Throws: `UserError` when there is no such recipe.
  func settings(seed: UInt64) throws -> TrainingSettings {
    var settings =
      try recipe.map { try Recipe.named($0).settings } ?? TrainingSettings(data: data ?? "")
    settings.data = data ?? settings.data
    settings.epochs = epochs ?? settings.epochs
    settings.batch = batch ?? settings.batch
    settings.schedule = schedule ?? settings.schedule
    settings.augmentation =
      augment ?? shift.map { $0 == 0 ? "none" : "shift \($0)" }
      ?? settings.augmentation
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
