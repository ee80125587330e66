/// What the markers before a JPEG image's first scan say.
struct JPEGMarkers {
  /// The EXIF orientation, 1 where there is none.
  private(set) var orientation = 1
  /// Whether there is Adobe's marker.
  private(set) var isByAdobe = false

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes.dropFirst(2)
    while rest.count >= 4, rest.first == 0xFF {
      let marker = rest[rest.startIndex + 1]
      if marker == 0xFF {
        rest = rest.dropFirst()
        continue
      }
      let length = Int(rest[rest.startIndex + 2]) << 8 | Int(rest[rest.startIndex + 3])
      guard marker != 0xDA, length >= 2, length <= rest.count - 2 else { return }
      read(marker, rest.dropFirst(4).prefix(length - 2))
      rest = rest.dropFirst(length + 2)
    }
  }

  private mutating func read(_ marker: UInt8, _ segment: ArraySlice<UInt8>) {
    switch marker {
    case 0xE1 where segment.starts(with: "Exif\0\0".utf8):
      orientation = TIFFStructure(Array(segment.dropFirst(6)))?.orientation ?? 1
    case 0xEE where segment.starts(with: "Adobe".utf8): isByAdobe = true
    default: break
    }
  }
}
