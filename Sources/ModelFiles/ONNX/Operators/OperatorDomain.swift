/// An operator set, which a node of a model names as the domain of its operator.
enum OperatorDomain: Hashable, Sendable {
  /// The ONNX specification.
  case standard
  /// The contributed operators of ONNX Runtime, such as those that its quantizer and its graph
  /// optimizer write.
  case microsoft

  /// The domain with a name in a file; `nil` where it is not supported.
  init?(name: String) {
    switch name {
    case "", "ai.onnx": self = .standard
    case "com.microsoft": self = .microsoft
    default: return nil
    }
  }
}
