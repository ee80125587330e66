import CNNModel
import Synchronization

/// The files beside a model that hold the bytes of its tensors (ONNX, `TensorProto.external_data`).
///
/// A location is a path inside of the model's folder: not absolute, without `..`, and not through a
/// link that leads out of it. Only the bytes of a tensor are read, once, and tensors at the same
/// place share them.
final class ExternalData: Sendable {
  private struct Place: Hashable {
    let location: String
    let offset: Int
    let count: Int
  }

  /// The model, for the sentences.
  private let path: String
  /// The bytes that were read, and how many they are.
  private let known = Mutex<(bytes: [Place: ArraySlice<UInt8>], total: Int)>(([:], 0))

  /// - Parameter path: the model.
  init(beside path: String) { self.path = path }

  /// The bytes of a tensor.
  ///
  /// - Parameter count: how many bytes its shape takes.
  /// - Throws: ``FileError`` where the file is missing, is not inside of the folder or is too short,
  ///   and where the tensors together take more than a quarter of the memory.
  func bytes(of tensor: ProtoTensor, count: Int) throws(FileError) -> ArraySlice<UInt8> {
    let entries = Dictionary(
      tensor.externalData.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let location = entries["location"], !location.isEmpty else {
      throw refusal(tensor, "its data is in an external file, but the location is missing")
    }
    let offset = try number(entries, "offset", tensor) ?? 0
    let length = try number(entries, "length", tensor) ?? count
    guard length == count else {
      throw refusal(
        tensor,
        "its shape takes \(ByteCount(count)), but its length in \(location.quoted) is "
          + "\(ByteCount(length))")
    }
    let place = Place(location: location, offset: offset, count: count)
    if let bytes = known.withLock({ $0.bytes[place] }) { return bytes }
    let bytes = try read(place, tensor)
    known.withLock { read in
      read.bytes[place] = bytes
      read.total += place.count
    }
    return bytes
  }

  private func read(
    _ place: Place, _ tensor: ProtoTensor
  ) throws(FileError) -> ArraySlice<UInt8> {
    let file = try OpenFile(reading: try resolved(place.location, tensor))
    guard !file.isPipe else {
      throw refusal(tensor, "\(place.location.quoted) is a pipe, but a file is expected")
    }
    let (end, overflows) = place.offset.addingReportingOverflow(place.count)
    guard !overflows, end <= file.size else { throw try tooShort(place, file.size, tensor) }
    let total = known.withLock(\.total)
    guard total <= FileContent.limit - place.count else {
      throw FileError(
        path: path,
        reason: "its external data takes more than \(ByteCount(FileContent.limit)) (a quarter of "
          + "the memory)")
    }
    return try file.bytes(at: place.offset, count: place.count)[...]
  }

  private func number(
    _ entries: [String: String], _ key: String, _ tensor: ProtoTensor
  ) throws(FileError) -> Int? {
    guard let text = entries[key], !text.isEmpty else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw refusal(
        tensor, "the \(key) of its external data is \(text.quoted), but a number from 0 is expected"
      )
    }
    return number
  }

  private func refusal(_ tensor: ProtoTensor, _ reason: String) -> FileError {
    FileError(path: "\(path):\(tensor.name.brief)", reason: reason)
  }
}

// MARK: Files

extension ExternalData {
  /// The path of a file inside of the model's folder, without links. It is one of the
  /// ``SourceFiles`` from now on.
  private func resolved(
    _ location: String, _ tensor: ProtoTensor
  ) throws(FileError) -> String {
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.hasPrefix("/"), !parts.contains(".."), !location.utf8.contains(0) else {
      throw outside(location, tensor)
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    let file = folder + location
    guard FileContent.exists(file) else {
      throw refusal(
        tensor,
        "its data is in \(location.quoted), which belongs beside the model, but there is no "
          + "such file")
    }
    let (root, target) = (FileStatus.resolved(folder), FileStatus.resolved(file))
    guard target.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
      throw outside(location, tensor)
    }
    SourceFiles.add(target)
    return target
  }

  private func outside(_ location: String, _ tensor: ProtoTensor) -> FileError {
    refusal(
      tensor, "its data is in \(location.quoted), which does not lie in the folder of the model")
  }

  /// The error that a file ends before a tensor does; what is no data at all is named.
  private func tooShort(
    _ place: Place, _ size: Int, _ tensor: ProtoTensor
  ) throws(FileError) -> FileError {
    let file = try resolved(place.location, tensor)
    let kind = try FileKind(ofFile: file)
    guard kind.format != .foreign else {
      return kind.refusal(file, expected: "the data of a model")
    }
    return refusal(
      tensor,
      "it takes \(ByteCount(place.count)) of \(place.location.quoted) from byte "
        + "\(place.offset) on, but that file has \(ByteCount(size))")
  }
}
