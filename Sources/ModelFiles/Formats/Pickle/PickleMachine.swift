/// The stack machine that reads a pickle.
struct PickleMachine {
  /// The most values that a pickle may have: nodes, items in nodes, memorized values.
  static let most = 1 << 21
  /// The longest name, the deepest stack of marks.
  static let longestLine = 1 << 16

  private let bytes: ArraySlice<UInt8>
  private let path: String
  /// Where the next byte is.
  private(set) var place: Int
  private(set) var nodes: [PickleNode] = []
  private(set) var globals: [PickleGlobal] = []
  private var numbers: [PickleGlobal: Int] = [:]
  private var stack: [PickleValue] = []
  /// The heights of the stack where lists of unknown length began.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var room = most

  init(_ bytes: ArraySlice<UInt8>, path: String) {
    (self.bytes, self.path, place) = (bytes, path, bytes.startIndex)
  }

  /// Runs until the pickle ends.
  ///
  /// - Returns: the value that was pickled.
  mutating func run() throws(FileError) -> PickleValue {
    while true {
      let code = try byte()
      if code == UInt8(ascii: ".") { return try pop() }
      guard let opcode = Self.opcodes[code] else {
        throw refused("byte \(place - 1 - bytes.startIndex) of its pickle is no known opcode")
      }
      try opcode(&self)
    }
  }

  func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  private func spend(_ count: Int = 1, of room: inout Int) throws(FileError) {
    room -= count
    guard room >= 0 else {
      throw refused("its pickle has more than \(Self.most) values, which is not supported")
    }
  }
}

// MARK: Bytes

extension PickleMachine {
  mutating func byte() throws(FileError) -> UInt8 {
    guard place < bytes.endIndex else { throw refused("its pickle is truncated") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func bytes(_ count: UInt64) throws(FileError) -> ArraySlice<UInt8> {
    guard count <= UInt64(bytes.endIndex - place) else {
      throw refused("its pickle is truncated")
    }
    defer { place += Int(count) }
    return bytes[place..<place + Int(count)]
  }

  /// The next little-endian integer.
  mutating func unsigned(_ size: UInt64) throws(FileError) -> UInt64 {
    try bytes(size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The text up to the end of the line.
  mutating func line() throws(FileError) -> String {
    let line = bytes[place...].prefix(Self.longestLine).prefix { $0 != 0x0A }
    guard line.endIndex < bytes.endIndex, bytes[line.endIndex] == 0x0A else {
      throw refused("a name in its pickle does not end")
    }
    place = line.endIndex + 1
    return String(decoding: line, as: UTF8.self)
  }

  mutating func text(_ sizeOfLength: UInt64) throws(FileError) -> PickleValue {
    .text(String(decoding: try content(sizeOfLength), as: UTF8.self))
  }

  /// As many bytes as an integer before them says.
  mutating func content(_ sizeOfLength: UInt64) throws(FileError) -> ArraySlice<UInt8> {
    try bytes(unsigned(sizeOfLength))
  }
}

// MARK: Stack

extension PickleMachine {
  mutating func push(_ value: PickleValue) throws(FileError) {
    guard stack.count < Self.most else {
      throw refused("its pickle has more than \(Self.most) values, which is not supported")
    }
    stack.append(value)
  }

  mutating func push(_ node: PickleNode) throws(FileError) {
    try spend(1 + node.items.count, of: &room)
    nodes.append(node)
    try push(.node(nodes.count - 1))
  }

  mutating func push(_ global: PickleGlobal) throws(FileError) {
    if let number = numbers[global] { return try push(.global(number)) }
    try spend(of: &room)
    numbers[global] = globals.count
    globals.append(global)
    try push(.global(globals.count - 1))
  }

  mutating func pop() throws(FileError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw refused("its pickle takes a value from an empty stack")
    }
    return value
  }

  /// The value that is last, which stays.
  func last() throws(FileError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw refused("its pickle takes a value from an empty stack")
    }
    return value
  }

  mutating func mark() throws(FileError) {
    try spend(of: &room)
    marks.append(stack.count)
  }

  /// The values since the last mark, in order.
  mutating func popToMark() throws(FileError) -> [PickleValue] {
    guard let mark = marks.popLast() else {
      throw refused("its pickle ends a list that did not begin")
    }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  /// - Parameter number: its number, the next one by default.
  mutating func memorize(_ number: Int? = nil) throws(FileError) {
    try spend(of: &room)
    memo[number ?? memo.count] = try last()
  }

  mutating func recall(_ number: Int) throws(FileError) {
    guard let value = memo[number] else {
      throw refused("its pickle refers to value \(number), which it does not have")
    }
    try push(value)
  }
}

// MARK: Nodes

extension PickleMachine {
  /// Puts values into the node that is last on the stack.
  mutating func append(_ items: [PickleValue]) throws(FileError) {
    try spend(items.count, of: &room)
    guard case .node(let number) = try last() else {
      throw refused("its pickle puts values into something that holds none")
    }
    nodes[number].items += items
  }

  /// Gives the node that is last on the stack a state.
  mutating func build(_ state: PickleValue) throws(FileError) {
    guard case .node(let number) = try last() else { return }
    nodes[number].state = state
  }

  /// What calling `function` would give: known containers at once, everything else as a node that
  /// names the call.
  mutating func call(_ function: PickleValue, _ arguments: PickleValue) throws(FileError) {
    guard case .global(let number) = function else {
      return try push(PickleNode(.unknown, [arguments]))
    }
    let items = items(of: arguments)
    switch globals[number].description {
    case "collections.OrderedDict", "builtins.dict", "__builtin__.dict":
      let pairs = try pairs(items)
      try push(PickleNode(.dictionary, pairs))
    case "builtins.list", "__builtin__.list", "torch.Size", "torch.jit._pickle.build_intlist",
      "torch.jit._pickle.build_tensorlist":
      try push(PickleNode(.list, items.first.map(self.items) ?? []))
    case "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset":
      try push(PickleNode(.set, items.first.map(self.items) ?? []))
    default: try push(PickleNode(.call(number), [arguments]))
    }
  }

  private func items(of value: PickleValue) -> [PickleValue] {
    if case .node(let number) = value { nodes[number].items } else { [] }
  }

  /// The keys and values of a dictionary that is made of a list of pairs.
  private mutating func pairs(_ arguments: [PickleValue]) throws(FileError) -> [PickleValue] {
    guard let list = arguments.first else { return [] }
    let items = items(of: list)
    try spend(items.count, of: &room)
    return items.map(self.items).filter { $0.count == 2 }.flatMap(\.self)
  }
}
