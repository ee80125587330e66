import CNNModel

/// A number that another was computed from, and that an edit changed.
package struct ChangeCause: Hashable, Sendable {
  package let number: NumberReference
  package let old: Float
  package let new: Float
  /// How much the other number is larger than it would be if this one alone had its old value.
  package let effect: Double
}

/// What the changed numbers that a computation reads do to its result, each alone.
struct ChangeEffects {
  let debugger: Debugger
  /// The step without the edit.
  let before: Debugger
  /// The tensors that were asked for, old and new.
  private var tensors: [TensorReference: (old: Tensor, new: Tensor)?] = [:]

  init(_ debugger: Debugger, before: Debugger) {
    (self.debugger, self.before) = (debugger, before)
  }

  /// The changed numbers of a part of a computation, the largest effect first.
  mutating func causes(in part: Part) -> [ChangeCause] {
    var effects: [NumberReference: Double] = [:]
    add(part, times: 1, to: &effects)
    var causes: [ChangeCause] = []
    for (number, effect) in effects {
      guard let (old, new) = change(of: number) else { continue }
      causes.append(ChangeCause(number: number, old: old, new: new, effect: effect))
    }
    return causes.sorted(by: isLarger)
  }

  /// By effect, then by change; the rest only keeps the order always the same.
  private func isLarger(_ one: ChangeCause, _ other: ChangeCause) -> Bool {
    let (a, b) = (one.effect.magnitude, other.effect.magnitude)
    if a != b { return a > b }
    let (change, second) = ((one.new - one.old).magnitude, (other.new - other.old).magnitude)
    if change != second { return change > second }
    return debugger.names.name(of: one.number) < debugger.names.name(of: other.number)
  }

  /// The old and the new value; `nil` for what is the same, or not known.
  private mutating func change(of number: NumberReference) -> (old: Float, new: Float)? {
    guard case .cell(let reference, let position) = number, let pair = pair(reference) else {
      return nil
    }
    let (old, new) = (pair.old[position], pair.new[position])
    return old == new ? nil : (old, new)
  }

  private mutating func pair(_ reference: TensorReference) -> (old: Tensor, new: Tensor)? {
    if let known = tensors[reference] { return known }
    var pair: (old: Tensor, new: Tensor)?
    if let old = before.tensors.used(reference), let new = debugger.tensors.used(reference),
      old.shape == new.shape
    {
      pair = (old, new)
    }
    tensors[reference] = .some(pair)
    return pair
  }

  /// Adds what every number does to so many times the part. Those of the parts of a sum add up, and a
  /// product follows its only changed factor; in everything else each number is put back alone.
  private mutating func add(
    _ part: Part, times factor: Double, to effects: inout [NumberReference: Double]
  ) {
    if part.operation == .sum, !part.parts.isEmpty {
      for inner in part.parts { add(inner, times: factor, to: &effects) }
      return
    }
    if let (inner, share) = onlyChangedFactor(of: part) {
      return add(inner, times: factor * share, to: &effects)
    }
    let former = formerValues(in: part)
    let whole = former.isEmpty ? 0 : part.expression.value
    for (source, old) in former {
      let without = part.expression.value { term in
        debugger.inspector.source(of: term, in: part.definer) == source ? old : term.value
      }
      effects[source, default: 0] += factor * (whole - without)
    }
  }

  /// The factor or numerator that alone holds changed numbers, with what it is multiplied by.
  private mutating func onlyChangedFactor(of part: Part) -> (Part, Double)? {
    let isQuotient = part.operation == .quotient
    guard part.operation == .product || isQuotient, part.parts.count > 1 else { return nil }
    let changed = part.parts.indices.filter { !formerValues(in: part.parts[$0]).isEmpty }
    guard changed.count == 1, let index = changed.first, !isQuotient || index == 0 else {
      return nil
    }
    let others = part.parts.indices.filter { $0 != index }.map { part.parts[$0].value }
    let product = others.reduce(1, *)
    return (part.parts[index], isQuotient ? 1 / product : product)
  }

  /// The old values of the changed numbers that a part reads.
  private mutating func formerValues(in part: Part) -> [NumberReference: Double] {
    var former: [NumberReference: Double] = [:]
    for term in part.expression.terms {
      guard let source = debugger.inspector.source(of: term, in: part.definer),
        let (old, _) = change(of: source)
      else { continue }
      former[source] = Double(old)
    }
    return former
  }
}

extension StepTensors {
  /// A tensor of the step; of a parameter or a running statistic that with which its passes compute.
  func used(_ reference: TensorReference) -> Tensor? {
    let start = debugger.execution.start
    return switch reference.kind {
    case .parameter(let index): start.parameters[reference.node][index]
    case .statistic(let index): start.statistics[reference.node][index]
    case .activation, .gradient, .parameterGradient: value(of: reference)
    }
  }
}
