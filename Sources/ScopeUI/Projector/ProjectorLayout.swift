import TerminalKit

/// Where the pictures of a projector stand: side by side, or with the kernel below the output, whichever
/// makes them larger.
struct ProjectorLayout {
  let input: Rect
  /// Nil where nothing is multiplied.
  private(set) var kernel: Rect?
  let output: Rect

  /// Rows and columns of numbers.
  struct Extent {
    let columns, rows: Int
    /// The columns of a number that are worth their room.
    let mostZoom: Int
  }

  private static let (gap, narrowest) = (2, 14)

  /// - Parameter rect: the room; every picture has a heading of one row.
  init(
    _ rect: Rect, input: Extent, kernel: Extent?, output: Extent, _ capabilities: Capabilities
  ) {
    let rooms = Rooms(rect: rect, capabilities: capabilities)
    guard let kernel else {
      let widths = rooms.beside([input, output])
      self.input = rooms.column(widths, 0)
      self.output = rooms.column(widths, 1)
      return
    }
    let beside = rooms.beside([input, kernel, output])
    let (left, down) = rooms.below(input, output, kernel)
    let across = rooms.size(
      [input, kernel, output], beside, [rect.height, rect.height, rect.height])
    let right = rect.width - left - Self.gap
    let stacked = rooms.size(
      [input, output, kernel], [left, right, right], [rect.height, down, rect.height - down])
    if stacked > across {
      self.input = Rect(x: rect.x, y: rect.y, width: left, height: rect.height)
      let x = rect.x + left + Self.gap
      self.output = Rect(x: x, y: rect.y, width: right, height: down)
      self.kernel = Rect(x: x, y: rect.y + down, width: right, height: rect.height - down)
    } else {
      self.input = rooms.column(beside, 0)
      self.kernel = rooms.column(beside, 1)
      self.output = rooms.column(beside, 2)
    }
  }

  /// The room that is divided.
  private struct Rooms {
    let rect: Rect
    let capabilities: Capabilities

    /// The columns of a number, the most with which all have room.
    func zoom(_ extent: Extent, _ width: Int, _ height: Int) -> Int {
      (1...max(1, extent.mostZoom)).last { zoom in
        extent.columns * zoom <= width && rows(extent, zoom) < height
      } ?? 1
    }

    private func rows(_ extent: Extent, _ zoom: Int) -> Int {
      capabilities.heatRows(extent.rows, zoom: zoom)
    }

    /// A measure of how large pictures are: their zooms, the smallest twice so that none is small, by
    /// what they cover together.
    func size(_ extents: [Extent], _ widths: [Int], _ heights: [Int]) -> Int {
      let zooms = extents.indices.map { zoom(extents[$0], widths[$0], heights[$0]) }
      let covered = zip(extents, zooms).map { $0.columns * $1 * rows($0, $1) }
      return zooms.reduce(covered.reduce(0, +) * (zooms.min() ?? 1), *)
    }

    func column(_ widths: [Int], _ index: Int) -> Rect {
      Rect(
        x: rect.x + widths[..<index].reduce(0) { $0 + $1 + gap }, y: rect.y,
        width: widths[index], height: rect.height)
    }

    private func width(_ extent: Extent, _ zoom: Int) -> Int {
      max(narrowest, extent.columns * zoom)
    }

    /// The widths of pictures side by side; the last takes what is left.
    func beside(_ extents: [Extent]) -> [Int] {
      guard let last = extents.last, extents.count > 1 else { return [rect.width] }
      let heights = extents.map { _ in rect.height }
      var best = extents.map { _ in max(1, (rect.width - 4) / extents.count) }
      var most = size(extents, best, heights)
      let ranges = extents.map { 1...zoom($0, rect.width, rect.height) }
      let inner = extents.count > 2 ? ranges[1] : 1...1
      for first in ranges[0] {
        for second in inner {
          var widths = [width(extents[0], first)]
          if extents.count > 2 { widths.append(width(extents[1], second)) }
          let rest = rect.width - widths.reduce(0) { $0 + $1 + gap }
          guard rest >= min(narrowest, last.columns) else { continue }
          let size = size(extents, widths + [rest], heights)
          if size > most { (best, most) = (widths + [rest], size) }
        }
      }
      return best
    }

    /// The width of one picture beside two, and the height of the upper one of those.
    func below(_ side: Extent, _ upper: Extent, _ lower: Extent) -> (width: Int, height: Int) {
      var (best, most) = ((rect.width / 2, rect.height / 2), 0)
      for first in 1...zoom(side, rect.width, rect.height) {
        let left = width(side, first)
        let right = rect.width - left - gap
        guard right >= narrowest else { continue }
        for second in 1...zoom(upper, right, rect.height) {
          let down = rows(upper, second) + 2
          guard rect.height - down > 2 else { continue }
          let size = size(
            [side, upper, lower], [left, right, right], [rect.height, down, rect.height - down])
          if size > most { (best, most) = ((left, down), size) }
        }
      }
      return best
    }
  }
}
