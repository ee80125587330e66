import CNNModel
import Differences
import ModelFiles

/// Which array of a file is what to a computation, by one convention.
struct NamedRoles: Sendable {
  /// The arrays that are known.
  private(set) var arrays: [ArrayRole: NamedArray] = [:]
  /// The names that mean nothing to the computation.
  private(set) var unknown: [String] = []
  /// The number of an optimizer's step.
  private(set) var step: NamedArray?

  /// - Parameters:
  ///   - conventions: what names mean; the first one decides, the others say what it does not know,
  ///     where they agree.
  ///   - allows: whether the computation has an array of a role.
  init(
    _ arrays: [NamedArray], _ conventions: [NamingConvention], allows: (ArrayRole) -> Bool
  ) {
    var rest: [NamedArray] = []
    for named in arrays {
      if ["step", "t"].contains(named.name), step == nil { step = named }
      guard let role = conventions.first?.role(of: named.name), allows(role),
        self.arrays[role] == nil
      else {
        rest.append(named)
        continue
      }
      self.arrays[role] = named
    }
    for named in rest {
      let found = Set(
        conventions.dropFirst().compactMap { $0.role(of: named.name) }
          .filter { allows($0) && self.arrays[$0] == nil })
      if let role = found.first, found.count == 1 {
        self.arrays[role] = named
      } else {
        unknown.append(named.name)
      }
    }
  }

  /// How many arrays the first convention alone knows.
  static func coverage(
    _ arrays: [NamedArray], _ convention: NamingConvention, allows: (ArrayRole) -> Bool
  ) -> Int {
    Set(arrays.compactMap { convention.role(of: $0.name) }.filter(allows)).count
  }

  /// The conventions by which most arrays are known, each with the others behind it.
  ///
  /// - Parameter own: the names that the computation itself gives its arrays.
  static func readings(
    _ arrays: [NamedArray], own: NamingConvention?, allows: (ArrayRole) -> Bool
  ) -> [NamedRoles] {
    let conventions = (own.map { [$0] } ?? []) + NamingConvention.all
    let counts = conventions.map { coverage(arrays, $0, allows: allows) }
    guard let most = counts.max(), most > 0 else { return [] }
    var readings: [NamedRoles] = []
    for (index, count) in counts.enumerated() where count == most {
      let others = conventions.indices.filter { $0 != index }.map { conventions[$0] }
      let roles = NamedRoles(arrays, [conventions[index]] + others, allows: allows)
      if !readings.contains(where: { $0.members == roles.members }) { readings.append(roles) }
    }
    return readings
  }

  /// The names of the arrays.
  var members: [ArrayRole: String] { arrays.mapValues(\.name) }
}
