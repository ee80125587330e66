/// What the terminal was asked to confirm, and whether it does so at all.
///
/// Without this, pictures queue up on a slow line and keys wait behind them.
struct Receipts {
  private let clock = ContinuousClock()
  private var outstanding = 0
  private var since: ContinuousClock.Instant
  private var hasAnswered = false

  /// How long the first answer ever is waited for; a terminal that gives none is not asked again.
  private static let firstPatience = Duration.seconds(1)
  private static let patience = Duration.seconds(10)

  init() { since = clock.now }

  /// Whether the terminal answers, as far as is known.
  var areGiven: Bool { hasAnswered || outstanding == 0 || waited < Self.firstPatience }

  var isBehind: Bool {
    outstanding > 0 && waited < (hasAnswered ? Self.patience : Self.firstPatience)
  }

  mutating func asked() {
    if hasAnswered, waited >= Self.patience { outstanding = 0 }
    outstanding += 1
    since = clock.now
  }

  mutating func came(_ count: Int) {
    guard count > 0 else { return }
    hasAnswered = true
    outstanding = max(0, outstanding - count)
  }

  private var waited: Duration { clock.now - since }
}

/// Text in base 64 (RFC 4648), as requests to terminals carry it.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let part = bytes[start..<min(bytes.count, start + 3)]
    let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
    for place in 0..<4 {
      text.append(place > part.count ? "=" : letters[word >> (18 - 6 * place) & 63])
    }
  }
  return text
}
