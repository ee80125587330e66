import CNNModel

/// One step of an optimizer for one parameter.
public struct UpdateComputation: Computation {
  /// The optimizer.
  public let optimizer: any Optimizer
  /// The number of the step, counted from 1.
  public let step: Int

  public init(_ optimizer: any Optimizer, step: Int) {
    (self.optimizer, self.step) = (optimizer, step)
  }

  public var text: String { "optimizer \(optimizer.text)" }

  public var roles: [ArrayRole] {
    let slots = optimizer.slots.indices
    return [.parameter(0), .outputGradient(0)] + slots.map(ArrayRole.statistic)
      + slots.map(ArrayRole.updatedStatistic) + [.updatedParameter]
  }

  public func name(of role: ArrayRole) -> String {
    switch role {
    case .outputGradient: "gradient"
    case .statistic(let slot): optimizer.slots[slot]
    case .updatedStatistic(let slot): "\(optimizer.slots[slot])_after"
    case .updatedParameter: "parameter_after"
    default: "parameter"
    }
  }

  public func results(of given: RoleArrays) -> RoleArrays {
    guard var parameter = given[.parameter(0)], let gradient = given[.outputGradient(0)] else {
      return [:]
    }
    var slots = optimizer.slots.indices.map { given[.statistic($0)] ?? parameter.zeros }
    optimizer.update(&parameter, gradient: gradient, slots: &slots, step: step)
    var results: RoleArrays = [.updatedParameter: parameter]
    for (slot, after) in slots.enumerated() { results[.updatedStatistic(slot)] = after }
    return results
  }

  public func gradients(of given: RoleArrays, outputs: RoleArrays) -> RoleArrays { [:] }

  public func changes(for given: RoleArrays) -> [ChangedComputation] {
    optimizer.alternatives(step: step).map { alternative in
      let after = Deferred { alternative.update(given, slots: optimizer.slots.count) }
      var results: [ArrayRole: ChangedResult] = [:]
      for role in roles where role.isResult {
        results[role] = ChangedResult(what: alternative.what, hint: alternative.hint) {
          [after.value[role]].compactMap(\.self)
        }
      }
      return ChangedComputation(
        name: alternative.rule, tier: alternative.tier, results: results)
    }
  }

  public func define(_ role: ArrayRole, at cell: Position, of given: RoleArrays) -> Expression? {
    guard role == .updatedParameter, let parameter = given[.parameter(0)],
      let gradient = given[.outputGradient(0)]
    else { return nil }
    let slots = optimizer.slots.indices.map { given[.statistic($0)] ?? parameter.zeros }
    return optimizer.define(
      cell, parameter: parameter, gradient: gradient, slots: slots, step: step)
  }
}

extension UpdateAlternative {
  /// Parameter and slots after the changed step.
  fileprivate func update(_ given: RoleArrays, slots count: Int) -> RoleArrays {
    guard let parameter = given[.parameter(0)], let gradient = given[.outputGradient(0)] else {
      return [:]
    }
    let slots = (0..<count).map { given[.statistic($0)] ?? parameter.zeros }
    let after = apply(parameter, gradient, slots)
    var results: RoleArrays = [.updatedParameter: after.parameter]
    for (slot, array) in after.slots.enumerated() { results[.updatedStatistic(slot)] = array }
    return results
  }
}
