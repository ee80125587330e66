extension PipelineExplanation {
  /// A part of the pipeline, and the other values of it that give the same.
  public struct Variation: Sendable {
    /// What it is, as the members of the pipeline are called.
    public let parameter: String
    /// The other values, in words.
    public let values: [String]
  }

  /// The equal pipelines, part by part.
  public var variations: [Variation] {
    let parts: [(String, (ImagePipeline) -> String)] = [
      ("decoder", { $0.decoder.rawValue }), ("channels", { $0.channels.rawValue }),
      ("grey", { $0.gray?.rawValue ?? "none" }), ("resize", { $0.resize?.rawValue ?? "none" }),
      ("fit", { $0.placed.fit.rawValue }),
      ("shorter", { $0.placed.shorter.map(String.init) ?? "none" }),
      ("normalisation", { $0.normalization.phrase }), ("turn", { $0.turnWords }),
    ]
    return parts.compactMap { name, value in
      var seen: Set = [value(pipeline)]
      let others = equal.map(value).filter { seen.insert($0).inserted }
      return others.isEmpty ? nil : Variation(parameter: name, values: others)
    }
  }
}

extension ImagePipeline {
  fileprivate var turnWords: String {
    turn == ImageTurn() ? "none" : turn.phrases.joined(separator: ", ")
  }
}
