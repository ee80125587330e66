/// The parts of a PNG file (ISO/IEC 15948): each a length, a name, its content and a check sum.
struct PNGChunks {
  /// The file without the chunks that would make libpng change its values, or that no pixel needs:
  /// of the ancillary chunks only transparency is kept.
  let withoutColorManagement: [UInt8]
  /// The orientation in the chunk `eXIf`, 1 where there is none.
  let orientation: Int

  init(_ bytes: ArraySlice<UInt8>) {
    var kept = Array(bytes.prefix(PNGFile.magic.count))
    var rest = bytes.dropFirst(PNGFile.magic.count)
    var orientation: Int?
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let name = rest.dropFirst(4).prefix(4)
      guard length <= rest.count - 12 else { break }
      let isCritical = (name.first ?? 0) & 0x20 == 0
      if isCritical || name.elementsEqual("tRNS".utf8) { kept += rest.prefix(length + 12) }
      if name.elementsEqual("eXIf".utf8), orientation == nil {
        orientation = TIFFStructure(Array(rest.dropFirst(8).prefix(length)))?.orientation
      }
      rest = rest.dropFirst(length + 12)
    }
    withoutColorManagement = kept + rest
    self.orientation = orientation ?? 1
  }
}
