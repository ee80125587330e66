package import CNNModel
package import ModelFiles

/// A well-known training recipe.
package struct Recipe: Sendable {
  package let name: String
  /// One line.
  package let help: String
  /// A built-in network, or lines of a model file.
  package let network: String
  package let settings: TrainingSettings

  package static let all: [Recipe] = ofNetworks + ofTrainedWeights

  private static let ofNetworks: [Recipe] = [
    Recipe(
      name: "inside", help: "plain mini-batch descent: lr 0.1, batch 64, 10 epochs of the digits",
      network: "inside",
      settings: TrainingSettings(data: "digits", optimizer: "sgd lr 0.1", batch: 64, epochs: 10)),
    Recipe(
      name: "avgpool16",
      help:
        "one image at a time: lr 0.05, the first 5000 of MNIST, 4 epochs, a row every 100 steps",
      network: "avgpool16",
      settings: TrainingSettings(
        data: "mnist", optimizer: "sgd lr 0.05", batch: 1, epochs: 4, limit: 5000,
        reportEvery: 100)),
    Recipe(
      name: "digits8", help: "the smallest classifier: lr 0.1, batch 64, 10 epochs of the digits",
      network: "digits8",
      settings: TrainingSettings(data: "digits", optimizer: "sgd lr 0.1", batch: 64, epochs: 10)),
    Recipe(
      name: "digits-97",
      help:
        "a small network that reaches 97% on the digits: AdamW, one cycle, images shifted by a pixel",
      network: """
        input 1x8x8
        conv 8 3x3 pad same no-bias
        batchnorm
        relu
        conv 16 3x3 pad same no-bias
        batchnorm
        relu
        maxpool 2
        conv 32 3x3 pad same no-bias
        batchnorm
        relu
        flatten
        dropout 0.4
        linear 10
        """,
      settings: TrainingSettings(
        data: "digits", optimizer: "adamw lr 0.006 weight-decay 0.05", schedule: "one-cycle",
        batch: 32, epochs: 28, augmentation: "shift 1")),
    Recipe(
      name: "lenet5-99",
      help: "LeNet-5 with ReLU that reaches 99% on MNIST: Adam, one cycle, 3 epochs",
      network: "lenet5-relu",
      settings: TrainingSettings(
        data: "mnist", optimizer: "adam lr 0.004", schedule: "one-cycle", batch: 64, epochs: 3)),
  ]

  /// Those that made the weights which come with the program.
  private static let ofTrainedWeights: [Recipe] = [
    trained("lenet5", "97%", "adamw lr 0.006 weight-decay 0.02", epochs: 60, shift: 2),
    trained("lenet5-relu", "97%", "adamw lr 0.003 weight-decay 0.05", epochs: 40, shift: 2),
    trained("digits8", "92%", "adamw lr 0.02 weight-decay 0.05", epochs: 80),
    trained("separable", "93%", "adam lr 0.012", batch: 16, epochs: 60),
    trained("residual", "98%", "adamw lr 0.008 weight-decay 0.05", epochs: 40, shift: 2),
    trained("autoencoder", nil, "adam lr 0.01", epochs: 60),
  ]

  private static func trained(
    _ network: String, _ accuracy: String?, _ optimizer: String, batch: Int = 32, epochs: Int,
    shift: Int = 0
  ) -> Recipe {
    let reached = accuracy.map { ", \($0) right" } ?? ""
    return Recipe(
      name: "\(network)-digits",
      help: "the trained weights of \(network) that come with the program\(reached)",
      network: network,
      settings: TrainingSettings(
        data: "digits", optimizer: optimizer, schedule: "one-cycle", batch: batch, epochs: epochs,
        augmentation: shift == 0 ? "none" : "shift \(shift)"))
  }

  /// - Throws: ``UserError`` when there is no such recipe.
  package static func named(_ name: String) throws(UserError) -> Recipe {
    if let recipe = all.first(where: { $0.name == name }) { return recipe }
    let names = all.map(\.name)
    let near = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
    throw UserError(
      "there is no recipe \(name.quoted); \(near ?? "there are \(names.joined(separator: ", "))")")
  }

  /// - Throws: ``UserError`` when its network cannot be read.
  package func openNetwork() throws(UserError) -> Network {
    NetworkLibrary.names.contains(network)
      ? try NetworkLibrary.open(network) : try NetworkLibrary.read(text: network, title: name)
  }
}

/// What a training needs besides a network.
package struct TrainingSettings: Hashable, Sendable {
  package var data: String
  /// As it is written: `adam lr 0.004`.
  package var optimizer = "sgd lr 0.1"
  /// As it is written; a name alone stretches over the whole training.
  package var schedule = "constant"
  package var batch = 64
  package var epochs = 10
  /// What is done to images at random, as it is written: `flip, crop 4`.
  package var augmentation = "none"
  /// How many of the images to train with are used; all by default.
  package var limit: Int?
  package var seed: UInt64 = 0
  /// After how many steps mean loss and accuracy are reported, besides at the end of an epoch.
  package var reportEvery: Int?

  package init(
    data: String, optimizer: String = "sgd lr 0.1", schedule: String = "constant",
    batch: Int = 64, epochs: Int = 10, augmentation: String = "none", limit: Int? = nil,
    reportEvery: Int? = nil
  ) {
    (self.data, self.optimizer, self.schedule) = (data, optimizer, schedule)
    (self.batch, self.epochs, self.augmentation) = (batch, epochs, augmentation)
    (self.limit, self.reportEvery) = (limit, reportEvery)
  }

  /// A debugger at the beginning of the training.
  ///
  /// - Parameters:
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - budget: how many bytes the history's checkpoints may take.
  /// - Throws: ``UserError`` when the data do not fit the network, or a setting cannot be read.
  package func debugger(
    _ network: Network, _ preparation: PreprocessingOptions = .init(), loaded: ModelState? = nil,
    budget: Int = Debugger.defaultBudget
  ) throws(UserError) -> Debugger {
    let rule = try Self.optimizer(optimizer)
    let augmentation = try Self.augmentation(augmentation)
    let data = try TrainingData(self.data, for: network, preparation, limit: limit)
    try data.checkTrainPart()
    var loader = DataLoader(data, batchSize: batch)
    try MemoryCheck(network).training(loader, rule)
    try data.check(augmentation)
    loader.augmentation = augmentation
    let first = try NetworkInput(
      "\(self.data):train:\(loader.order(seed: seed).samples(of: 0)[0])", for: network,
      preparation)
    return Debugger(
      network, input: first, source: .dataSet(loader), optimizer: rule,
      schedule: try Self.schedule(schedule, steps: epochs * loader.stepsPerEpoch), seed: seed,
      loaded: loaded, budget: budget)
  }

  /// The optimizer's line with another value for one of its words: `lr`, `momentum`.
  package static func optimizer(_ text: String, _ word: String, _ value: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    if let place = words.firstIndex(of: word), place + 1 < words.count {
      words[place + 1] = value
    } else {
      words += [word, value]
    }
    return words.joined(separator: " ")
  }

  /// The random changes of images that words mean.
  static func augmentation(_ text: String) throws(UserError) -> Augmentation {
    do throws(LineError) { return try Augmentation(text) } catch { throw UserError(error) }
  }

  /// The optimizer that words mean.
  static func optimizer(_ text: String) throws(UserError) -> any Optimizer {
    do throws(LineError) { return try OptimizerCatalog.optimizer(Word.split(text[...])) } catch {
      throw UserError(error)
    }
  }

  /// The schedule that words mean; a name alone stretches over `steps` from the step `start` on, the
  /// falls of `step` being at each third of them.
  static func schedule(
    _ text: String, steps: Int, start: Int = 0
  ) throws(UserError) -> any Schedule {
    let words = text.split(separator: " ")
    let from = start == 0 ? "" : " from \(start)"
    var line = text
    if words.count == 1, words[0] != ConstantSchedule.grammar.keyword {
      let length = words[0] == StepSchedule.grammar.keyword ? (steps + 2) / 3 : steps
      line += " \(max(1, length))\(from)"
    } else if words.count > 1, !words.contains("from") {
      line += from
    }
    do throws(LineError) { return try ScheduleCatalog.schedule(Word.split(line[...])) } catch {
      throw UserError(error)
    }
  }
}
