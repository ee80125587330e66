import ModelFiles

/// Bringing the second subject to where the first is.
extension Beside {
  /// Why the second subject is not in everything where the first is.
  func remark(_ loop: TrainingLoop) -> String? {
    guard let follower else { return nil }
    return loop.isTraining && !follower.trainsAlong
      ? "B waits for the end of the training" : follower.remark
  }

  /// Whether the second subject still has to go somewhere. One with parameters that are held waits
  /// for the end of a training.
  func isBehind(_ loop: TrainingLoop, _ preparation: PreprocessingOptions) -> Bool {
    guard let follower else { return false }
    if loop.isTraining, !follower.trainsAlong { return false }
    return stop != nil || isBehind(Self.lead(loop, preparation))
  }

  private static func lead(
    _ loop: TrainingLoop, _ preparation: PreprocessingOptions
  ) -> Follower.Lead {
    Follower.Lead(debugger: loop.debugger, preparation: preparation)
  }

  private func isBehind(_ lead: Follower.Lead) -> Bool {
    guard let follower, paused != Place(lead.debugger) else { return false }
    return !follower.isWith(lead, pairing)
  }

  /// Works on both subjects: the second catches up first.
  ///
  /// - Returns: why the first one stopped, once both are there.
  mutating func work(
    _ loop: inout TrainingLoop, _ preparation: PreprocessingOptions, until isDue: () -> Bool
  ) -> Stop? {
    guard isBehind(loop, preparation) else {
      guard loop.isRunning else { return nil }
      stop = loop.work(until: isDue)
      return isBehind(loop, preparation) ? nil : takeStop()
    }
    let lead = Self.lead(loop, preparation)
    repeat {
      guard isBehind(lead) else { break }
      let pairing = pairing
      follower?.advance(towards: lead, pairing)
    } while !isDue()
    guard !isBehind(lead) else { return nil }
    selectSample(like: lead.debugger)
    return takeStop()
  }

  private mutating func takeStop() -> Stop? {
    defer { stop = nil }
    return stop
  }

  /// Stops the second subject where it is.
  mutating func pause(_ debugger: Debugger) {
    paused = Place(debugger)
    stop = nil
  }
}
