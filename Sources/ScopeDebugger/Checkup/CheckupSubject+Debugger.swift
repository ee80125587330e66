import CNNModel
import Checkup

extension CheckupSubject {
  /// What a debugger trains, as it is now: with a planted fault, if there is one.
  ///
  /// - Throws: ``UserError`` where there is no data set, or nothing to train with.
  package init(_ debugger: Debugger) throws(UserError) {
    guard let loader = debugger.setup.trainingData else {
      throw UserError("there is no data set to check with; data digits chooses one")
    }
    try loader.data.checkTrainPart()
    let network = debugger.execution.plan.network
    self.init(
      network, debugger.state, optimizer: try TrainingSettings.optimizer(debugger.setup.optimizer),
      data: CheckupData(loader, for: network, seed: debugger.setup.seed),
      mode: debugger.setup.dataLoader == nil ? debugger.setup.waitingMode : debugger.setup.mode,
      seed: debugger.setup.seed)
  }
}

extension CheckupData {
  init(_ loader: DataLoader, for network: Network, seed: UInt64) {
    var loader = loader
    (loader.firstStep, loader.firstEpoch) = (0, 0)
    let (data, train) = (loader.data, loader.data.train)
    self.init(
      name: data.name.harmless, train: train, test: data.test, order: loader.order(seed: seed),
      hasClasses: !train.hasTargets && network.comparesWithClasses, classCount: network.classCount,
      isShared: data.set.division == .shared
    ) { indices in
      let images = train.inputs(at: indices)
      let output = network.outputShapes(of: network.output.node, batch: indices.count)[0]
      return Batch(inputs: [images], target: train.target(at: indices, images, output, network))
    }
  }
}
