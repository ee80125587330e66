import CNNModel

/// A change with one number that nothing told beforehand: it was found from somebody's array, and
/// with it the change gives that whole array within rounding.
public struct FittedChange: Sendable {
  /// What stays the same from version to version, such as `scaled`.
  public let name: String
  /// The number that was found.
  public let number: Double
  /// The clause that follows "what comes out when"; it says that the number was found.
  public let what: String
  /// Where to look, without giving the mistake away: a sentence.
  public let hint: String
  /// What the change gives.
  public let array: Tensor

  /// Whether another case gives the same number.
  func agrees(with other: FittedChange) -> Bool {
    name == other.name
      && (number - other.number).magnitude <= 1e-3 * max(number.magnitude, other.number.magnitude)
  }
}

extension DifferenceSearch {
  /// What explains wrong arrays by one number that is the same in all cases.
  ///
  /// These are asked for arrays that no known change gives.
  static func fitted(_ cases: [Case], _ roles: Set<ArrayRole>) -> [Explanation] {
    var found: [(change: FittedChange, roles: Set<ArrayRole>)] = []
    for role in roles {
      let fits = cases.filter { $0.theirs[role] != nil }.map { $0.fitted(role) }
      for change in fits.first ?? []
      where fits.allSatisfy({ $0.contains { $0.agrees(with: change) } }) {
        if let index = found.firstIndex(where: { $0.change.what == change.what }) {
          found[index].roles.insert(role)
        } else {
          found.append((change, [role]))
        }
      }
    }
    return found.map { change, roles in
      func each<Value>(_ value: Value) -> [ArrayRole: Value] {
        Dictionary(uniqueKeysWithValues: roles.map { ($0, value) })
      }
      return Explanation(
        name: change.name, tier: .general, equal: roles, explains: each(1), contradicts: [],
        assumes: [],
        what: each(change.what), hint: each(change.hint))
    }
  }
}

extension CaseJudgement {
  /// The changes with one number to be found that give a wrong array.
  public func fitted(_ role: ArrayRole) -> [FittedChange] {
    guard let judgement = arrays.first(where: { $0.role == role }), let theirs = judgement.theirs
    else { return [] }
    let fit = ArrayFit(theirs: theirs, ours: judgement.ours)
    var found = [fit.scaled, fit.shifted]
    switch computation {
    case let layer as LayerComputation: found.append(layer.afterUpdate(given, fit, role))
    case is UpdateComputation where role == .updatedParameter:
      found.append(given[.parameter(0)].flatMap(fit.stepScaled))
    default: break
    }
    let compared = ComparedArray(theirs, ours: judgement.ours)
    return found.compactMap(\.self).filter { compared.equals($0.array) } + fit.rearranged
  }
}

extension LayerComputation {
  /// The gradient of an input with the parameters that a step of gradient descent leaves.
  fileprivate func afterUpdate(
    _ given: RoleArrays, _ fit: ArrayFit, _ role: ArrayRole
  ) -> FittedChange? {
    guard case .inputGradient = role else { return nil }
    let own = results(of: given)
    func gradient(_ rate: Float) -> Tensor? {
      var stepped = given
      for case (.parameterGradient(let index), let slope) in own {
        stepped[.parameter(index)] = given[.parameter(index)].map { $0 + slope.map { -rate * $0 } }
      }
      return gradients(of: stepped, outputs: own)[role]
    }
    guard own.keys.contains(where: { if case .parameterGradient = $0 { true } else { false } }),
      let whole = gradient(1), let rate = fit.share(of: whole), rate > 0,
      let array = gradient(Float(rate))
    else { return nil }
    return FittedChange(
      name: "after-update", number: rate,
      what: "it is computed after the parameters were updated, with the new ones instead of those "
        + "of the forward pass (a step against their gradient with the rate \(rate.threeDigits), which "
        + "was found from your numbers)",
      hint: "Look at when the parameters change, and which ones the backward pass reads.",
      array: array)
  }
}
