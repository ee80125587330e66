import CNNModel

extension Session {
  /// Plants a fault that a number chooses, or one that is named.
  ///
  /// - Returns: how to go on.
  mutating func plant(_ wanted: FaultText.Value?) throws(UserError) -> String {
    switch wanted {
    case nil: return try plant(seed: nextFaultSeed)
    case .seed(let seed): return try plant(seed: seed)
    case .named(let place, let words):
      return plant(try FaultChoice(debugger).fault(at: place, words))
    case .hint: return try faultHint()
    case .tell: return try tellFault()
    case .off: return try removeFault()
    }
  }

  private mutating func plant(seed: UInt64) throws(UserError) -> String {
    plant(try FaultChoice(debugger).fault(seed: seed))
  }

  private mutating func plant(_ fault: PlantedFault) -> String {
    loop.stop()
    loop.forgetEvaluation()
    debugger.plant(fault)
    return "\(fault.title) is planted in \(network.title); ? stands for ✓ and ✗ until it is found: "
      + "accuse LAYER.PASS RULE"
  }

  /// Another one each time, the same ones for a session with the same seed.
  private var nextFaultSeed: UInt64 {
    let random = CounterRandom(
      seed: debugger.setup.seed, stream: .probe, debugger.gym.planted, 0xFB)
    return UInt64(1 + random.below(9999, 0))
  }

  /// Where to look, without giving it away.
  private func faultHint() throws(UserError) -> String {
    let fault = try plantedFault()
    let rule = ChangedRule.all(at: fault.place, debugger).first { $0.rule == fault.rule }
    return "hint: \(rule?.hint ?? "compare each number with its terms")"
  }

  /// Gives up a fault that was not found, and leaves it in.
  private mutating func tellFault() throws(UserError) -> String {
    let fault = try plantedFault()
    if debugger.hiddenFault != nil { debugger.gym.giveUp(fault) }
    return "it is \(debugger.names.words(for: fault.place)), \(fault.rule): "
      + Accusation.sentence(of: fault, debugger)
  }

  /// Takes the fault out; one that was not found is told.
  private mutating func removeFault() throws(UserError) -> String {
    let told = debugger.hiddenFault == nil ? "" : "\(try tellFault()) "
    _ = try plantedFault()
    loop.stop()
    loop.forgetEvaluation()
    debugger.plant(nil)
    return "\(told)\(network.title) is as it was"
  }

  /// - Throws: ``UserError`` where nothing is planted.
  private func plantedFault() throws(UserError) -> PlantedFault {
    guard let fault = debugger.setup.fault else {
      throw UserError("no fault is planted; fault plants one")
    }
    return fault
  }

  /// What the numbers say to an accusation.
  mutating func accuse(_ accusation: Accusation) throws(UserError) -> String {
    let fault = try plantedFault()
    guard debugger.hiddenFault != nil else {
      throw UserError("\(fault.title) is known already; fault plants another one")
    }
    let (isRight, sentence) = accusation.answer(to: fault, debugger)
    debugger.gym.count(try: fault, isRight: isRight)
    return sentence
  }

  /// What is planted, and the score.
  var faultLines: [String] {
    let fault = debugger.setup.fault.map { fault in
      let state =
        debugger.hiddenFault == nil
        ? "known, \(debugger.names.name(of: fault.place)) \(fault.rule)" : "not found yet"
      return "\(fault.title) in \(network.title): \(state)"
    }
    return [debugger.gym.score] + (fault.map { [$0] } ?? [])
  }

  /// What is said of a fault where something is written that does not have it; empty for none.
  var faultRemark: String {
    debugger.setup.fault == nil ? "" : "; without the planted fault"
  }
}
