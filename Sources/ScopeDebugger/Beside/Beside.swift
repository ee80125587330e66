import CNNModel
import Comparison

/// What stands beside the network of a session: a second subject whose cursors are linked with those
/// of the first, or a second layer of the same network.
package struct Beside: Sendable {
  /// What it is called: `step 0`, `fresh`, `digits:7`.
  package let title: String
  /// What follows the word `beside` to open it again.
  package let line: String
  /// Which layers belong together.
  package let pairing: NetworkPairing
  /// The second subject; `nil` where two layers of the network itself are compared.
  package internal(set) var follower: Follower?
  /// Why the first one stopped, until the second has come there, too.
  var stop: Stop?
  /// Where the first one was when the user stopped the second on its way.
  var paused: Place?

  /// A place in the training of a subject.
  struct Place: Hashable, Sendable {
    let step: Int
    let phase: Int

    init(_ debugger: Debugger) { (step, phase) = (debugger.step, debugger.phase) }
  }

  init(_ line: String, title: String, pairing: NetworkPairing, follower: Follower? = nil) {
    (self.line, self.title, self.pairing, self.follower) = (line, title, pairing, follower)
  }

  /// Whether the second subject still has to go somewhere to be where the first is.
  func isBehind(_ lead: Follower.Lead) -> Bool {
    guard let follower, paused != Place(lead.debugger) else { return false }
    return !follower.isWith(lead, pairing)
  }

  /// Does one piece of the way to where the first subject is.
  mutating func advance(towards lead: Follower.Lead) {
    let pairing = pairing
    follower?.advance(towards: lead, pairing)
  }

  /// The sample that is looked at in the second subject.
  mutating func selectSample(like lead: Debugger) { follower?.selectSample(like: lead) }
}

/// Two subjects at one moment.
extension Session {
  /// The network and what stands beside it; `nil` where nothing does.
  package var pair: SubjectPair? {
    guard hasNetwork, let beside else { return nil }
    // A network without the fault that is to be found would show where it is.
    if debugger.hiddenFault != nil, beside.follower?.trainsAlong == true { return nil }
    return SubjectPair(
      first: debugger, second: beside.follower?.debugger ?? debugger, pairing: beside.pairing,
      title: beside.title, remark: remark)
  }

  /// Why the second subject is not in everything where the first is.
  private var remark: String? {
    guard let follower = beside?.follower else { return nil }
    return loop.isTraining && !follower.trainsAlong
      ? "B waits for the end of the training" : follower.remark
  }

  /// Where the first subject is.
  private var lead: Follower.Lead {
    Follower.Lead(debugger: debugger, preparation: preparation)
  }

  /// Whether the second subject still has to go somewhere. One with parameters that are held waits
  /// for the end of a training.
  var isBehind: Bool {
    guard let beside, beside.follower != nil else { return false }
    if loop.isTraining, beside.follower?.trainsAlong != true { return false }
    return beside.stop != nil || beside.isBehind(lead)
  }

  /// Works on both subjects: the second catches up first.
  ///
  /// - Returns: why the first one stopped, once both are there.
  mutating func workOnBoth(until isDue: () -> Bool) -> Stop? {
    guard isBehind else {
      guard loop.isRunning else { return nil }
      let stop = loop.work(until: isDue)
      beside?.stop = stop
      return isBehind ? nil : takeStop()
    }
    repeat {
      let lead = lead
      guard beside?.isBehind(lead) == true else { break }
      beside?.advance(towards: lead)
    } while !isDue()
    let debugger = debugger
    guard beside?.isBehind(lead) != true else { return nil }
    beside?.selectSample(like: debugger)
    return takeStop()
  }

  private mutating func takeStop() -> Stop? {
    defer { beside?.stop = nil }
    return beside?.stop
  }

  /// Stops both subjects where they are.
  mutating func stopBoth() {
    loop.stop()
    guard beside != nil else { return }
    let place = Beside.Place(debugger)
    beside?.paused = place
    beside?.stop = nil
  }
}
