import CNNEngine
import ModelFiles

/// Where networks come from: those that are built in, and model files.
public enum NetworkLibrary {
  private static let ending = ".cnn"

  /// The names of the built-in networks, in the order in which they are listed.
  public static let names: [String] = SampleFiles.names
    .filter { $0.hasSuffix(ending) }
    .map { String($0.dropLast(ending.count)) }

  /// The network that a name or a file means.
  ///
  /// - Throws: ``UserError`` when there is no such network, or the file has a mistake.
  public static func open(_ name: String) throws(UserError) -> Network {
    if let bytes = SampleFiles.bytes(named: name + ending) {
      return try read(bytes, title: name, file: name + ending)
    }
    guard name.hasSuffix(ending) || name.contains("/") || FileContent.exists(name) else {
      throw unknown(name)
    }
    return try read(try bytes(of: name), title: title(of: name), file: name.harmless)
  }

  private static func bytes(of path: String) throws(UserError) -> [UInt8] {
    do throws(FileError) {
      let kind = try FileKind(ofFile: path)
      guard kind.format == .text || kind.format == .empty else {
        throw kind.refusal(path, expected: "a model file (.cnn)")
      }
      return try FileContent.read(path, limit: 1 << 20)
    } catch {
      throw UserError(error)
    }
  }

  /// The network that lines of text mean, as typed at the prompt.
  ///
  /// - Throws: ``UserError`` with line and column of the mistake.
  public static func read(text: String, title: String) throws(UserError) -> Network {
    do throws(NetworkTextError) { return try Network(text: text, title: title) } catch {
      throw UserError(error)
    }
  }

  private static func read(
    _ bytes: [UInt8], title: String, file: String
  ) throws(UserError) -> Network {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UserError("\(file): a model file is text in UTF-8, but this is not")
    }
    do throws(NetworkTextError) {
      return try Network(text: text, title: title, file: file)
    } catch {
      throw UserError(error)
    }
  }

  private static func title(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return (file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : file).harmless
  }

  private static func unknown(_ name: String) -> UserError {
    let proposal = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
    return UserError(
      "there is no network \(name.quoted); "
        + (proposal ?? "there are \(names.joined(separator: ", ")), or a .cnn file"))
  }
}
