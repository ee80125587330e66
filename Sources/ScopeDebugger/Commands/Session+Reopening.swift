import CNNEngine
import CNNModel
import ModelFiles

/// Networks that have other shapes for another input.
extension Session {
  /// Opens the network again for an image for which it has other shapes, with the current parameters
  /// where it has the same.
  mutating func choose(
    _ input: String, _ preparation: PreprocessingOptions, reopening source: NetworkSource
  ) throws(UserError) {
    let start = subject.start
    var opened = try source.network(for: input, preparation)
    opened.classNames = network.classNames
    try MemoryCheck(opened).stepping()
    let image = try NetworkInput(input, for: opened, preparation)
    self.preparation = preparation
    replace(
      Debugger(
        opened, input: image, optimizer: try TrainingSettings.optimizer(start.optimizer),
        seed: start.seed, loaded: source.hasSameParameters(opened, network) ? debugger.state : nil,
        budget: start.budget))
  }
}
