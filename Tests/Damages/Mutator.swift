/// Small damages to files, the same for the same number.
public struct Mutator {
  private var random: SplitMix64

  public init(_ seed: UInt64) { random = SplitMix64(seed) }

  public mutating func next() -> UInt64 { random.next() }

  public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

  /// One to four damages: bytes changed, cut out, doubled, put in, or taken from another file.
  public mutating func damage(_ bytes: [UInt8], _ others: [[UInt8]]) -> [UInt8] {
    var damaged = bytes
    for _ in 0...below(4) {
      let place = below(damaged.count + 1)
      switch below(8) {
      case 0, 1: flip(&damaged, place)
      case 2: put(number(), into: &damaged, at: place)
      case 3: damaged.removeSubrange(place..<min(damaged.count, place + below(16)))
      case 4: damaged.removeLast(below(damaged.count + 1))
      case 5:
        let piece = damaged[place..<min(damaged.count, place + below(64))]
        damaged.insert(contentsOf: piece, at: below(damaged.count + 1))
      case 6: damaged.insert(contentsOf: text(), at: place)
      default:
        let other = others[below(others.count)]
        let start = below(other.count)
        damaged.replaceSubrange(
          place..<min(damaged.count, place + 32), with: other[start...].prefix(below(64)))
      }
    }
    return damaged
  }

  private mutating func flip(_ bytes: inout [UInt8], _ place: Int) {
    guard place < bytes.count else { return }
    bytes[place] = below(2) == 0 ? bytes[place] ^ (1 << UInt8(below(8))) : UInt8(below(256))
  }

  /// Numbers at the ends of what integers hold, in either byte order.
  private mutating func number() -> [UInt8] {
    let numbers: [UInt64] = [
      0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
      1 << 62, UInt64(Int64.max), .max,
    ]
    let number = numbers[below(numbers.count)]
    let size = 1 << below(4)
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: number >> (UInt64($0) * 8)) }
    return below(2) == 0 ? bytes : bytes.reversed()
  }

  private mutating func put(_ number: [UInt8], into bytes: inout [UInt8], at place: Int) {
    let end = min(bytes.count, place + number.count)
    bytes.replaceSubrange(place..<end, with: number)
  }

  private mutating func text() -> [UInt8] {
    let texts = [
      "-1", "99999999999999999999", "1e400", "nan", "(((", "{{{{", "\"", "\u{1b}[2J", "\n\n", "[,]",
      "0x", ";", "from", "\u{202e}", "null", ":", "4294967296", "conv 3 9x9", "#",
    ]
    return Array(texts[below(texts.count)].utf8)
  }
}
