/// A changed rule of a layer that sums products, with its alternatives.
struct ProductRule: Sendable {
  let name: String
  /// The clause of the forward pass, and that of the backward pass.
  let what: String
  let backward: String
  let hint: String
  let tier: Alternative.Tier
  let change: Change

  enum Change: Sendable {
    /// Both passes by a changed table, the backward pass as the true derivative.
    case both(@Sendable (inout ChangedProducts) -> Void)
    /// The backward pass alone, as the derivative of a changed forward pass.
    case derivatives(@Sendable (inout ChangedProducts) -> Void)
    /// The forward pass alone, with other shapes; where the shapes are the layer's own, it is its
    /// own output.
    case otherShapes(@Sendable (inout ChangedProducts) -> Void)
    /// The gradient of the input alone, with another shape.
    case otherInputGradient(@Sendable (inout ChangedProducts) -> Void)
    /// The output alone, by the layer's own products.
    case output(@Sendable (ChangedProducts, ForwardPass) -> Tensor)
    /// The gradients, from the layer's own.
    case gradients(@Sendable (ChangedProducts, BackwardPass, inout Gradients) -> Void)
    /// The gradients, some of another shape.
    case otherGradients(@Sendable (ChangedProducts, BackwardPass, inout Gradients) -> Void)
  }

  init(
    _ name: String, _ what: String, backward: String? = nil, hint: String,
    tier: Alternative.Tier = .rule, _ change: Change
  ) {
    (self.name, self.what, self.backward) = (name, what, backward ?? what)
    (self.hint, self.tier, self.change) = (hint, tier, change)
  }

  func alternatives(of layer: any ProductLayer) -> [Alternative] {
    switch change {
    case .both(let change): [forward(layer, change), backward(layer, change)]
    case .derivatives(let change): [backward(layer, change)]
    case .otherShapes(let change): [otherShapes(layer, change)]
    case .otherInputGradient(let change): [otherInputGradient(layer, change)]
    case .gradients(let change): [gradients(layer, change)]
    case .otherGradients(let change): [gradients(layer, change).withOtherShapes]
    case .output(let compute):
      [
        Alternative(
          name, what, hint: hint, tier, of: layer,
          forward: { ForwardResult(compute(ChangedProducts(layer, $0.shapes), $0)) })
      ]
    }
  }

  private func gradients(
    _ layer: any ProductLayer,
    _ change: @escaping @Sendable (ChangedProducts, BackwardPass, inout Gradients) -> Void
  ) -> Alternative {
    Alternative(
      name, backward, hint: hint, tier, of: layer,
      backward: { pass in
        var gradients = layer.backward(pass)
        change(ChangedProducts(layer, pass.shapes), pass, &gradients)
        return gradients
      })
  }

  private typealias TableChange = @Sendable (inout ChangedProducts) -> Void

  private func forward(_ layer: any ProductLayer, _ change: @escaping TableChange) -> Alternative {
    Alternative(
      name, what, hint: hint, tier, of: layer,
      forward: { pass in
        var products = ChangedProducts(layer, pass.shapes)
        change(&products)
        return ForwardResult(products.forward(pass))
      })
  }

  private func backward(_ layer: any ProductLayer, _ change: @escaping TableChange) -> Alternative {
    Alternative(
      name, backward, hint: hint, tier, of: layer,
      backward: { pass in
        var products = ChangedProducts(layer, pass.shapes)
        change(&products)
        return products.backward(pass)
      })
  }

  private func otherShapes(
    _ layer: any ProductLayer, _ change: @escaping TableChange
  ) -> Alternative {
    Alternative(
      name, what, hint: hint, tier, of: layer,
      forward: { pass in
        var products = ChangedProducts(layer, pass.shapes)
        let own = products.output
        change(&products)
        return products.output == own ? layer.forward(pass) : ForwardResult(products.forward(pass))
      }
    ).withOtherShapes
  }

  private func otherInputGradient(
    _ layer: any ProductLayer, _ change: @escaping TableChange
  ) -> Alternative {
    Alternative(
      name, backward, hint: hint, tier, of: layer,
      backward: { pass in
        var products = ChangedProducts(layer, pass.shapes)
        let own = products.input
        change(&products)
        var gradients = layer.backward(pass)
        guard products.input != own else { return gradients }
        let factors = products.factors(gy: pass.gradient.elements, pass.forward)
        gradients.inputs[0] = products.tensor(
          products.table.sums(into: products.inputSide, factors), products.input)
        return gradients
      }
    ).withOtherShapes
  }
}
