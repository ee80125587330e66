import CNNEngine
import CNNModel
import Comparison
import ModelFiles

/// Putting something beside the network of a session.
package struct BesideOpening {
  private let session: Session

  /// Opens a second subject, or closes it.
  ///
  /// - Throws: ``UserError`` where there is no such thing, it does not fit, or it has not enough
  ///   memory; what was beside stays then.
  package static func put(
    _ choice: BesideChoice, in session: inout Session
  ) throws(UserError) {
    guard session.debugger.hiddenFault == nil || choice == .off else {
      throw UserError("a second network would give the fault away; guess it first")
    }
    session.beside = try BesideOpening(session: session).made(choice)
  }

  private var debugger: Debugger { session.debugger }
  private var network: Network { session.network }
  private var preparation: PreprocessingOptions { session.preparation }

  private func made(_ choice: BesideChoice) throws(UserError) -> Beside? {
    switch choice {
    case .off: return nil
    case .now: return held(debugger.state, "now", "weights kept at \(words(of: debugger))")
    case .fresh:
      let seed = debugger.setup.seed
      let state = ModelState(network, optimizer: debugger.optimizer, seed: seed)
      return held(state, "fresh", "fresh weights of seed \(seed)")
    case .step(let step):
      return held(try state(ofStep: step), "step \(step)", "weights of step \(step)")
    case .weights(let path): return held(try state(of: path), path.asPathWord, path.harmless)
    case .edit: return try withoutEdit()
    case .sample(let sample): return try anotherSample(sample)
    case .input(let name):
      let input = try NetworkInput(name, for: network, preparation)
      if let violation = input.violation(of: network) { throw UserError(violation) }
      return sameWeights(input: input, sample: nil, name.asPathWord, input.name)
    case .network(let name, let input): return try live(name, input)
    case .layers(let one, nil):
      let name = network.nodes[one].name
      throw UserError(
        "beside \(name) needs the other layer, too, as in beside \(network.nodes[0].name) \(name)")
    case .layers(let one, .some(let other)):
      let title = "\(network.nodes[other].name) of the same network"
      return Beside(
        "\(network.nodes[one].name) \(network.nodes[other].name)", title: title,
        pairing: NetworkPairing(chosen: one, other))
    }
  }

  private var lead: Follower.Lead { Follower.Lead(debugger: debugger, preparation: preparation) }

  private func words(of debugger: Debugger) -> String {
    "step \(debugger.step)" + (debugger.last == .update ? ", updated" : "")
  }

  private func held(_ state: ModelState, _ line: String, _ title: String) -> Beside {
    same(Follower(debugger, .held(state), following: lead), line, title)
  }

  private func sameWeights(
    input: NetworkInput?, sample: Int?, _ line: String, _ title: String
  ) -> Beside {
    same(Follower(debugger, .same, input: input, sample: sample, following: lead), line, title)
  }

  private func same(_ follower: Follower, _ line: String, _ title: String) -> Beside {
    Beside(line, title: title, pairing: NetworkPairing(network, network), follower: follower)
  }

  /// The step without the edit that was made last.
  private func withoutEdit() throws(UserError) -> Beside {
    guard let edit = debugger.setup.edits.all.last else {
      throw UserError(
        "no number was changed; set-value (or i on a cell) changes one, and beside edit then shows "
          + "the step without that")
    }
    let follower = Follower(debugger, .same, withoutEdit: edit, following: lead)
    return same(follower, "edit", "without \(edit.title)")
  }

  private func anotherSample(_ sample: Int) throws(UserError) -> Beside {
    let count = debugger.batchSize
    guard count > 1 else {
      throw UserError(
        "the batch is one image, so there is no other sample; beside INPUT takes another image")
    }
    guard sample < count else {
      throw UserError("the batch has the samples 0 to \(count - 1), not \(sample)")
    }
    return sameWeights(input: nil, sample: sample, "sample \(sample)", "sample \(sample)")
  }

  /// The parameters that a step of the history began with.
  private func state(ofStep step: Int) throws(UserError) -> ModelState {
    if step == debugger.step { return debugger.origin }
    guard let place = debugger.timeline.place(ofStep: step) else {
      throw UserError(
        "step \(step) was not begun yet; the last is \(debugger.history.lastStep)")
    }
    var copy = debugger
    guard copy.startReplay(to: place, phase: 0) else { return debugger.origin }
    while !copy.continueReplay() {}
    return copy.origin
  }

  private func state(of path: String) throws(UserError) -> ModelState {
    var state = ModelState(network, optimizer: debugger.optimizer, seed: debugger.setup.seed)
    do throws(FileError) {
      _ = try WeightFile(named: path, for: network).fill(&state, of: network, partially: false)
    } catch {
      throw UserError(error)
    }
    return state
  }

  /// Another network, which trains along.
  private func live(_ name: String, _ own: String?) throws(UserError) -> Beside {
    let image = own ?? debugger.setup.input.name
    let other = try NetworkLibrary.open(name, input: image, preparation, whole: false)
    try MemoryCheck(other).stepping()
    let input = try NetworkInput(image, for: other, preparation)
    if let violation = input.violation(of: other) { throw UserError(violation) }
    let seed = debugger.setup.seed
    let state = ModelState(other, optimizer: debugger.optimizer, seed: seed)
    var second = Debugger(
      other, input: input, optimizer: debugger.optimizer, seed: seed, loaded: state,
      budget: debugger.timeline.budget)
    second.breakpoints = Breakpoints()
    let follower = Follower(
      second, .own(start: state), input: own == nil ? nil : input, following: lead)
    let words = [name] + (own.map { [$0] } ?? [])
    return Beside(
      words.map(\.asPathWord).joined(separator: " "), title: other.title.harmless,
      pairing: NetworkPairing(network, other), follower: follower)
  }
}
