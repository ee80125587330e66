/// A keyword that expands to several layers, which become nodes of the network.
public protocol CompositeLayer: Sendable {
  /// The keyword, its arguments and its help.
  static var grammar: LayerGrammar { get }

  /// Makes the composite from a parsed line.
  ///
  /// - Throws: ``LineError`` for an invalid value.
  init(_ line: LayerLine) throws(LineError)

  /// The layers, each with a name.
  ///
  /// - Parameter input: the shape of the input, including the batch axis; `nil` when unknown.
  /// - Throws: ``LineError`` when the composite does not apply to it.
  func parts(for input: Shape?) throws(LineError) -> [(name: String, layer: any Layer)]
}
