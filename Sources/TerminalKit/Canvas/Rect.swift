/// A size in character cells; never negative.
public struct Size: Hashable, Sendable {
  /// The width in cells.
  public let columns: Int
  /// The height in cells.
  public let rows: Int

  /// Negative extents count as 0.
  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

extension Size: CustomStringConvertible {
  /// As the command line writes it: `80x24`.
  public var description: String { "\(columns)x\(rows)" }
}

/// A rectangle of screen cells: columns `x ..< x + width`, rows `y ..< y + height`.
///
/// A rectangle may lie partly or wholly outside a canvas; what is drawn there is clipped. Cutting
/// off more than there is leaves an empty rectangle.
public struct Rect: Hashable, Sendable {
  /// The first column.
  public let x: Int
  /// The first row.
  public let y: Int
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int

  /// Negative extents count as 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The rectangle of a whole canvas of that size.
  public init(_ size: Size) { self.init(x: 0, y: 0, width: size.columns, height: size.rows) }

  /// The column after the last.
  public var maxX: Int { x + width }
  /// The row after the last.
  public var maxY: Int { y + height }
  /// Width and height.
  public var size: Size { Size(columns: width, rows: height) }
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether the cell is within the rectangle.
  public func contains(x: Int, y: Int) -> Bool {
    x >= self.x && x < maxX && y >= self.y && y < maxY
  }

  /// The cells that both rectangles have.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  package func offset(x dx: Int, y dy: Int) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width, height: height)
  }

  /// What remains without this many cells on every side.
  public func inset(by cells: Int = 1) -> Rect { inset(horizontally: cells, vertically: cells) }

  package func inset(horizontally dx: Int, vertically dy: Int) -> Rect {
    Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
  }
}

/// Layouts, cut out of a rectangle strip by strip.
extension Rect {
  /// Cuts `rows` rows (or as many as there are) off the top and returns them.
  public mutating func takeTop(_ rows: Int) -> Rect {
    let taken = Rect(x: x, y: y, width: width, height: clamped(rows, height))
    self = Rect(x: x, y: y + taken.height, width: width, height: height - taken.height)
    return taken
  }

  /// Cuts `rows` rows (or as many as there are) off the bottom and returns them.
  public mutating func takeBottom(_ rows: Int) -> Rect {
    let rest = Rect(x: x, y: y, width: width, height: height - clamped(rows, height))
    defer { self = rest }
    return Rect(x: x, y: rest.maxY, width: width, height: height - rest.height)
  }

  /// Cuts `columns` columns (or as many as there are) off the left and returns them.
  public mutating func takeLeft(_ columns: Int) -> Rect {
    let taken = Rect(x: x, y: y, width: clamped(columns, width), height: height)
    self = Rect(x: x + taken.width, y: y, width: width - taken.width, height: height)
    return taken
  }

  /// Cuts `columns` columns (or as many as there are) off the right and returns them.
  public mutating func takeRight(_ columns: Int) -> Rect {
    let rest = Rect(x: x, y: y, width: width - clamped(columns, width), height: height)
    defer { self = rest }
    return Rect(x: rest.maxX, y: y, width: width - rest.width, height: height)
  }

  /// `count` equal columns side by side, `gap` cells apart; remaining cells stay free at the right.
  public func columns(_ count: Int, gap: Int = 0) -> [Rect] {
    guard count > 0 else { return [] }
    let width = max(0, (width - gap * (count - 1)) / count)
    return (0..<count).map { Rect(x: x + $0 * (width + gap), y: y, width: width, height: height) }
  }

  /// `count` equal rows below each other, `gap` cells apart; remaining cells stay free at the
  /// bottom.
  public func rows(_ count: Int, gap: Int = 0) -> [Rect] {
    guard count > 0 else { return [] }
    let height = max(0, (height - gap * (count - 1)) / count)
    return (0..<count).map { Rect(x: x, y: y + $0 * (height + gap), width: width, height: height) }
  }

  private func clamped(_ wanted: Int, _ room: Int) -> Int { max(0, min(wanted, room)) }
}
