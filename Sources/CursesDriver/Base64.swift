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
