import Foundation
import ModelFiles
import TestSupport
import Testing

/// A small file that lies beside the tests.
func fixture(_ name: String) throws -> [UInt8] {
  try FileContent.read(fixturePath(name))
}

func fixturePath(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)").path()
}

/// The bytes of an `.npy` file with this header text.
func npy(
  _ header: String, _ content: [UInt8] = [], version: UInt8 = 1, length: Int? = nil
) -> [UInt8] {
  let length = length ?? header.utf8.count
  let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> ($0 * 8) & 0xFF) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + lengthBytes + Array(header.utf8) + content
}

/// The bytes of an IDX file.
func idx(_ code: UInt8, _ extents: [Int], _ content: [UInt8]) -> [UInt8] {
  let extentBytes = extents.flatMap { extent in
    (0..<4).reversed().map { UInt8(extent >> ($0 * 8) & 0xFF) }
  }
  return [0, 0, code, UInt8(extents.count)] + extentBytes + content
}

/// The bytes in a gzip file that stores them in one block.
///
/// - Precondition: there are fewer than 65536.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
  let count = UInt32(bytes.count)
  let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
  let block: [UInt8] = little(count, 2) + little(~count, 2) + bytes
  return header + block + little(checkSum(bytes), 4) + little(count, 4)
}

/// CRC-32 as in RFC 1952.
private func checkSum(_ bytes: [UInt8]) -> UInt32 {
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
  }
  return ~sum
}

/// A gray JPEG image of 8×8 in 141 bytes: one block that is all of one gray.
let grayJPEG: [UInt8] = {
  let table: [UInt8] = [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 16, count: 64)
  let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
  // One code of one bit in either Huffman table: category 0, and the end of the block.
  let lengths: [UInt8] = [1] + [UInt8](repeating: 0, count: 15)
  let direct: [UInt8] = [0xFF, 0xC4, 0, 20, 0x00] + lengths + [0]
  let alternating: [UInt8] = [0xFF, 0xC4, 0, 20, 0x10] + lengths + [0]
  let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 63, 0, 0x3F]
  return [0xFF, 0xD8] + table + frame + direct + alternating + scan + [0xFF, 0xD9]
}()
