/// The opcodes, by the byte that stands for each.
extension PickleMachine {
  typealias Opcode = @Sendable (inout PickleMachine) throws(FileError) -> Void

  static let opcodes: [UInt8: Opcode] = {
    let all = [frames, numbers, texts, containers, stacks, memos, objects].flatMap(\.self)
    return Dictionary(uniqueKeysWithValues: all.map { (UInt8($0.code.value), $0.run) })
  }()

  private typealias Row = (code: Unicode.Scalar, run: Opcode)

  private static let frames: [Row] = [
    (
      "\u{80}",
      { (machine) throws(FileError) in  // PROTO
        let version = try machine.byte()
        guard version <= 5 else {
          throw machine.refused("pickles of protocol \(version) are not supported, only up to 5")
        }
      }
    ),
    ("\u{95}", { (machine) throws(FileError) in _ = try machine.unsigned(8) }),  // FRAME
  ]

  private static let numbers: [Row] = [
    ("N", { (machine) throws(FileError) in try machine.push(.none) }),
    ("\u{88}", { (machine) throws(FileError) in try machine.push(.boolean(true)) }),
    ("\u{89}", { (machine) throws(FileError) in try machine.push(.boolean(false)) }),
    ("I", { (machine) throws(FileError) in try machine.push(integer(machine.line())) }),
    ("L", { (machine) throws(FileError) in try machine.push(integer(machine.line())) }),
    (
      "J",
      { (machine) throws(FileError) in
        try machine.push(.integer(Int(Int32(truncatingIfNeeded: machine.unsigned(4)))))
      }
    ),
    ("K", { (machine) throws(FileError) in try machine.push(.integer(Int(machine.byte()))) }),
    ("M", { (machine) throws(FileError) in try machine.push(.integer(Int(machine.unsigned(2)))) }),
    ("\u{8A}", { (machine) throws(FileError) in try machine.push(integer(machine.content(1))) }),
    ("\u{8B}", { (machine) throws(FileError) in try machine.push(integer(machine.content(4))) }),
    (
      "F",
      { (machine) throws(FileError) in
        try machine.push(Double(machine.line()).map(PickleValue.real) ?? .none)
      }
    ),
    (
      "G",
      { (machine) throws(FileError) in
        try machine.push(.real(Double(bitPattern: machine.unsigned(8).byteSwapped)))
      }
    ),
  ]

  private static let texts: [Row] = [
    (
      "S",
      { (machine) throws(FileError) in
        try machine.push(.text(String(machine.line().dropFirst().dropLast())))
      }
    ),
    ("V", { (machine) throws(FileError) in try machine.push(.text(machine.line())) }),
    ("T", { (machine) throws(FileError) in try machine.push(machine.text(4)) }),
    ("U", { (machine) throws(FileError) in try machine.push(machine.text(1)) }),
    ("X", { (machine) throws(FileError) in try machine.push(machine.text(4)) }),
    ("\u{8C}", { (machine) throws(FileError) in try machine.push(machine.text(1)) }),
    ("\u{8D}", { (machine) throws(FileError) in try machine.push(machine.text(8)) }),
    ("B", { (machine) throws(FileError) in try machine.push(.bytes(machine.content(4))) }),
    ("C", { (machine) throws(FileError) in try machine.push(.bytes(machine.content(1))) }),
    ("\u{8E}", { (machine) throws(FileError) in try machine.push(.bytes(machine.content(8))) }),
    ("\u{96}", { (machine) throws(FileError) in try machine.push(.bytes(machine.content(8))) }),
    ("\u{98}", { (machine) throws(FileError) in }),  // READONLY_BUFFER
  ]

  private static let containers: [Row] = [
    ("]", { (machine) throws(FileError) in try machine.push(PickleNode(.list)) }),
    (")", { (machine) throws(FileError) in try machine.push(PickleNode(.tuple)) }),
    ("}", { (machine) throws(FileError) in try machine.push(PickleNode(.dictionary)) }),
    ("\u{8F}", { (machine) throws(FileError) in try machine.push(PickleNode(.set)) }),
    ("l", { (machine) throws(FileError) in try machine.pushList(.list) }),
    ("t", { (machine) throws(FileError) in try machine.pushList(.tuple) }),
    ("d", { (machine) throws(FileError) in try machine.pushList(.dictionary) }),
    ("\u{91}", { (machine) throws(FileError) in try machine.pushList(.set) }),
    ("\u{85}", { (machine) throws(FileError) in try machine.pushTuple(1) }),
    ("\u{86}", { (machine) throws(FileError) in try machine.pushTuple(2) }),
    ("\u{87}", { (machine) throws(FileError) in try machine.pushTuple(3) }),
    ("a", { (machine) throws(FileError) in try machine.append(machine.popLast(1)) }),
    ("s", { (machine) throws(FileError) in try machine.append(machine.popLast(2)) }),
    ("e", { (machine) throws(FileError) in try machine.append(machine.popToMark()) }),
    ("u", { (machine) throws(FileError) in try machine.append(machine.popToMark()) }),
    ("\u{90}", { (machine) throws(FileError) in try machine.append(machine.popToMark()) }),
  ]

  private static let stacks: [Row] = [
    ("(", { (machine) throws(FileError) in try machine.mark() }),
    ("0", { (machine) throws(FileError) in _ = try machine.pop() }),
    ("1", { (machine) throws(FileError) in _ = try machine.popToMark() }),
    ("2", { (machine) throws(FileError) in try machine.push(machine.last()) }),
  ]

  private static let memos: [Row] = [
    ("p", { (machine) throws(FileError) in try machine.memorize(machine.number()) }),
    ("q", { (machine) throws(FileError) in try machine.memorize(Int(machine.byte())) }),
    ("r", { (machine) throws(FileError) in try machine.memorize(Int(machine.unsigned(4))) }),
    ("\u{94}", { (machine) throws(FileError) in try machine.memorize() }),
    ("g", { (machine) throws(FileError) in try machine.recall(machine.number()) }),
    ("h", { (machine) throws(FileError) in try machine.recall(Int(machine.byte())) }),
    ("j", { (machine) throws(FileError) in try machine.recall(Int(machine.unsigned(4))) }),
  ]

  private static let objects: [Row] = [
    (
      "c",
      { (machine) throws(FileError) in
        let module = try machine.line()
        try machine.push(PickleGlobal(module, machine.line()))
      }
    ),
    (
      "\u{93}",
      { (machine) throws(FileError) in  // STACK_GLOBAL
        let names = try machine.popLast(2)
        guard case .text(let module) = names[0], case .text(let name) = names[1] else {
          throw machine.refused("its pickle names a class by something else than a text")
        }
        try machine.push(PickleGlobal(module, name))
      }
    ),
    ("R", { (machine) throws(FileError) in try machine.callLast(2) }),  // REDUCE
    ("\u{81}", { (machine) throws(FileError) in try machine.callLast(2) }),  // NEWOBJ
    ("\u{92}", { (machine) throws(FileError) in try machine.callLast(3) }),  // NEWOBJ_EX
    (
      "o",
      { (machine) throws(FileError) in  // OBJ
        let parts = try machine.popToMark()
        try machine.callNew(parts.first ?? .none, Array(parts.dropFirst()))
      }
    ),
    (
      "i",
      { (machine) throws(FileError) in  // INST
        let module = try machine.line()
        let global = PickleGlobal(module, try machine.line())
        let arguments = try machine.popToMark()
        try machine.push(global)
        try machine.callNew(machine.pop(), arguments)
      }
    ),
    ("b", { (machine) throws(FileError) in try machine.build(machine.pop()) }),
    (
      "P",
      { (machine) throws(FileError) in
        try machine.push(PickleNode(.persistent, [.text(machine.line())]))
      }
    ),
    (
      "Q",
      { (machine) throws(FileError) in
        try machine.push(PickleNode(.persistent, [machine.pop()]))
      }
    ),
  ]
}

/// What several opcodes do.
extension PickleMachine {
  fileprivate mutating func pushList(_ kind: PickleNode.Kind) throws(FileError) {
    try push(PickleNode(kind, popToMark()))
  }

  fileprivate mutating func pushTuple(_ count: Int) throws(FileError) {
    try push(PickleNode(.tuple, popLast(count)))
  }

  /// The last values, in order.
  fileprivate mutating func popLast(_ count: Int) throws(FileError) -> [PickleValue] {
    var values: [PickleValue] = []
    for _ in 0..<count { try values.append(pop()) }
    return values.reversed()
  }

  /// Calls the first of the last values with the second.
  fileprivate mutating func callLast(_ count: Int) throws(FileError) {
    let parts = try popLast(count)
    try call(parts[0], parts[1])
  }

  fileprivate mutating func callNew(
    _ function: PickleValue, _ arguments: [PickleValue]
  ) throws(FileError) {
    try push(PickleNode(.tuple, arguments))
    try call(function, pop())
  }

  /// The number of a memorized value, in digits.
  fileprivate mutating func number() throws(FileError) -> Int {
    let line = try line()
    guard let number = Int(line) else {
      throw refused("its pickle refers to value \(line.quoted), which is no number")
    }
    return number
  }

  /// The integer of a line such as `12` or `12L`; `01` and `00` are true and false.
  fileprivate static func integer(_ line: String) -> PickleValue {
    if line == "01" || line == "00" { return .boolean(line == "01") }
    return Int(line.hasSuffix("L") ? String(line.dropLast()) : line).map(PickleValue.integer)
      ?? .none
  }

  /// The integer of little-endian bytes in two's complement.
  fileprivate static func integer(_ bytes: ArraySlice<UInt8>) -> PickleValue {
    guard bytes.count <= 8 else { return .none }
    guard let last = bytes.last else { return .integer(0) }
    let start: Int = last >= 0x80 ? -1 : 0
    return .integer(bytes.reversed().reduce(start) { $0 << 8 | Int($1) })
  }
}
