import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// A verb that trains: a network, or that of a recipe, on a data set.
protocol TrainingVerb: NetworkVerb, ParsableCommand {
  var network: String? { get }
  var training: TrainingOptions { get }
  var inputOptions: InputOptions { get }
  var shape: InputShapeOptions { get }
}

extension TrainingVerb {
  /// - Throws: `ValidationError` where no network is named, or a shape goes with none.
  func checkNetwork() throws {
    if network == nil, shape.sample != nil {
      throw ValidationError("--input is for a network, but --recipe has its own")
    }
    if network == nil, training.recipe == nil {
      throw ValidationError(
        "a network or --recipe is needed, as in cnnscope \(Self.configuration.commandName ?? "") lenet5"
      )
    }
  }

  /// The network of a training with such settings.
  func opened(_ settings: TrainingSettings) throws -> Network {
    if let network {
      return try NetworkLibrary.open(network, input: "\(settings.data):0", sample: shape.sample)
    }
    return try Recipe.named(training.recipe ?? "").openNetwork()
  }

  /// The network at the start of the training, with the data and, where given, with weights.
  func debugger(_ network: Network, _ settings: TrainingSettings) throws -> Debugger {
    let loaded = options.weights == nil ? nil : try options.state(of: network)
    return try Progress.reading { () throws(UserError) in
      try settings.debugger(network, inputOptions.preparation, loaded: loaded, budget: 0)
    }
  }
}
