import CNNEngine
import NumberText
import TerminalKit

/// Where the columns of a gradient ladder begin: the name, four bars, the dead share, NaN and a word.
struct LadderColumns {
  /// The columns of the name.
  let name: Int
  /// Those of each bar with its number.
  let bar: Int
  private let left: Int

  /// The columns of dead share and NaN.
  private static let shares = 10
  private static let titles = ["activation", "gradient", "weights", "ΔW/W"]

  /// - Parameters:
  ///   - name: the columns of the longest name.
  ///   - word: those of the longest word at the end.
  init(_ rect: Rect, name: Int, word: Int) {
    left = rect.x
    self.name = name + 2
    bar = max(8, (rect.width - self.name - Self.shares - word) / 4)
  }

  /// Where a bar begins.
  func x(ofBar index: Int) -> Int { left + name + index * bar }
  /// Where dead share, NaN and the word begin.
  var tail: (dead: Int, oddities: Int, word: Int) {
    (x(ofBar: 4), x(ofBar: 4) + 6, x(ofBar: 4) + Self.shares)
  }

  func drawTitles(_ canvas: inout Canvas, y: Int) {
    canvas.write("layer", x: left + 1, y: y, limit: name - 1, .heading)
    for (index, title) in Self.titles.enumerated() {
      canvas.write(title, x: x(ofBar: index), y: y, limit: bar - 1, .heading)
    }
    canvas.write("dead", x: tail.dead, y: y, .heading)
    canvas.write("NaN", x: tail.oddities, y: y, .heading)
  }
}

/// The numbers of a rung of a gradient ladder: bars, the dead share, NaN, and what the gradient does.
struct RungRow {
  let rung: GradientLadder.Rung
  let columns: LadderColumns
  /// What stands at the end of an ordinary rung.
  var remark = ""

  /// The powers of ten that a bar stretches over.
  private static let decades = (low: -8.0, high: 4.0)

  func draw(_ canvas: inout Canvas, y: Int) {
    let sizes = [rung.activation, rung.gradient, rung.weight, rung.update]
    for (index, size) in sizes.enumerated() {
      let room = Rect(x: columns.x(ofBar: index), y: y, width: columns.bar - 1, height: 1)
      drawBar(size, &canvas, room, index == 1 ? style : .accent)
    }
    let dead = rung.dead.map { Decimals.percent($0, $0 < 0.1 ? 1 : 2) } ?? "–"
    canvas.write(dead, x: columns.tail.dead, y: y, rung.dead ?? 0 > 0.5 ? .warning : .plain)
    let odd = rung.oddities == 0 ? "0" : rung.oddities < 1000 ? "\(rung.oddities)" : "999+"
    canvas.write(odd, x: columns.tail.oddities, y: y, rung.oddities > 0 ? .error : .dim)
    canvas.write(word ?? remark, x: columns.tail.word, y: y, word == nil ? .warning : style)
  }

  /// What the gradient does.
  private var word: String? {
    switch rung.mark {
    case .exploding: "explode"
    case .vanishing: "vanish"
    case nil: nil
    }
  }

  private var style: Style {
    switch rung.mark {
    case .exploding: .error
    case .vanishing: .warning
    case nil: .accent
    }
  }

  /// A number behind a bar of its logarithm.
  private func drawBar(_ size: Double?, _ canvas: inout Canvas, _ rect: Rect, _ style: Style) {
    guard let size else {
      canvas.write("–", endingAt: rect.maxX, y: rect.y, .dim)
      return
    }
    let numberColumns = 6
    let room = rect.width - numberColumns
    let share = (decade(size) - Self.decades.low) / (Self.decades.high - Self.decades.low)
    let halves =
      room > 0 && share.isFinite ? Int((min(1, max(0, share)) * Double(2 * room)).rounded()) : 0
    let bar = String(repeating: "█", count: halves / 2) + (halves % 2 == 1 ? "▌" : "")
    canvas.write(bar, x: rect.x, y: rect.y, style)
    canvas.write(
      Decimals.fitting(size, significant: 2, width: numberColumns), endingAt: rect.maxX, y: rect.y,
      size.isFinite ? .plain : .error)
  }

  /// The decimal logarithm, near enough for a bar; less than every bar for 0.
  private func decade(_ size: Double) -> Double {
    guard size > 0 else { return size == 0 ? Self.decades.low : .nan }
    guard size.isFinite else { return Self.decades.high }
    return (Double(size.exponent) + size.significand - 1) * 0.301_029_995_663_981_2
  }
}
