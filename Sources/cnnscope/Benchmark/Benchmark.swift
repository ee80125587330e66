import CAllocations
import CNNEngine
import CNNModel
import ModelFiles

/// Measures a network: rounds of training, of forward passes and of the processor's limit in turn,
/// so that what disturbs the machine disturbs all of them.
struct Benchmark {
  private let network: Network
  /// The batch size of training.
  let batch: Int
  private let pool: WorkerPool
  private let limit = ProcessorLimit(iterations: 100_000)
  /// Told what comes, one sentence each.
  private let say: (String) -> Void

  private static let mostRounds = 15
  private static let fewestRounds = 5
  /// What all rounds may take, in seconds, unless there would be too few.
  private static let allRounds = 30.0
  /// The short windows in which the limit is measured, before, between and after the rounds: the
  /// best of them counts, because what disturbs the machine only makes them slower.
  private static let limitWindows = 8
  /// What a round takes at least, so that the clock is fine enough.
  private static let round = 0.02

  /// - Parameters:
  ///   - batch: the batch size of training; `nil` for ``usualBatch``, or as many samples as fit into
  ///     half of the memory.
  ///   - say: gets what is measured and how long it will take.
  init(
    _ network: Network, batch: Int?, pool: WorkerPool, say: @escaping (String) -> Void = { _ in }
  ) {
    (self.network, self.pool, self.say) = (network, pool, say)
    self.batch = batch ?? Self.fittingBatch(network)
  }

  /// The batch size of training where none is given and the memory is large enough.
  static let usualBatch = 64

  /// The usual batch, halved until training takes at most half of the memory.
  private static func fittingBatch(_ network: Network) -> Int {
    let estimate = MemoryEstimate(network)
    var batch = usualBatch
    while batch > 1 {
      let bytes = estimate.training(batch: batch, slots: 0)
      if bytes <= Int.max / 2, MemorySize.limit(exceededBy: 2 * bytes) == nil { break }
      batch /= 2
    }
    return batch
  }

  /// What one kind of pass gave.
  struct Result {
    let pass: String
    let batch: Int
    /// Seconds of a step or of a pass: the middle of the rounds, and the best.
    let median: Double
    let best: Double
    /// Floating-point operations of it; a product and its addition are two.
    let operations: Double
    /// Allocations of it; `nil` where they cannot be counted.
    let allocations: Double?
    /// Operations a second of the processor's limit, measured between the rounds.
    let limit: Double

    var samplesPerSecond: Double { Double(batch) / median }
    var operationsPerSecond: Double { operations / median }
    var share: Double { operationsPerSecond / limit }
  }

  /// Training with the batch, if it is wanted, and a forward pass of a single sample.
  func results(training: Bool) -> [Result] {
    measure((training ? [self.training()] : []) + [single()])
  }

  /// A pass that can be repeated.
  private struct Work {
    let pass: String
    let batch: Int
    let operations: Double
    let run: () -> Void
  }

  private func single() -> Work {
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0.01), seed: 0)
    let plan = InferencePlan(network, state: state, pool: pool)
    let inputs = RandomData(network: network).inputs(batch: 1)
    return Work(
      pass: "forward", batch: 1, operations: 2 * Double(network.multiplyAccumulateCount),
      run: { plan.runInPlace(inputs) })
  }

  private func training() -> Work {
    let optimizer = StochasticGradientDescent(rate: 0.01)
    let state = ModelState(network, optimizer: optimizer, seed: 0)
    let batch = RandomData(network: network).batch(batch)
    let run = wholeSteps(batch, state, optimizer) ?? steps(batch, state, optimizer)
    return Work(
      pass: "training", batch: batch.size,
      operations: Double(batch.size) * OperationCount(network).training, run: run)
  }

  /// Training as `cnnscope train` does it: whole steps.
  private func wholeSteps(
    _ batch: Batch, _ state: ModelState, _ optimizer: any Optimizer
  ) -> (() -> Void)? {
    guard case .classes(let labels)? = batch.target, labels.count == batch.size,
      let trainer = Trainer(
        network, state: state, optimizer: optimizer,
        samples: RandomSamples(images: batch.inputs[0], labels: labels),
        order: BatchOrder(count: batch.size, batchSize: batch.size, seed: 0, isShuffled: false),
        keepsAll: false)
    else { return nil }
    var step = 0
    return {
      _ = trainer.step(step, rate: 0.01)
      step += 1
    }
  }

  /// Training phase by phase, for networks whose steps have no form as a whole.
  private func steps(
    _ batch: Batch, _ state: ModelState, _ optimizer: any Optimizer
  ) -> () -> Void {
    let plan = Plan(network, batchSize: batch.size)
    var state = state
    return {
      var step = Execution(
        plan, batch: batch, state: state, context: PassContext(mode: .training))
      step.run(through: .update, state: &state, optimizer: optimizer)
    }
  }

  private func measure(_ works: [Work]) -> [Result] {
    var limitWatch = Stopwatch()
    var operations = measureLimit(&limitWatch)
    let plans = works.map(roundPlan)
    let seconds = plans.reduce(0) { $0 + $1.seconds }
    let rounds = min(Self.mostRounds, max(Self.fewestRounds, Int(Self.allRounds / seconds)))
    announce(seconds: seconds * Double(rounds), rounds)
    var watches = works.map { _ in Stopwatch() }
    for _ in 0..<rounds {
      for index in works.indices {
        watches[index].time { for _ in 0..<plans[index].repeats { works[index].run() } }
      }
      operations = measureLimit(&limitWatch)
    }
    // No pass can be faster than the limit: where one seems to be, the limit was disturbed.
    let repeats = plans.map(\.repeats)
    let fastest = works.indices.reduce(Double(operations) / limitWatch.best) { fastest, index in
      max(fastest, works[index].operations * Double(repeats[index]) / watches[index].best)
    }
    return works.indices.map { index in
      let count = Double(repeats[index])
      return Result(
        pass: works[index].pass, batch: works[index].batch,
        median: watches[index].median / count, best: watches[index].best / count,
        operations: works[index].operations, allocations: allocations(works[index]),
        limit: fastest)
    }
  }

  /// Measures the processor's limit in a few short windows.
  ///
  /// - Returns: the operations of one window.
  private func measureLimit(_ watch: inout Stopwatch) -> Int {
    var operations = 0
    for _ in 0..<Self.limitWindows { watch.time { operations = limit.run(on: pool) } }
    return operations
  }

  /// Says how long the rounds will take, where somebody would wait for them.
  private func announce(seconds: Double, _ rounds: Int) {
    guard seconds >= 1 else { return }
    say("\(network.title): \(rounds) rounds, about \(Int(seconds.rounded(.up))) s")
  }

  /// How often a work fits into a round, and the seconds of a round; it is warm afterwards.
  private func roundPlan(_ work: Work) -> (repeats: Int, seconds: Double) {
    say("\(network.title): \(work.pass), batch \(work.batch)")
    work.run()
    var watch = Stopwatch()
    watch.time(work.run)
    let once = max(watch.best, 1e-7)
    let repeats = max(1, Int(Self.round / once))
    return (repeats, Double(repeats) * once)
  }

  private func allocations(_ work: Work) -> Double? {
    let count = 4
    allocations_count_begin()
    for _ in 0..<count { work.run() }
    let total = allocations_count_end()
    return total < 0 ? nil : Double(total) / Double(count)
  }
}
