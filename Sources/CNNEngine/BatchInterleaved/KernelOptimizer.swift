import KernelInterface

/// An optimizer whose update a kernel computes.
protocol KernelOptimizer: Optimizer {
  /// The update in numbers.
  ///
  /// - Parameters:
  ///   - rate: replaces the optimizer's own learning rate.
  ///   - step: the number of the training step, counted from 1.
  func updateRule(rate: Double, step: Int) -> UpdateRule
}

extension ModelState {
  /// Moves a parameter by one training step, in place where the state owns it alone.
  mutating func move(
    _ node: Int, _ index: Int, _ gradient: Tensor, _ rule: UpdateRule,
    _ kernels: InterleavedKernels
  ) {
    var parameterSlots = slots[node][index]
    slots[node][index] = []
    parameters[node][index].withUnsafeMutableElements { numbers in
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
    case 1: slots[0].withUnsafeMutableElements { body($0.baseAddress, nil) }
    default:
      var second = slots.remove(at: 1)
      slots[0].withUnsafeMutableElements { first in
        second.withUnsafeMutableElements { body(first.baseAddress, $0.baseAddress) }
      }
      slots.insert(second, at: 1)
    }
  }
}
