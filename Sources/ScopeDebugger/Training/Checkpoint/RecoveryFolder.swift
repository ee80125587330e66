package import CNNModel
import Glibc
import ModelFiles

/// The folder of trainings that no file held when the program ended: a checkpoint for each, named after
/// network and process.
package struct RecoveryFolder: Sendable {
  private let path: String

  package init(_ path: String) { self.path = path }

  /// Whether a file is in the folder.
  package func contains(_ file: String) -> Bool { file.hasPrefix(path + "/") }

  /// The most that is kept without being asked for: larger states take too long to write.
  package static let largest = 512 << 20

  /// The file of this process.
  package func file(for network: Network) -> String {
    "\(path)/\(network.title.asFileName)-\(getpid()).safetensors"
  }

  /// The files that earlier processes have left for a network, the latest first.
  package func leftovers(for network: Network) -> [String] {
    let start = network.title.asFileName + "-"
    let found = FileContent.names(in: path).compactMap { name -> (path: String, time: Int)? in
      guard name.hasPrefix(start), name.hasSuffix(".safetensors"),
        let process = Int32(name.dropFirst(start.count).dropLast(12)),
        process != getpid(), !OtherProcess.isAlive(process)
      else { return nil }
      let file = "\(path)/\(name)"
      return FileContent.time(of: file).map { (file, $0) }
    }
    return found.sorted { $0.time > $1.time }.map(\.path)
  }

  /// Says what earlier processes have left; `nil` where there is nothing.
  package func notice(for network: Network) -> String? {
    let files = leftovers(for: network)
    guard let latest = files.first else { return nil }
    let others = files.count > 1 ? " (and \(files.count - 1) earlier)" : ""
    return
      "unsaved training of \(network.title) was recovered\(others): :resume \(latest.harmless) "
      + "continues it"
  }

  /// Keeps a checkpoint in the file of this process.
  ///
  /// - Returns: the file.
  /// - Throws: ``UserError`` where it cannot be written.
  package func keep(
    _ checkpoint: TrainingCheckpoint, of network: Network
  ) throws(UserError) -> String {
    do throws(FileError) { try FileContent.makeFolder(path) } catch { throw UserError(error) }
    let file = file(for: network)
    try checkpoint.write(to: file, network)
    return file
  }
}

extension String {
  /// The name of a file of parameters after a step, for a network of this title.
  package func fileName(step: Int) -> String { "\(asFileName)-step\(step).safetensors" }

  /// A network's title as a part of a file's name.
  var asFileName: String {
    String(map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" })
  }
}
