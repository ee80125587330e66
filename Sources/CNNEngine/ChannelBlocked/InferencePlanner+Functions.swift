import CNNModel
import KernelInterface

// Functions that are applied by the step that computes their argument.
extension InferencePlanner {
  /// The function that is applied to a value, if nobody else reads the value, and the nodes that
  /// compute it, the last of them its result.
  ///
  /// `x · σ(x)` in two nodes, as ONNX models write it before version 22 of the operators, is one
  /// function.
  func followingFunction(
    of value: ValueReference
  ) -> (function: AppliedFunction, nodes: [Int])? {
    if let next = onlyReader(of: value),
      case .function(let function, let parameter) = operation(of: next)
    {
      return ((function, parameter), [next])
    }
    let readers = Set(readers(of: value).map(\.node)).sorted()
    guard readers.count == 2, !targets.contains(value),
      case .function(.sigmoid, _) = operation(of: readers[0]),
      case .product = operation(of: readers[1]),
      onlyReader(of: ValueReference(readers[0])) == readers[1],
      Set(network.nodes[readers[1]].inputs) == [value, ValueReference(readers[0])]
    else { return nil }
    return ((.silu, 0), readers)
  }

  /// Whether a function with a result is better applied by the max pooling that reads it: to fewer
  /// numbers.
  func isDeferred(_ function: ElementFunction, of result: ValueReference) -> Bool {
    guard function.isMonotone, let next = onlyReader(of: result),
      case .maximum = operation(of: next)
    else { return false }
    return true
  }
}
