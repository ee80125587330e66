import ModelFiles

extension CommandTable {
  /// What is true after a line was left before it was done: all that it would have changed is as it
  /// was; a file that it writes may be there, for a write that has begun is not taken back.
  package func stoppedSentence(_ line: String) -> String {
    let sentence = "stopped \(line.trimmed.harmless); the network is as it was"
    guard (try? command(of: line))?.traits.contains(.writesFile) == true else { return sentence }
    return sentence + ", and the file is written whole or not at all"
  }
}
