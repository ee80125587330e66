package import CNNModel

/// What the layers of the lab give for its image: everything that is computed, by the engine.
package struct LabRun: Sendable {
  /// One layer, or the two of a separable convolution.
  package let layers: [any Layer]
  /// What goes into each layer, and at last what comes out.
  package let values: [Tensor]
  /// The parameters of each layer.
  package let parameters: [[Tensor]]

  /// Applies the layers of a line to an image.
  ///
  /// - Parameter fill: the numbers of each parameter of each layer.
  /// - Throws: ``UserError`` with the inequality that a value breaks and the nearest that fits.
  init(
    _ line: String, _ image: Tensor,
    fill: (_ layer: Int, ParameterDeclaration, _ layers: Int) -> [Float]
  ) throws(UserError) {
    var (values, parameters) = ([image], [[Tensor]]())
    let layers = try Self.layers(line, image.shape)
    for (index, layer) in layers.enumerated() {
      let input = values[index]
      try Self.check(layer, input.shape)
      let own = layer.parameters(for: [input.shape]).map { declaration in
        Tensor(shape: declaration.shape, elements: fill(index, declaration, layers.count))
      }
      parameters.append(own)
      values.append(layer.forward(ForwardPass(inputs: [input], parameters: own)).outputs[0])
    }
    (self.layers, self.values, self.parameters) = (layers, values, parameters)
  }

  package var output: Tensor { values[values.count - 1] }

  /// The computation that makes a cell of the output.
  package func definition(of position: Position) -> Expression {
    let last = layers.count - 1
    return layers[last].define(.output(0, position), in: pass(last))
  }

  /// The output cells that a cell of the image goes into, when there is one layer.
  package func reach(of position: Position) -> [Position] {
    layers[0].define(.inputGradient(0, position), in: pass(0)).terms.compactMap { term in
      if case .outputGradient(_, let place) = term.source { place } else { nil }
    }
  }

  /// The window of the first layer, when it has one.
  package var window: SpatialWindow? {
    (layers[0] as? any Windowed)?.inputWindow(for: [values[0].shape])
  }

  package var multiplyAccumulates: Int {
    zip(layers, values).reduce(0) { $0 + $1.0.multiplyAccumulates(for: [$1.1.shape]) }
  }

  package var parameterCount: Int {
    parameters.joined().reduce(0) { $0 + $1.shape.count }
  }

  /// The backward pass of the first layer, when it is the only one.
  func backwardPass(_ gradient: Tensor) -> BackwardPass {
    var pass = pass(0)
    pass.gradients = [gradient]
    return pass
  }

  private func pass(_ layer: Int) -> BackwardPass {
    BackwardPass(
      forward: ForwardPass(inputs: [values[layer]], parameters: parameters[layer]),
      outputs: [values[layer + 1]], gradients: [values[layer + 1].zeros])
  }

  private static func layers(_ line: String, _ shape: Shape) throws(UserError) -> [any Layer] {
    do throws(LineError) {
      return try LayerCatalog.layers(Word.split(line[...]), input: shape).map(\.layer)
    } catch {
      throw UserError(error)
    }
  }

  private static func check(_ layer: any Layer, _ shape: Shape) throws(UserError) {
    do throws(ShapeError) { _ = try layer.outputShapes(for: [shape]) } catch {
      throw UserError(error)
    }
  }
}
