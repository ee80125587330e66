/// A word that stands for several layers, which are shown as the nodes they are.
public protocol CompositeLayer: Sendable {
  static var grammar: LayerGrammar { get }

  init(_ line: LayerLine) throws(LineError)

  /// The layers, with a name for each part.
  ///
  /// - Parameter input: the shape that comes in, with the batch in front; `nil` when unknown.
  func parts(for input: Shape?) throws(LineError) -> [(name: String, layer: any Layer)]
}
