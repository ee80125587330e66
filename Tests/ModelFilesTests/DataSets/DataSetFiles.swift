import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

/// Writes files into a folder of its own and opens what `name` means there.
///
/// - Returns: the sentence of the refusal without the folder; nil where there is none.
func opening(
  _ files: [String: [UInt8]], _ name: String = "", fit: ImageShaping? = nil,
  _ body: (DataSet) throws -> Void = { _ in }
) throws -> String? {
  var reason: String?
  try withFolder { folder in
    for (file, bytes) in files {
      let path = "\(folder)/\(file)"
      let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      try FileContent.makeFolder(String(parent))
      try FileContent.write(bytes, to: path)
    }
    let paths = name.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? folder : "\(folder)/\($0)" }
    do {
      try body(DataSet.open(paths.joined(separator: ","), fit: fit))
    } catch let error as FileError {
      reason = "\(error)".replacing("\(folder)/", with: "").replacing(folder, with: "")
    }
  }
  return reason
}

/// A picture of one color as PNG.
func png(_ rows: Int, _ columns: Int, _ color: [UInt8]) throws -> [UInt8] {
  let pixels = (0..<rows * columns).flatMap { _ in color }
  return try PNGPicture(rows: rows, columns: columns, pixels: pixels).encoded(path: "")
}

func npz(_ arrays: [(String, NumericArray)]) throws -> [UInt8] {
  try NpzFile.encode(arrays.map { NamedArray($0.0, $0.1) }, path: "")
}

func fit(_ shape: Shape) -> ImageShaping { ImageShaping(InputFormat(shape), .init()) }

/// A tar archive of files, as `tar` writes it.
func tar(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
  files.flatMap { file -> [UInt8] in
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    let size = String(file.content.count, radix: 8)
    put(file.name, 0)
    put(String(repeating: "0", count: 11 - size.count) + size, 124)
    put("        0", 148)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
    let padding = [UInt8](repeating: 0, count: (512 - file.content.count % 512) % 512)
    return header + file.content + padding
  } + [UInt8](repeating: 0, count: 1024)
}

/// Rows of CIFAR's binary version: labels, and an image of the label as every byte.
func cifar(_ labels: [[UInt8]]) -> [UInt8] {
  labels.flatMap { $0 + [UInt8](repeating: $0[0], count: 3072) }
}
