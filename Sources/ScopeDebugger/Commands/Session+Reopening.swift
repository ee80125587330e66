import CNNEngine
import CNNModel
import ModelFiles

/// Networks that have other shapes for another input.
extension Session {
  /// Opens the network again for an image for which it has other shapes: with the settings that are
  /// there, and with the current parameters where it has the same.
  ///
  /// - Parameters:
  ///   - image: the image as the network takes it; its class and target are kept.
  ///   - name: how the user names it.
  ///   - violation: why the network, as it is opened, has no result for it.
  /// - Throws: ``UserError`` where it was typed, where it cannot be opened for the image, and where it
  ///   has no result for the image then either.
  mutating func reopen(
    for image: NetworkInput, named name: String, _ preparation: PreprocessingOptions,
    because violation: String
  ) throws(UserError) {
    guard let source else { throw UserError("\(network.title): \(violation)") }
    var opened = try source.network(for: name, preparation).replacing(loss: network.loss)
    opened.classNames = network.classNames
    try MemoryCheck(opened).stepping()
    var input = try NetworkInput(name, for: opened, preparation)
    if let violation = input.violation(of: opened) {
      throw UserError("\(opened.title): \(violation)")
    }
    (input.label, input.target) = (image.label, image.target)
    self.preparation = preparation
    replace(
      debugger.beginning(
        opened, with: input, keepsParameters: source.hasSameParameters(opened, network)))
  }
}
