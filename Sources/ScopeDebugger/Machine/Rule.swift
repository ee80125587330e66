import CNNModel

/// How parameters move in a step: the optimizer and the schedule that a setup names, read once.
struct Rule: Sendable {
  private var optimizer: any Optimizer
  private var schedule: any Schedule

  init(_ optimizer: any Optimizer, _ schedule: any Schedule) {
    (self.optimizer, self.schedule) = (optimizer, schedule)
  }

  /// The optimizer of a step, with the rate that the schedule gives it.
  ///
  /// - Precondition: the setup's words are those of an optimizer and a schedule.
  mutating func optimizer(for setup: StepSetup, step: Int) -> any Optimizer {
    read(setup)
    var scheduled = optimizer
    scheduled.rate = schedule.rate(optimizer.rate, step: step)
    return scheduled
  }

  /// The learning rate that a step of a setup has.
  ///
  /// - Precondition: the setup is the one that was read last.
  func rate(step: Int) -> Double { schedule.rate(optimizer.rate, step: step) }

  private mutating func read(_ setup: StepSetup) {
    do throws(LineError) {
      if setup.optimizer != optimizer.text {
        optimizer = try OptimizerCatalog.optimizer(Word.split(setup.optimizer[...]))
      }
      if setup.schedule != schedule.text {
        schedule = try ScheduleCatalog.schedule(Word.split(setup.schedule[...]))
      }
    } catch {
      preconditionFailure("settings that do not read back: \(setup.optimizer), \(setup.schedule)")
    }
  }
}
