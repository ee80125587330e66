import CNNModel

/// Everything that a map is computed from.
public struct AttributionRequest: Sendable {
  /// The network.
  public let network: Network
  /// Its parameters and running statistics.
  public let state: ModelState
  /// The inputs.
  public let batch: Batch
  /// The seed of layers that draw random numbers.
  public let seed: UInt64
  /// Which score is explained.
  public var score = ScoreRequest.predicted
  /// By which method.
  public var method: any AttributionMethod.Type = InputGradient.self
  /// The settings of the methods.
  public var settings = AttributionSettings()
  /// The input that is asked about, by its node; `nil` for the first one of real numbers.
  public var source: Int?
  /// The seed of the random parameters that the map is compared with; `nil` for no sanity check.
  public var sanitySeed: UInt64?

  /// The input gradient of the predicted class.
  public init(_ network: Network, state: ModelState, batch: Batch, seed: UInt64) {
    (self.network, self.state, self.batch, self.seed) = (network, state, batch, seed)
  }

  /// About how many multiply-accumulates it takes.
  public var multiplyAccumulates: Int {
    let node = source ?? network.sources[0]
    let passes =
      method.init(settings).forwardPasses(
        for: network.outputShapes(of: node)[0], NodePlaces(of: node, in: network).patchAxes)
      * (sanitySeed == nil ? 1 : 2)
    return (1 + passes) * max(1, network.multiplyAccumulateCount)
  }

  /// Computes the map.
  ///
  /// - Parameters:
  ///   - known: a pass of the same network, state and inputs that was done before.
  ///   - progress: told how many of how many parts are done.
  /// - Throws: ``AttributionError`` where there is no such map, or the computation was cancelled.
  public func answer(
    _ known: AttributedPass? = nil, _ progress: (_ done: Int, _ total: Int) -> Void
  ) throws(AttributionError) -> AttributionAnswer {
    let pass: AttributedPass
    if let known {
      pass = known
    } else {
      pass = try AttributedPass(network, state: state, batch: batch, seed: seed)
    }
    let question = try AttributionQuestion(pass, try pass.score(score), source: source)
    let method = self.method.init(settings)
    let map = try method.map(question, progress)
    guard let sanitySeed else {
      return AttributionAnswer(pass: pass, question: question, map: map, sanity: nil)
    }
    let sanity = try SanityCheck(method, question, original: map, seed: sanitySeed, progress)
    return AttributionAnswer(pass: pass, question: question, map: map, sanity: sanity)
  }
}

/// A map, and what it was computed from.
public struct AttributionAnswer: Sendable {
  /// The forward pass through the whole network.
  public let pass: AttributedPass
  /// The question, with the score.
  public let question: AttributionQuestion
  /// The map.
  public let map: AttributionMap
  /// The same with random parameters, where that was asked for.
  public let sanity: SanityCheck?

  /// The score.
  public var score: Score { question.score }
}
