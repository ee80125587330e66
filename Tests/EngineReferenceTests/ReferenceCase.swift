import CNNModel
import ModelFiles
import ReferenceFolder

/// One case of `pytorch/cases.json`: its hyper-parameters and its arrays.
struct ReferenceCase: Sendable {
  let id: String
  let kind: String
  let json: JSON
  let arrays: [String: NumericArray]

  /// Every case of a kind.
  static func all(_ kind: String) throws -> [ReferenceCase] {
    let cases = try ReferenceFolder.json("pytorch/cases.json")["cases"]?.elements ?? []
    return try cases.filter { $0["kind"]?.string == kind }.map(ReferenceCase.init)
  }

  private init(_ json: JSON) throws {
    (id, kind) = (json["id"]?.string ?? "?", json["kind"]?.string ?? "?")
    self.json = json
    guard let file = json["file"]?.string else {
      arrays = [:]
      return
    }
    arrays = try Self.arrays("pytorch/\(file)")
  }

  /// The arrays of a file, by name.
  static func arrays(_ path: String) throws -> [String: NumericArray] {
    let archive = try NpzArchive(ReferenceFolder.path(path))
    let named = try archive.arrays().map { ($0.name, $0.array) }
    return Dictionary(uniqueKeysWithValues: named)
  }

  var op: String { json["op"]?.string ?? "" }
  var attributes: JSON { json["attrs"] ?? .null }

  /// The numbers of a pair as text, such as `3x2`; `nil` if the case has none with that name.
  func pair(_ name: String) -> String? {
    let numbers = json[name]?.elements.compactMap(\.int) ?? []
    return numbers.isEmpty ? nil : numbers.map(String.init).joined(separator: "x")
  }

  func tensor(_ name: String) -> Tensor? { arrays[name]?.tensor }

  func shape(_ name: String) -> [Int] { arrays[name]?.shape.extents ?? [] }
}

extension ReferenceCase {
  /// The difference of an array from the stored one, or `nil` if there is none.
  ///
  /// Small integers must be bit-equal; sums must be within the rounding bound of any order of
  /// summation, and all others within 2·10⁻⁶ of the double-precision result.
  func mistake(_ name: String, _ ours: Tensor?) -> String? {
    guard let stored = arrays[name] else { return nil }
    guard let ours else { return "\(id): no \(name)" }
    guard ours.shape.count == stored.count else {
      return "\(id): \(name) is \(ours.shape), not \(stored.shape)"
    }
    if json["exact_integers"]?.bool == true {
      let equal = zip(ours.elements, stored.tensor.elements).allSatisfy { $0 == $1 }
      return equal ? nil : "\(id): \(name) is not equal"
    }
    let exact = arrays["\(name)64"] ?? stored
    let bound = json["bound32"]?[name]?.double
    for (index, (mine, wanted)) in zip(ours.elements, exact.doubles).enumerated()
    where !isNear(Double(mine), wanted, within: bound ?? 2e-6 * (1 + wanted.magnitude)) {
      return "\(id): \(name) at \(stored.shape.position(at: index)) is \(mine), not \(wanted)"
    }
    return nil
  }
}

/// Whether two numbers are within a bound; NaN equals NaN and infinity itself.
func isNear(_ a: Double, _ b: Double, within bound: Double) -> Bool {
  a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= bound
}

/// The number of passed and failed cases of a kind.
struct Tally {
  var kind: String
  var passed = 0
  var mistakes: [String] = []
  var absent: [String] = []

  /// - Parameter mistakes: `nil` when the catalog has no such layer.
  mutating func count(_ example: ReferenceCase, _ mistakes: [String]?) {
    guard let mistakes else { return absent.append(example.op) }
    if mistakes.isEmpty { passed += 1 } else { self.mistakes += mistakes.prefix(1) }
  }

  var line: String {
    let run = passed + mistakes.count
    let missing = absent.isEmpty ? "" : " (\(Set(absent).sorted().joined(separator: ", ")))"
    return "\(kind): \(run) run, \(passed) passed, \(absent.count) not in the catalog\(missing)"
  }
}
