import CNNModel
package import ModelFiles

/// What is opened: a network that is debugged, or the tensors of a file that are looked at.
package enum Subject: Sendable {
  case network(TrainingLoop)
  /// The tensors, and what a network begins with that is opened after them.
  case tensors(WeightList, NetworkStart)

  /// The training loop of the network.
  ///
  /// - Precondition: it is a network. The table of commands sees to that: one that does not declare
  ///   ``CommandTraits/worksWithoutNetwork`` is refused for tensors.
  var loop: TrainingLoop {
    get {
      guard case .network(let loop) = self else { preconditionFailure("tensors have no loop") }
      return loop
    }
    _modify {
      // Consumed, because arrays with a second owner would be copied when they change.
      guard case .network(var loop) = consume self else {
        preconditionFailure("tensors have no loop")
      }
      defer { self = .network(loop) }
      yield &loop
    }
  }

  /// What the next network begins with.
  var start: NetworkStart {
    switch self {
    case .network(let loop): NetworkStart(loop.debugger)
    case .tensors(_, let start): start
    }
  }
}

/// What a network begins with besides its own file.
package struct NetworkStart: Hashable, Sendable {
  /// The image as the user names it.
  var input: String
  /// The optimizer as it is written.
  var optimizer = "sgd lr 0.1"
  var seed: UInt64
  /// How many bytes the history's checkpoints may take.
  var budget = Debugger.defaultBudget

  package init(input: String = "digits:42", seed: UInt64 = 0) {
    (self.input, self.seed) = (input, seed)
  }

  /// The same settings as those of the network that is open.
  init(_ debugger: Debugger) {
    let setup = debugger.setup
    (input, optimizer, seed) = (setup.input.name, setup.optimizer, setup.seed)
    budget = debugger.timeline.budget
  }
}
