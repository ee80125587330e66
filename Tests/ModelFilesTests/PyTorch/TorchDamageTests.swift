import CNNModel
import ModelFiles
import TestSupport
import Testing

/// Pickles made by hand, in the text of protocol 0 and the old format of PyTorch's files.
@Suite struct TorchDamageTests {
  /// An old file with one storage, "0", of these numbers.
  private func file(_ pickle: String, _ numbers: [Float]) -> [UInt8] {
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    let count = (0..<8).map { UInt8(truncatingIfNeeded: numbers.count >> ($0 * 8)) }
    let bytes = numbers.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) }
    }
    return magic + Array("I1001\n.}.\(pickle).(V0\nl.".utf8) + count + bytes
  }

  private func tensor(
    _ extents: [Int], _ strides: [Int], offset: Int = 0, storage: String = "FloatStorage"
  ) -> String {
    let lists = [extents, strides].map { list in "(\(list.map { "I\($0)\n" }.joined())t" }
    return "ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n\(storage)\nV0\nVcpu\nI6\ntQ"
      + "I\(offset)\n\(lists[0])\(lists[1])I00\nNtR"
  }

  private func read(_ bytes: [UInt8]) throws -> [NamedArray] {
    try TorchFile.decode(bytes[...], path: "dir/x.pt").arrays
  }

  private let numbers: [Float] = [0, 1, 2, 3, 4, 5]

  @Test("A tensor alone is called like its file")
  func alone() throws {
    let arrays = try read(file(tensor([3, 2], [1, 3]), numbers))
    #expect(arrays.map(\.name) == ["x"])
    #expect(arrays[0].array.doubles == [0, 3, 1, 4, 2, 5])
  }

  @Test(
    "A tensor that its storage does not hold is refused",
    arguments: [
      ([3, 2], [2, 1], 1, "its last element would be number 7 of a storage that has 6"),
      ([2], [-1], 1, "its shape, strides or offset are not possible"),
      ([2], [1], -1, "its shape, strides or offset are not possible"),
      ([2, 2], [1], 0, "its shape, strides or offset are not possible"),
      ([2, 2], [Int.max, Int.max], 0, "its shape, strides or offset are not possible"),
    ])
  func outside(extents: [Int], strides: [Int], offset: Int, reason: String) {
    let bytes = file(tensor(extents, strides, offset: offset), numbers)
    #expect(sentence { _ = try read(bytes) } == "dir/x.pt:x: \(reason)")
  }

  @Test("Tensors that are larger than their storages are refused", arguments: [1 << 24, 1 << 62])
  func expanded(_ extent: Int) {
    let bytes = file(tensor([extent], [0]), numbers)
    #expect(
      sentence { _ = try read(bytes) }
        == "dir/x.pt: its tensors take several times as much as its storages (24 bytes)")
  }

  @Test(
    "What is no file of tensors is named",
    arguments: [
      ("(lp0\nI1\na.", "a list"), ("}.", "an empty dictionary"), ("I3\n.", "a number"),
      ("(dVa\nI1\nsVb\nI2\ns.", #"a dictionary with "a", "b""#),
      ("cos\nsystem\n(Vrm -rf /\ntR.", #"an object of "os.system""#),
      ("cmodels\nNet\n.", #"the class "models.Net""#),
    ])
  func others(pickle: String, holds: String) {
    #expect(
      sentence { _ = try read(Array(pickle.utf8)) }
        == "dir/x.pt: a file with tensors is expected, but it holds \(holds)")
  }

  @Test(
    "A corrupt pickle is refused in a sentence",
    arguments: [
      ("", "its pickle is truncated"), ("(", "its pickle is truncated"),
      ("~.", "byte 0 of its pickle is no known opcode"),
      (".", "its pickle takes a value from an empty stack"),
      ("t.", "its pickle ends a list that did not begin"),
      ("g7\n.", "its pickle refers to value 7, which it does not have"),
      ("gx\n.", "its pickle refers to value \"x\", which is no number"),
      ("Va", "a name in its pickle does not end"),
      ("NNa.", "its pickle puts values into something that holds none"),
      ("\u{80}", "its pickle is truncated"),
    ])
  func corrupt(pickle: String, reason: String) {
    #expect(
      sentence { _ = try read(pickle.unicodeScalars.map { UInt8($0.value) }) }
        == "dir/x.pt: \(reason)")
  }

  @Test("A missing object is refused where a network needs it, by its name")
  func neededObject() throws {
    let pickle = "(dVfc.bias\n\(tensor([1], [1]))sVfc.weight\ncmy\nMatrix\n(tRs"
    let network = try Network(text: "input 2; fc: linear 1", title: "net")
    try withFolder { folder in
      try FileContent.write(file(pickle, numbers), to: "\(folder)/x.pt")
      var state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
      let found = sentence { _ = try WeightFile("\(folder)/x.pt").fill(&state, of: network) }
      #expect(
        found
          == "\(folder)/x.pt:fc.weight: it is an object of \"my.Matrix\", not a tensor")
    }
  }

  @Test("Values that contain themselves, or each other a million deep, are harmless")
  func cycles() {
    let deep = 1_000_000
    let tuples = [UInt8](repeating: 0x85, count: deep)
    let lists = [UInt8](repeating: UInt8(ascii: "]"), count: deep)
    let appends = [UInt8](repeating: UInt8(ascii: "a"), count: deep - 1)
    let end = Array(".".utf8)
    let files: [[UInt8]] = [
      Array("]q\u{0}h\u{0}ah\u{0}a.".utf8), Array("}q\u{0}Vself\nh\u{0}s.".utf8),
      Array(")".utf8) + tuples + end, [UInt8](repeating: UInt8(ascii: "("), count: deep),
      lists + appends + end, [UInt8](repeating: UInt8(ascii: "N"), count: 3 * deep),
    ]
    for bytes in files { #expect(sentence { _ = try read(bytes) } != nil) }
  }

  @Test("Lists and states that are looked at many times over are given up")
  func repetition() {
    let arguments = String(repeating: "g0\n(g2\ntR", count: 1500)
    let lists =
      "cbuiltins\ndict\np0\n0)p1\n0(" + String(repeating: "g1\n", count: 2000) + "lp2\n0("
      + arguments + "l."
    #expect(
      sentence { _ = try read(Array(lists.utf8)) }
        == "dir/x.pt: its pickle has more than 2097152 values, which is not supported")
    let states =
      "cmodels\nNet\n)R(" + String(repeating: "I1\nN", count: 2000) + "dbp1\n0("
      + String(repeating: "g1\n", count: 2000) + "l."
    #expect(
      sentence { _ = try read(Array(states.utf8)) }
        == "dir/x.pt: its pickle refers to the same values too often to be read")
  }

  @Test("A dictionary that is there twice in itself, many times over, is given up")
  func doubling() {
    let inner = tensor([1], [1]) + "p1\n"
    let levels = (2...40).map { "(dVa\ng\($0 - 1)\nsVb\ng\($0 - 1)\nsp\($0)\n" }.joined()
    let found = sentence { _ = try read(file("(d" + "Vx\n\(inner)s0" + levels, numbers)) }
    #expect(
      found == "dir/x.pt: its pickle refers to the same values too often to be read")
  }
}
