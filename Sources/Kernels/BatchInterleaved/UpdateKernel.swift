import KernelInterface

/// Updates parameters in one training step: the operations of the optimizers, number by number.
@inline(never)
func update(
  _ rule: UnsafePointer<UpdateRule>, _ parameters: UnsafeMutablePointer<Float>,
  _ gradient: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>,
  _ second: UnsafeMutablePointer<Float>, _ count: Int
) {
  // One loop per kind, without branches inside.
  switch rule.pointee.kind {
  case .descent:
    if rule.pointee.kept == 1 && rule.pointee.decay == 0 {
      descend(rule.pointee.rate, parameters, gradient, count)
    } else {
      update(rule.pointee, .descent, parameters, gradient, first, second, count)
    }
  case .momentum: update(rule.pointee, .momentum, parameters, gradient, first, second, count)
  case .nesterov: update(rule.pointee, .nesterov, parameters, gradient, first, second, count)
  case .adaptive: update(rule.pointee, .adaptive, parameters, gradient, first, second, count)
  }
}

/// Plain gradient descent.
@inline(__always)
private func descend(
  _ rate: Float, _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
  _ count: Int
) {
  let rates = Vector(repeating: rate)
  var place = 0
  while place + 2 * vectorWidth <= count {
    let (low, high) = (load(gradient + place), load(gradient + place + vectorWidth))
    store(load(parameters + place) - rates * low, parameters + place)
    store(
      load(parameters + place + vectorWidth) - rates * high, parameters + place + vectorWidth)
    place += 2 * vectorWidth
  }
  while place < count {
    parameters[place] -= rate * gradient[place]
    place += 1
  }
}

@inline(__always)
private func update(
  _ rule: UpdateRule, _ kind: UpdateRule.Kind, _ parameters: UnsafeMutablePointer<Float>,
  _ gradient: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>,
  _ second: UnsafeMutablePointer<Float>, _ count: Int
) {
  var rule = rule
  rule.kind = kind
  var place = 0
  while place + vectorWidth <= count {
    updateVector(rule, parameters + place, gradient + place, first + place, second + place)
    place += vectorWidth
  }
  guard place < count else { return }
  // The remaining numbers, padded with zeros to a vector.
  var rest = fourZeros
  let hasFirst = kind.hasFirstSlot
  let hasSecond = kind.hasSecondSlot
  for index in 0..<count - place {
    rest[0][index] = parameters[place + index]
    rest[1][index] = gradient[place + index]
    if hasFirst { rest[2][index] = first[place + index] }
    if hasSecond { rest[3][index] = second[place + index] }
  }
  step(rule, &rest)
  for index in 0..<count - place {
    parameters[place + index] = rest[0][index]
    if hasFirst { first[place + index] = rest[2][index] }
    if hasSecond { second[place + index] = rest[3][index] }
  }
}

@inline(__always)
private func updateVector(
  _ rule: UpdateRule, _ parameters: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
  _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>
) {
  var numbers = fourZeros
  numbers[0] = load(parameters)
  numbers[1] = load(gradient)
  if rule.kind.hasFirstSlot { numbers[2] = load(first) }
  if rule.kind.hasSecondSlot { numbers[3] = load(second) }
  step(rule, &numbers)
  store(numbers[0], parameters)
  if rule.kind.hasFirstSlot { store(numbers[2], first) }
  if rule.kind.hasSecondSlot { store(numbers[3], second) }
}

/// Parameter, gradient, and the two slots after the step.
@inline(__always)
private func step(_ rule: UpdateRule, _ numbers: inout InlineArray<4, Vector>) {
  let rate = Vector(repeating: rule.rate)
  var parameter = numbers[0]
  if rule.kept != 1 { parameter *= Vector(repeating: rule.kept) }
  var slope = numbers[1]
  if rule.decay != 0 { slope += Vector(repeating: rule.decay) * parameter }
  let momentum = Vector(repeating: rule.momentum)
  switch rule.kind {
  case .descent: numbers[0] = parameter - rate * slope
  case .momentum:
    numbers[2] = momentum * numbers[2] + slope
    numbers[0] = parameter - rate * numbers[2]
  case .nesterov:
    numbers[2] = momentum * numbers[2] + slope
    numbers[0] = parameter - rate * (slope + momentum * numbers[2])
  case .adaptive:
    numbers[2] = momentum * numbers[2] + Vector(repeating: rule.meanShare) * slope
    numbers[3] =
      Vector(repeating: rule.squareDecay) * numbers[3]
      + Vector(repeating: rule.squareShare) * (slope * slope)
    let size =
      numbers[3].squareRoot() / Vector(repeating: rule.root)
      + Vector(repeating: rule.epsilon)
    numbers[0] = parameter - rate * (numbers[2] / size)
  }
}

// By patterns: `==` would call the witness of `Equatable`, which is emitted as weak code.
extension UpdateRule.Kind {
  /// Whether the rule keeps a first number per parameter: velocity or mean.
  @inline(__always)
  fileprivate var hasFirstSlot: Bool { if case .descent = self { false } else { true } }

  /// Whether it keeps a second one: the mean square.
  @inline(__always)
  fileprivate var hasSecondSlot: Bool { if case .adaptive = self { true } else { false } }
}
