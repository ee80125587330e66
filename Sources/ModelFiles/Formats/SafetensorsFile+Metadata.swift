/// Texts that a safetensors file keeps beside its tensors, under `__metadata__`.
extension SafetensorsFile {
  /// The tensors and the metadata of the file `path`.
  ///
  /// - Throws: ``FileError`` as ``read(_:limit:)`` does.
  package static func readWithMetadata(
    _ path: String
  ) throws(FileError) -> (arrays: [NamedArray], metadata: [String: String]) {
    let bytes = try FileContent.read(path)
    SourceFiles.add(path, as: .weights)
    return (try decode(bytes[...], path: path), try metadata(of: bytes[...], path: path))
  }

  /// The metadata in the bytes of a safetensors file; empty where there are none.
  package static func metadata(
    of bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> [String: String] {
    var rest = ByteCursor(bytes, path: path)
    let header = try header(&rest, of: bytes, path: path)
    guard case .object(let members)? = header.first(where: { $0.name == "__metadata__" })?.value
    else { return [:] }
    var texts: [String: String] = [:]
    for case (let name, .string(let text)) in members { texts[name] = text }
    return texts
  }

  /// The metadata as JSON, sorted so that the same always give the same file.
  static func text(of metadata: [String: String]) -> String {
    let entries = metadata.sorted { $0.key < $1.key }.map { "\($0.key.json):\($0.value.json)" }
    return "{" + entries.joined(separator: ",") + "}"
  }
}
