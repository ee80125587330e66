/// What was planted and found out: whether the marks of agreement tell the truth, and the score.
package struct FaultGym: Hashable, Sendable {
  /// How many faults were planted.
  package private(set) var planted = 0
  /// How many accusations there were.
  package private(set) var tries = 0
  /// How many faults were found.
  package private(set) var found = 0
  /// How many were given up.
  package private(set) var givenUp = 0
  /// The faults that the player knows.
  private var known: Set<PlantedFault> = []

  package init() {}

  /// Whether the player knows a fault.
  package func knows(_ fault: PlantedFault) -> Bool { known.contains(fault) }

  /// Begins the step of a debugger anew, or the next one where this is over, with a fault or without.
  static func plant(_ fault: PlantedFault?, in debugger: inout Debugger) {
    if let fault {
      debugger.gym.known.remove(fault)
      debugger.gym.planted += 1
    }
    var setup = debugger.setup
    setup.fault = fault
    debugger.choose(setup)
  }

  mutating func count(try fault: PlantedFault, isRight: Bool) {
    tries += 1
    guard isRight else { return }
    found += 1
    known.insert(fault)
  }

  mutating func giveUp(_ fault: PlantedFault) {
    givenUp += 1
    known.insert(fault)
  }

  /// `2 faults planted, 1 found by 3 accusations, 1 given up`
  package var score: String {
    "\(planted) fault\(planted == 1 ? "" : "s") planted, \(found) found by "
      + "\(tries) accusation\(tries == 1 ? "" : "s"), \(givenUp) given up"
  }
}

extension Debugger {
  /// The fault that is planted and was not found yet: the marks that would give it away are hidden.
  package var hiddenFault: PlantedFault? {
    setup.fault.flatMap { gym.knows($0) ? nil : $0 }
  }
}
