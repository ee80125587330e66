import KernelInterface

/// An optimizer whose step a kernel can do.
protocol LaneOptimizer: Optimizer {
  /// The step in numbers.
  ///
  /// - Parameters:
  ///   - rate: instead of the optimizer's own.
  ///   - step: the number of the step, counted from 1.
  func updateRule(rate: Double, step: Int) -> UpdateRule
}

extension ModelState {
  /// Moves a parameter by one step, in place where nobody else has it.
  mutating func move(
    _ node: Int, _ index: Int, _ gradient: Tensor, _ rule: UpdateRule, _ kernels: LaneKernels
  ) {
    var remembered = slots[node][index]
    slots[node][index] = []
    parameters[node][index].withUnsafeMutableElements { numbers in
      gradient.elements.withUnsafeBufferPointer { slopes in
        guard let numbers = numbers.baseAddress, let slopes = slopes.baseAddress else { return }
        Self.withSlots(&remembered) { first, second in
          withUnsafePointer(to: rule) { rule in
            kernels.update(
              rule, numbers, slopes, first ?? numbers, second ?? numbers, gradient.shape.count)
          }
        }
      }
    }
    slots[node][index] = remembered
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
