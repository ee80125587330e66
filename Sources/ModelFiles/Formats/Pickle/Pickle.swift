/// What a Python pickle describes, as values that refer to each other by number.
///
/// Nothing is executed: a call in the pickle becomes a value that says what would be called with
/// what, and whoever reads the pickle decides which calls mean something. Values that contain others
/// lie in one list, so that a deep nesting or a list that contains itself is neither followed nor
/// freed recursively.
///
/// Method: the opcodes of Python's `pickletools`, protocols 0 to 5.
struct Pickle {
  /// The value that was pickled.
  let root: PickleValue
  /// The values that contain others, by number.
  let nodes: [PickleNode]
  /// What could be imported by name: classes and functions.
  let globals: [PickleGlobal]
  /// The number of bytes that the pickle takes.
  let byteCount: Int

  /// Reads the pickle at the beginning of `bytes`.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` where it is corrupt, or larger than ``PickleMachine/most`` values.
  init(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) {
    var machine = PickleMachine(bytes, path: path)
    root = try machine.run()
    (nodes, globals) = (machine.nodes, machine.globals)
    byteCount = machine.place - bytes.startIndex
  }

  /// Whether bytes begin as a pickle of protocol 2 or later does.
  static func recognizes(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > 2 && bytes.first == 0x80 && (2...5).contains(bytes[bytes.startIndex + 1])
  }
}

/// A value of a pickle.
enum PickleValue {
  /// `None`, and what has no other case: an integer of more than 64 bits.
  case none
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case text(String)
  indirect case bytes(ArraySlice<UInt8>)
  /// A class or function, by its number among the pickle's globals.
  case global(Int)
  /// A value that contains others, by its number among the pickle's nodes.
  case node(Int)
}

/// A class or function that a pickle names.
struct PickleGlobal: Hashable {
  let module: String
  let name: String

  init(_ module: String, _ name: String) { (self.module, self.name) = (module, name) }

  /// As Python spells it: `torch.FloatStorage`.
  var description: String { "\(module).\(name)" }
}

/// A value of a pickle that contains others.
struct PickleNode {
  enum Kind: Hashable {
    case tuple, list, set
    /// Its items are key, value, key, value.
    case dictionary
    /// What calling a global with the first item, a tuple, would give; the global's number. Further
    /// items are what was put into it.
    case call(Int)
    /// A call of something that is no global.
    case unknown
    /// What is kept outside of the pickle; its only item says where.
    case persistent
  }

  let kind: Kind
  var items: [PickleValue]
  /// The state that the pickle gives an object, such as its attributes.
  var state: PickleValue?

  init(_ kind: Kind, _ items: [PickleValue] = []) { (self.kind, self.items) = (kind, items) }
}
