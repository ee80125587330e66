import CNNModel

/// What the commands of the fault gym do in a session, and what they answer.
enum FaultAnswers {
  /// Plants a fault that a number chooses, or one that is named.
  ///
  /// - Returns: how to go on.
  static func plant(
    _ wanted: FaultText.Value?, _ session: inout Session
  ) throws(UserError) -> String {
    let debugger = session.debugger
    switch wanted {
    case nil: return plant(try FaultChoice(debugger).fault(seed: nextSeed(debugger)), &session)
    case .seed(let seed): return plant(try FaultChoice(debugger).fault(seed: seed), &session)
    case .repeated(let seed, let checksum):
      return plant(try FaultChoice(debugger).fault(seed: seed, checksum: checksum), &session)
    case .named(let place, let words):
      return plant(try FaultChoice(debugger).fault(at: place, words), &session)
    case .hint: return try hint(debugger)
    case .tell: return try tell(&session)
    case .off: return try remove(&session)
    }
  }

  private static func plant(_ fault: PlantedFault, _ session: inout Session) -> String {
    session.loop.stop()
    session.loop.forgetEvaluation()
    FaultGym.plant(fault, in: &session.debugger)
    return
      "\(fault.title) is planted in \(session.network.title); ? stands for ✓ and ✗ until it is "
      + "found: accuse LAYER.PASS RULE"
  }

  /// Another one each time, the same ones for a session with the same seed.
  private static func nextSeed(_ debugger: Debugger) -> UInt64 {
    let random = CounterRandom(
      seed: debugger.setup.seed, stream: .probe, debugger.gym.planted, 0xFB)
    return UInt64(1 + random.below(9999, 0))
  }

  /// Where to look, without giving it away.
  private static func hint(_ debugger: Debugger) throws(UserError) -> String {
    let fault = try planted(debugger)
    let rule = ChangedRule.all(at: fault.place, debugger).first { $0.rule == fault.rule }
    return "hint: \(rule?.hint ?? "compare each number with its terms")"
  }

  /// Gives up a fault that was not found, and leaves it in.
  private static func tell(_ session: inout Session) throws(UserError) -> String {
    let fault = try planted(session.debugger)
    if session.debugger.hiddenFault != nil { session.debugger.gym.giveUp(fault) }
    return "it is \(session.debugger.names.words(for: fault.place)), \(fault.rule): "
      + Accusation.sentence(of: fault, session.debugger)
  }

  /// Takes the fault out; one that was not found is told.
  private static func remove(_ session: inout Session) throws(UserError) -> String {
    _ = try planted(session.debugger)
    let told = session.debugger.hiddenFault == nil ? "" : "\(try tell(&session)) "
    session.loop.stop()
    session.loop.forgetEvaluation()
    FaultGym.plant(nil, in: &session.debugger)
    return "\(told)\(session.network.title) is as it was"
  }

  /// - Throws: ``UserError`` where nothing is planted.
  private static func planted(_ debugger: Debugger) throws(UserError) -> PlantedFault {
    guard let fault = debugger.setup.fault else {
      throw UserError("no fault is planted; fault plants one")
    }
    return fault
  }

  /// What the numbers say to an accusation.
  static func accuse(
    _ accusation: Accusation, _ session: inout Session
  ) throws(UserError) -> String {
    let fault = try planted(session.debugger)
    guard session.debugger.hiddenFault != nil else {
      throw UserError("\(fault.title) is known already; fault plants another one")
    }
    let (isRight, sentence) = accusation.answer(to: fault, session.debugger)
    session.debugger.gym.count(try: fault, isRight: isRight)
    return sentence
  }

  /// The score, and what is planted.
  static func lines(_ debugger: Debugger) -> [String] {
    guard let fault = debugger.setup.fault else { return [debugger.gym.score] }
    let state =
      debugger.hiddenFault == nil
      ? "known, \(debugger.names.name(of: fault.place)) \(fault.rule)" : "not found yet"
    return [debugger.gym.score, "\(fault.title) in \(debugger.network.title): \(state)"]
  }

  /// What is said where something is written that does not have the fault; empty for none.
  static func remark(_ debugger: Debugger) -> String {
    debugger.setup.fault == nil ? "" : "; without the planted fault"
  }
}
