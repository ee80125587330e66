import ModelFiles

/// A file of weights to fill the network with, whole or as far as it fits.
struct WeightSource: TextParameter {
  typealias Value = Source

  /// What is filled in.
  struct Source: Hashable, Sendable {
    let path: String
    /// Whether what fits by name is taken and everything else left as it is.
    let isPartial: Bool
  }

  var usage: String { "FILE|trained [--partial]" }
  var expectation: String { "a file, or trained" }
  var example: String { "net.safetensors" }
  var completion: Completion { .file }

  func value(of text: String, in session: Session) throws(UserError) -> Source? {
    let arguments = try FileArguments(text, options: ["--partial"])
    guard !arguments.path.isEmpty else { return nil }
    return Source(path: arguments.path, isPartial: arguments.options.contains("--partial"))
  }
}
