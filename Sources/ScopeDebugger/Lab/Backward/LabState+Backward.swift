import CNNModel

/// Choosing a backward pass, and moving in it.
extension LabState {
  /// - Throws: ``UserError`` for the two layers of a separable convolution.
  mutating func show(_ pass: LabPass) throws(UserError) {
    guard pass == .forward || setting.mixing != .separable else {
      throw UserError("separable is two convolutions, one behind the other; groups 1 comes first")
    }
    backward.pass = pass
    cursor.settle(in: self)
  }

  /// Whether the pass has a window over the output's gradient whose kernel can be turned.
  package var canTurn: Bool {
    backward.pass == .input && !setting.isTransposed && setting.fill == .zeros
  }

  mutating func rotateKernel(_ isRotated: Bool) throws(UserError) {
    guard canTurn else {
      throw UserError(
        "dx-rotated is for the gradient of the image of a convolution that pads with zeros; "
          + "pass dx shows it")
    }
    backward.isRotated = isRotated
  }

  /// The number that is selected in the pass that is shown.
  package var selectedValue: Float {
    guard backward.pass != .forward else { return value }
    return LabGradients(self)?.value ?? 0
  }

  /// The cells that are the same both ways: those of a transposed convolution's output, or those of
  /// the image's gradient and of the window over the output's gradient; `nil` in other passes.
  package var equalCells: Int? {
    switch backward.pass {
    case .forward: return equalBothWays
    case .weight, .scatter: return nil
    case .input:
      guard let gradients = LabGradients(self), let adjoint = LabAdjoint(self) else { return nil }
      let gathered = adjoint.gathered(setting, isRotated: backward.isRotated)
      return gradients.equal(gathered?.run.output ?? adjoint.run.output)
    }
  }

  /// Moves the selection of the image, whatever it contributes to.
  package mutating func move(sourceAlone step: Pair) {
    cursor.source = cursor.source + step
    cursor.settle(in: self)
  }

  /// Moves the selection of the output, whatever contributes to it.
  package mutating func move(placeAlone step: Pair) {
    cursor.place = cursor.place + step
    cursor.settle(in: self)
  }
}
