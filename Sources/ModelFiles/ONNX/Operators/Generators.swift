import CNNModel

/// Operators that make constants from numbers: ranges, the identity matrix, windows of signals.
enum GeneratorOperators {
  static let all: [Operator] = [
    Operator("Range", .explicit, range),
    Operator("EyeLike", .explicit, identityMatrix),
    window("HannWindow", [0.5, 0.5]),
    window("HammingWindow", [25.0 / 46, 21.0 / 46]),
    window("BlackmanWindow", [0.42, 0.5, 0.08]),
  ]

  /// Numbers from a start up to, but not including, a limit.
  @Sendable
  private static func range(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let start = try lowering.determined(0, "start")
    let (limit, delta) = (try lowering.determined(1, "limit"), try lowering.determined(2, "step"))
    guard [start, limit, delta].allSatisfy({ $0.count == 1 }) else {
      throw .invalid("start, limit and step must be single numbers")
    }
    guard start.elementType.isInteger else {
      let (first, step) = (start.doubles[0], delta.doubles[0])
      let count = try count((limit.doubles[0] - first) / step)
      let numbers = (0..<count).map { first + Double($0) * step }
      return [Operand(NumericArray(shape: [count], type: start.elementType, numbers: numbers))]
    }
    let (first, step) = (start.integers[0], delta.integers[0])
    guard step != 0 else { throw .invalid("a step of 0 is not allowed") }
    let distance = limit.integers[0] - first
    let whole = distance / step + (distance % step == 0 ? 0 : 1)
    let isEmpty = distance == 0 || (distance > 0) != (step > 0)
    let count = isEmpty ? 0 : try count(Double(whole))
    let numbers = (0..<count).map { first + Int128($0) * step }
    return [Operand(NumericArray(shape: [count], type: start.elementType, integers: numbers))]
  }

  /// A number of elements, rounded up; 0 for a negative one.
  private static func count(_ number: Double) throws(NodeError) -> Int {
    guard number.isFinite, number <= 0x1p30 else {
      throw .invalid("a range of \(number) numbers is not possible")
    }
    return try Lowering.generated([Int(max(0, number.rounded(.up)))]).count
  }

  /// Ones on a diagonal of a matrix in the shape of the input.
  @Sendable
  private static func identityMatrix(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard input.shape.rank == 2 else {
      throw .invalid("a matrix is expected, but the input is \(input.shape)")
    }
    let type = try lowering.type("dtype") ?? input.type
    let diagonal = try lowering.attributes.int("k") ?? 0
    _ = try Lowering.generated(input.shape.extents)
    let columns = input.shape[1]
    let numbers = (0..<input.shape.count).map { offset in
      offset % columns - offset / columns == diagonal ? 1.0 : 0
    }
    return [Operand(NumericArray(shape: input.shape, type: type, numbers: numbers))]
  }

  /// A window of a signal: `c₀ − c₁·cos(2πi/n) + c₂·cos(4πi/n)` with n its length, or the length
  /// less 1 where it is symmetric.
  private static func window(_ kind: String, _ coefficients: [Double]) -> Operator {
    Operator(kind, .explicit) { lowering throws(NodeError) in
      let count = try count(try lowering.scalar(0, "length"))
      let isPeriodic = try lowering.attributes.flag("periodic", default: true)
      let type = try lowering.type("output_datatype") ?? .float32
      let period = Double(max(1, isPeriodic ? count : count - 1))
      let numbers = (0..<count).map { index in
        coefficients.enumerated().reduce(0) { sum, pair in
          let angle = 2 * Double.pi * Double(pair.0) * Double(index) / period
          return sum + (pair.0 % 2 == 0 ? 1 : -1) * pair.1
            * TrigonometricFunction.cosine.value(at: angle)
        }
      }
      return [Operand(NumericArray(shape: [count], type: type, numbers: numbers))]
    }
  }
}
