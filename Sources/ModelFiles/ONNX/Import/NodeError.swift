/// Why a node of a graph cannot become layers, as the end of a sentence.
enum NodeError: Error, Hashable {
  /// The model may be valid, but this program does not implement what the node asks for.
  case unsupported(String)
  /// The model contradicts the specification.
  case invalid(String)

  var reason: String {
    switch self {
    case .unsupported(let reason), .invalid(let reason): reason
    }
  }
}
