import CNNModel
import NumberText

/// A number that proves or refutes an accusation.
struct FaultEvidence: Sendable {
  /// `conv1.gradient[0,3,4]`
  let name: String
  /// What it would be: by its definition, or by the rule that was accused.
  let expected: Double
  /// What is on the screen.
  let shown: Float

  /// Both numbers, with as many digits as tell them apart: `0.1234` and `0.5678`.
  var numbers: (expected: String, shown: String) {
    for digits in 4...8 {
      let (first, second) = (Decimals.text(expected, digits), Decimals.text(shown, digits))
      if first != second { return (first, second) }
    }
    return (Decimals.text(expected, 4), Decimals.text(shown, 4))
  }

  /// `conv1.gradient[0,3,4] is 0.1234 by its definition and 0.1234 on the screen`
  var ofDefinition: String {
    let (expected, shown) = isEqual ? same : numbers
    return "\(name) is \(expected) by its definition and \(shown) on the screen"
  }

  /// `conv1.gradient[0,3,4] would be 0.1234 with it, and is 0.5678 on the screen`
  var ofRule: String {
    "\(name) would be \(numbers.expected) with it, and is \(numbers.shown) on the screen"
  }

  /// Whether the two differ by rounding at most.
  let isEqual: Bool

  private var same: (String, String) { (Decimals.text(expected, 4), Decimals.text(shown, 4)) }
}

extension PlaceInspector {
  /// How far from its definition, relative to the largest number of its array, a number must be to be
  /// seen on the screen.
  private static let visible: Float = 0.01

  /// Of a place that computes by a fault: the number that is farthest from its definition.
  func proof(at place: FaultPlace) -> FaultEvidence? {
    let right = right(at: place)
    let pairs = stored(at: place).compactMap { stored -> (FaultEvidence, Float)? in
      guard let other = right.first(where: { $0.role == stored.role }),
        let (position, distance) = stored.farthest(from: other.tensor)
      else { return nil }
      let limit = max(stored.limit, other.limit)
      let evidence = evidence(stored, position, at: place)
      let share = distance.isFinite ? distance / limit : .infinity
      return evidence.map { ($0, limit > 0 ? share : 0) }
    }
    return (pairs.first { $0.1 >= Self.visible } ?? pairs.max { $0.1 < $1.1 })?.0
  }

  /// Of a place that computes by its definition: the number with the largest magnitude.
  func refutation(at place: FaultPlace) -> FaultEvidence? {
    stored(at: place).lazy.compactMap { result in
      result.largest.flatMap { evidence(result, $0, at: place) }
    }.first
  }

  private func evidence(
    _ result: PlaceResult, _ position: Position, at place: FaultPlace
  ) -> FaultEvidence? {
    guard let definition = definition(of: result.role, position, at: place) else { return nil }
    let agreement = Agreement(definition, stored: result.tensor[position])
    return FaultEvidence(
      name: name(of: result.role, position, at: place), expected: agreement.value,
      shown: agreement.stored, isEqual: agreement.isEqual)
  }

  /// Where a rule gives another number than what is stored; `nil` where all numbers are the same within
  /// rounding, so that the rule explains them.
  func difference(from rule: ChangedRule) -> FaultEvidence? {
    let stored = stored(at: rule.place)
    for changed in changed(by: rule) {
      guard let other = stored.first(where: { $0.role == changed.role }),
        let (position, distance) = changed.farthest(from: other.tensor)
      else { continue }
      if distance <= 1e-4 * max(changed.limit, other.limit) { continue }
      return FaultEvidence(
        name: name(of: changed.role, position, at: rule.place),
        expected: Double(changed.tensor[position]), shown: other.tensor[position], isEqual: false)
    }
    return nil
  }

  /// Whether a fault by a rule could be found on the screen: a number that is plainly not what its terms
  /// make, and nothing that is no number at all unless that is wanted.
  ///
  /// - Precondition: nothing is planted.
  func shows(_ rule: ChangedRule, orIsNoNumber: Bool = false) -> Bool {
    let stored = stored(at: rule.place)
    let changed = changed(by: rule)
    guard orIsNoNumber || changed.allSatisfy({ $0.tensor.elements.allSatisfy(\.isFinite) })
    else { return false }
    return changed.contains { result in
      guard let own = stored.first(where: { $0.role == result.role }),
        let (position, distance) = result.farthest(from: own.tensor),
        distance >= Self.visible * max(result.limit, shownLimit(of: own, at: rule.place)),
        distance > 0,
        let definition = definition(of: result.role, position, at: rule.place)
      else { return false }
      let agreement = Agreement(definition, stored: result.tensor[position])
      return agreement.verdict == .different
        && Decimals.text(agreement.value, 3) != Decimals.text(agreement.stored, 3)
    }
  }

  /// Whether all arrays that a rule makes have the shapes of those that are stored.
  func keepsShapes(_ rule: ChangedRule) -> Bool {
    let stored = stored(at: rule.place)
    let changed = changed(by: rule)
    return !changed.isEmpty
      && changed.allSatisfy { result in
        stored.contains { $0.role == result.role && $0.tensor.shape == result.tensor.shape }
      }
  }
}
