/// Lines of boxes. A light line is one unit wide, a heavy one three, a double one two of one unit with
/// one between them; all have the same middle.
extension CellShape {
  /// How a line goes from the middle of a cell to an edge.
  private enum Arm: UInt8 {
    case none = 0x30
    case light, heavy, double

    /// Where its strokes begin and end beside the first unit of the middle.
    var strokes: [(start: Int, end: Int)] {
      switch self {
      case .none: []
      case .light: [(0, 1)]
      case .heavy: [(-1, 2)]
      case .double: [(-1, 0), (1, 2)]
      }
    }
  }

  /// The arms of U+2500 to U+257F: up, right, down and left; nothing for dashes and diagonals.
  private static let arms = Array(
    """
    0101 0202 1010 2020 .... .... .... .... .... .... .... .... 0110 0210 0120 0220 \
    0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120 \
    2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212 \
    0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212 \
    2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 .... .... .... .... \
    0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130 \
    3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 0110 0011 1001 \
    1100 .... .... .... 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010
    """.utf8.filter { $0 != 0x20 })

  /// The first unit of the middle of a cell.
  private static let (middleX, middleY) = (3, 7)

  /// Nil for the diagonals.
  static func lines(_ value: UInt32) -> [CellRectangle]? {
    let place = Int(value - 0x2500) * 4
    let found = arms[place..<place + 4].compactMap { Arm(rawValue: $0) }
    guard found.count == 4 else { return dashes(value) }
    let (up, right, down, left) = (found[0], found[1], found[2], found[3])
    return reaches(right, up, down, left).map { line, start in
      CellRectangle(
        middleX + start, middleY + line.start, columns - middleX - start, line.end - line.start)
    }
      + reaches(left, up, down, right).map { line, start in
        CellRectangle(0, middleY + line.start, middleX + 1 - start, line.end - line.start)
      }
      + reaches(down, left, right, up).map { line, start in
        CellRectangle(
          middleX + line.start, middleY + start, line.end - line.start, rows - middleY - start)
      }
      + reaches(up, left, right, down).map { line, start in
        CellRectangle(middleX + line.start, 0, line.end - line.start, middleY + 1 - start)
      }
  }

  /// The strokes of an arm, and where each begins so that it meets the arms across.
  ///
  /// - Parameters:
  ///   - before: the arm across it, towards smaller numbers.
  ///   - after: the arm across it, towards larger numbers.
  private static func reaches(
    _ arm: Arm, _ before: Arm, _ after: Arm, _ opposite: Arm
  ) -> [(line: (start: Int, end: Int), start: Int)] {
    let isDouble = before == .double || after == .double
    let far = before == .heavy || after == .heavy || isDouble ? -1 : 0
    return arm.strokes.map { stroke in
      guard isDouble else { return (stroke, far) }
      let across = stroke.start < 0 ? before : stroke.start > 0 ? after : .none
      return (stroke, across == .double ? 1 : opposite == .double ? 0 : far)
    }
  }

  /// Broken lines: where each stroke begins and how long it is, along 8 and along 16 units.
  private static func dashes(_ value: UInt32) -> [CellRectangle]? {
    let across = [[(0, 3), (4, 3)], [(0, 2), (3, 2), (6, 1)], [(0, 1), (2, 1), (4, 1), (6, 1)]]
    let down = [[(1, 6), (9, 6)], [(0, 4), (5, 4), (11, 4)], [(1, 2), (5, 2), (9, 2), (13, 2)]]
    let number =
      switch value {
      case 0x2504...0x250B: Int(value - 0x2504) + 4
      case 0x254C...0x254F: Int(value - 0x254C)
      default: -1
      }
    guard number >= 0 else { return nil }
    let (kind, width) = (number / 4, number % 2 == 1 ? 3 : 1)
    let first = width == 3 ? -1 : 0
    return number % 4 < 2
      ? across[kind].map { CellRectangle($0.0, middleY + first, $0.1, width) }
      : down[kind].map { CellRectangle(middleX + first, $0.0, width, $0.1) }
  }
}
