/// Why a node of a graph cannot become layers, as the end of a sentence.
enum NodeError: Error, Hashable {
  /// The model may be right, but nothing here does what the node asks for.
  case unsupported(String)
  /// The model is wrong.
  case mistake(String)
}
