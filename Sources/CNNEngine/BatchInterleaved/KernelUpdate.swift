import CNNModel
import KernelInterface

extension KernelInterface.UpdateRule {
  /// An optimizer's rule in the form of the kernel.
  init(_ rule: CNNModel.UpdateRule) {
    self.init(Kind(rule.kind), rate: Float(rule.rate))
    (decay, kept) = (Float(rule.decay), Float(rule.kept ?? 1))
    (momentum, meanShare) = (Float(rule.momentum), Float(1 - rule.momentum))
    (squareDecay, squareShare) = (Float(rule.squareDecay), Float(1 - rule.squareDecay))
    (root, epsilon) = (Float(rule.root), Float(rule.epsilon))
  }
}

extension KernelInterface.UpdateRule.Kind {
  fileprivate init(_ kind: CNNModel.UpdateRule.Kind) {
    switch kind {
    case .descent: self = .descent
    case .momentum: self = .momentum
    case .nesterov: self = .nesterov
    case .adaptive: self = .adaptive
    }
  }
}

extension ModelState {
  /// Updates a parameter in one training step, in place if the state is its only owner.
  mutating func move(
    _ node: Int, _ index: Int, _ gradient: Tensor, _ rule: KernelInterface.UpdateRule,
    _ kernels: InterleavedKernels
  ) {
    var parameterSlots = slots[node][index]
    slots[node][index] = []
    parameters[node][index].elements.withUnsafeMutableBufferPointer { numbers in
      gradient.elements.withUnsafeBufferPointer { slopes in
        guard let numbers = numbers.baseAddress, let slopes = slopes.baseAddress else { return }
        Self.withSlots(&parameterSlots) { first, second in
          withUnsafePointer(to: rule) { rule in
            kernels.update(
              rule, numbers, slopes, first ?? numbers, second ?? numbers, gradient.shape.count)
          }
        }
      }
    }
    slots[node][index] = parameterSlots
  }

  private static func withSlots(
    _ slots: inout [Tensor],
    _ body: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
  ) {
    switch slots.count {
    case 0: body(nil, nil)
    case 1: slots[0].elements.withUnsafeMutableBufferPointer { body($0.baseAddress, nil) }
    default:
      var second = slots.remove(at: 1)
      slots[0].elements.withUnsafeMutableBufferPointer { first in
        second.elements.withUnsafeMutableBufferPointer { body(first.baseAddress, $0.baseAddress) }
      }
      slots.insert(second, at: 1)
    }
  }
}
