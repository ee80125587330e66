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
  /// The one whose cells commands explain.
  var member = PairMember.first
  /// What was compared of both.
  let comparisons = PairComparisons()
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
      title: beside.title, remark: beside.remark(loop), member: beside.member,
      comparisons: beside.comparisons)
  }
}
