/// A grid of dots finer than the cells of the screen, in which curves are drawn.
struct DotGrid {
  /// How dots become characters: 2×4, 1×2 or 1×1 to a cell.
  enum Form {
    case braille, halfBlocks, characters

    init(_ glyphs: Glyphs) {
      self = glyphs.braille ? .braille : glyphs.halfBlocks ? .halfBlocks : .characters
    }

    var across: Int { self == .braille ? 2 : 1 }
    var down: Int { self == .braille ? 4 : self == .halfBlocks ? 2 : 1 }
  }

  private let size: Size
  private let form: Form
  private var bits: [UInt8]
  private var owners: [Int]

  var columns: Int { size.columns * form.across }
  var rows: Int { size.rows * form.down }

  init(_ size: Size, _ form: Form) {
    self.size = size
    self.form = form
    bits = Array(repeating: 0, count: size.columns * size.rows)
    owners = Array(repeating: 0, count: bits.count)
  }

  /// Sets the dots of a straight line (Bresenham's algorithm).
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), series: Int) {
    let across = abs(end.x - start.x)
    let down = -abs(end.y - start.y)
    var (x, y, error) = (start.x, start.y, across + down)
    while true {
      set(x, y, series)
      if x == end.x, y == end.y { return }
      let twice = 2 * error
      if twice >= down { (error, x) = (error + down, x + (start.x < end.x ? 1 : -1)) }
      if twice <= across { (error, y) = (error + across, y + (start.y < end.y ? 1 : -1)) }
    }
  }

  /// Braille's dots, column by column.
  private static let masks: [UInt8] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]

  private mutating func set(_ x: Int, _ y: Int, _ series: Int) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let cell = y / form.down * size.columns + x / form.across
    bits[cell] |= Self.masks[x % form.across * 4 + y % form.down]
    owners[cell] = series
  }

  /// Draws the cells that have dots; the others stay as they are.
  ///
  /// - Parameter styles: of the series; the color for its index where there is none.
  func draw(into canvas: inout Canvas, styles: [Style?] = []) {
    for (index, dots) in bits.enumerated() where dots != 0 {
      let series = owners[index]
      let own = series < styles.count ? styles[series] : nil
      let style = own ?? Style(foreground: .series(UInt8(series % 256)))
      canvas[index % size.columns, index / size.columns] = Cell(character(dots, series), style)
    }
  }

  private func character(_ dots: UInt8, _ series: Int) -> Unicode.Scalar {
    switch form {
    case .braille: Unicode.Scalar(0x2800 + UInt32(dots)) ?? "*"
    case .halfBlocks: dots == 3 ? "█" : dots == 1 ? "▀" : "▄"
    case .characters: (["*", "o", "x", "+"] as [Unicode.Scalar])[series % 4]
    }
  }
}
