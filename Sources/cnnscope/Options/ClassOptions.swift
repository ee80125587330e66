import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// The names of the classes of a network.
struct ClassOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Name the classes by a file: a name a line, or JSON (default: the names in the model).",
      valueName: "file"),
    completion: .file(extensions: ["txt", "json"]))
  var labels: String?

  /// The network with the names of the file; without a file as it is.
  ///
  /// - Throws: `UserError` where there are not as many names as classes, and `FileError` where the
  ///   file cannot be read.
  func named(_ network: Network) throws -> Network {
    guard let labels else { return network }
    let names = try ClassNameFile.read(labels)
    if let count = network.classCount, count != names.count {
      throw UserError(
        "\(labels.shownPath): there are \(names.count) class names, but \(network.title) has "
          + "\(count) classes")
    }
    var named = network
    named.classNames = names
    return named
  }
}
