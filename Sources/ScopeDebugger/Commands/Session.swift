public import CNNModel
public import ModelFiles

/// What is opened, with what a user can change about it: what keys, prompt, scripts and the plain
/// REPL act on.
public struct Session: Sendable {
  package private(set) var subject: Subject
  /// How many networks were opened after what the session began with: names and numbers of layers mean
  /// something within one of them only.
  public private(set) var generation = 0
  /// One convolution on a small image; `nil` until it is opened.
  package var lab: LabState?
  /// What stands beside the network; `nil` for nothing.
  package internal(set) var beside: Beside?
  /// The drawing on the input that is under way, or was last.
  var drawing: OpenDrawing?
  /// What the last file holds that was saved.
  var saved = ""
  /// What the last edit did; it may be of a step that was left since.
  var edited: EditTrace?
  /// The checkpoint that it was resumed from; `nil` once it has begun anew.
  package internal(set) var resumed: ResumedFile?

  /// Whether it began with the trained weights that come with the program.
  package var hasTrainedWeights = false

  /// A checkpoint that was resumed.
  package struct ResumedFile: Hashable, Sendable {
    package let path: String
    /// Whether another file holds what was trained since.
    package var isSavedElsewhere = false
  }

  /// Where the network was opened from; `nil` where it was typed.
  package var source: NetworkSource?
  /// The file of weights that was opened last beside a network.
  private var weightsBeside: WeightList?
  /// What the user wants of images on their way to the network.
  public internal(set) var preparation: PreprocessingOptions

  /// Opens a network with an image.
  ///
  /// - Parameters:
  ///   - network: what is debugged.
  ///   - input: the image: a file, a sample such as `digits:42`, or an array.
  ///   - preparation: what is done to images; the default preprocessing unless given.
  ///   - seed: decides the initial parameters and all that is random later.
  ///   - loaded: parameters to begin with, instead of those that follow from the seed.
  ///   - budget: how many bytes the history's checkpoints may take.
  ///   - data: what to train on; the image alone by default.
  /// - Throws: ``UserError`` when input or data cannot be opened or made to fit.
  public init(
    _ network: Network, input: String, _ preparation: PreprocessingOptions = .init(),
    seed: UInt64 = 0,
    loaded: ModelState? = nil, budget: Int = Debugger.defaultBudget, data: String? = nil
  ) throws(UserError) {
    self.preparation = preparation
    try MemoryCheck(network).stepping()
    subject = .network(
      TrainingLoop(
        Debugger(
          network, input: try NetworkInput(input, for: network, preparation),
          optimizer: StochasticGradientDescent(rate: 0.1), seed: seed, loaded: loaded,
          budget: budget)))
    if let data { try choose(data: data) }
  }

  /// Opens a network and an image by their names or files.
  ///
  /// - Throws: ``UserError`` when network or input cannot be opened.
  public init(network: String, input: String, seed: UInt64 = 0) throws(UserError) {
    try self.init(try NetworkLibrary.open(network), input: input, seed: seed)
  }

  /// - Parameter start: what a network begins with that is opened later.
  package init(
    tensors: WeightList, _ preparation: PreprocessingOptions = .init(),
    start: NetworkStart = NetworkStart()
  ) {
    (subject, self.preparation) = (.tensors(tensors, start), preparation)
  }
}

/// What is opened.
extension Session {
  /// Whether it is a network; everything else of it can be asked for only then.
  public var hasNetwork: Bool {
    if case .network = subject { true } else { false }
  }

  /// The error of what cannot be done with tensors: `train needs a network; net.npz holds tensors`.
  package func needsNetwork(_ what: String) -> UserError {
    UserError("\(what) needs a network; \(weightList?.path.harmless ?? "") holds tensors")
  }

  /// Whether commands with these traits work with what is opened.
  package func supports(_ traits: CommandTraits) -> Bool {
    hasNetwork || traits.contains(.worksWithoutNetwork)
  }

  /// The tensors that are looked at, or else the file of weights that was opened beside the network.
  package var weightList: WeightList? {
    if case .tensors(let list, _) = subject { list } else { weightsBeside }
  }

  /// Shows other tensors: instead of those that are looked at, or beside the network.
  package mutating func show(_ list: WeightList) {
    if case .tensors(_, let start) = subject {
      subject = .tensors(list, start)
    } else {
      weightsBeside = list
    }
  }

  /// - Precondition: it is a network, here and below.
  var loop: TrainingLoop {
    get { subject.loop }
    _modify { yield &subject.loop }
  }

  /// The state machine of the network.
  public internal(set) var debugger: Debugger {
    get { loop.debugger }
    _modify { yield &loop.debugger }
  }

  /// The network that is opened.
  public var network: Network { debugger.network }
}

/// Settings that can be changed.
extension Session {
  /// Puts another network in the place of what is opened, with the same image.
  mutating func open(_ network: Network, input named: String? = nil) throws(UserError) {
    let start = subject.start
    source = nil
    try MemoryCheck(network).stepping()
    var input = try NetworkInput(named ?? start.input, for: network, preparation)
    if named == nil, hasNetwork { input.label = debugger.setup.input.label }
    let opened = Debugger(
      network, input: input, optimizer: try TrainingSettings.optimizer(start.optimizer),
      seed: start.seed, budget: start.budget)
    replace(opened)
  }

  /// Opens the network of another debugger. Every command that brings a network comes this way, so that
  /// nothing outlives the old one that means something within it only.
  mutating func replace(_ debugger: Debugger) {
    (generation, beside) = (generation + 1, nil)
    begin(debugger)
  }

  /// Begins anew with another debugger. Tensors that were looked at stay open beside it.
  private mutating func begin(_ debugger: Debugger) {
    (resumed, hasTrainedWeights) = (nil, false)
    if case .tensors(let list, _) = subject {
      (subject, weightsBeside) = (.network(TrainingLoop(debugger)), list)
    } else {
      loop.stop()
      loop.forgetEvaluation()
      let gym = self.debugger.gym
      self.debugger = debugger
      self.debugger.gym = gym
    }
  }

  /// Begins the step anew with another image.
  mutating func choose(_ input: String, _ preparation: PreprocessingOptions) throws(UserError) {
    let image = try NetworkInput(input, for: network, preparation)
    if let violation = image.violation(of: network) {
      return try reopen(for: image, named: input, preparation, because: violation)
    }
    self.preparation = preparation
    loop.stop()
    debugger.choose(image)
  }

  /// Changes the preprocessing of images; the step starts over with it.
  ///
  /// - Throws: ``UserError`` when the image, or the data set, cannot be made to fit so.
  mutating func choose(_ preparation: PreprocessingOptions) throws(UserError) {
    var input = try NetworkInput(debugger.setup.input.name, for: network, preparation)
    (input.label, input.target) = (
      debugger.setup.input.label, debugger.setup.input.target
    )
    if let violation = input.violation(of: network) {
      return try reopen(for: input, named: input.name, preparation, because: violation)
    }
    var loader = debugger.setup.trainingData
    if let old = loader { loader = old.loading(try old.data.prepared(preparation, for: network)) }
    self.preparation = preparation
    loop.stop()
    debugger.choose(input, prepared: loader)
  }

  /// Says what the image shows, or that nothing is known of it.
  ///
  /// - Throws: ``UserError`` when the loss cannot compare with it.
  mutating func label(_ label: Int?) throws(UserError) {
    var input = debugger.setup.input
    input.label = label
    if label != nil, let reason = input.batch(for: network).withoutTarget {
      throw UserError(reason)
    }
    loop.stop()
    debugger.compare(input)
  }

  /// Says what the network should give for the image, or leaves that to its label.
  ///
  /// - Throws: ``UserError`` when it cannot be read or compared with what the network gives.
  mutating func choose(target name: String?) throws(UserError) {
    var input = debugger.setup.input
    input.target = nil
    if let name { input.target = try WantedOutput(name, for: network) }
    loop.stop()
    debugger.compare(input)
  }

  /// Changes the loss; starts over with the current parameters.
  mutating func choose(_ loss: any Loss) {
    begin(debugger.beginning(network.replacing(loss: loss)))
  }

  /// Changes the optimizer; a run continues with it.
  mutating func choose(_ optimizer: any Optimizer) { debugger.choose(optimizer) }

  /// Changes the mode; the step starts over in it.
  mutating func choose(_ mode: ComputeMode) {
    loop.stop()
    debugger.choose(mode)
  }

  mutating func restart(seed: UInt64?) {
    loop.stop()
    loop.forgetEvaluation()
    resumed = nil
    debugger.restart(seed: seed)
  }
}
