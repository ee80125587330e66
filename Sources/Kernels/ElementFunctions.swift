import KernelInterface

/// The value of an element-wise function.
@inline(__always)
func value(_ function: ElementFunction, _ x: Vector, _ parameter: Vector) -> Vector {
  switch function {
  case .relu: x.replacing(with: 0, where: x .<= 0)
  case .leakyRelu: (x * parameter).replacing(with: x, where: x .> 0)
  case .relu6: x.replacing(with: 0, where: x .<= 0).replacing(with: 6, where: x .>= 6)
  case .sigmoid: logistic(x)
  case .tanh: hyperbolicTangent(x)
  case .silu: x * logistic(x)
  }
}

/// The derivative of an element-wise function at `x`, where its value is `y`.
@inline(__always)
func derivative(
  _ function: ElementFunction, _ x: Vector, _ y: Vector, _ parameter: Vector
) -> Vector {
  let one = Vector(repeating: 1)
  switch function {
  case .relu: return one.replacing(with: 0, where: x .<= 0)
  case .leakyRelu: return parameter.replacing(with: one, where: x .> 0)
  case .relu6: return one.replacing(with: 0, where: (x .<= 0) .| (x .>= 6))
  case .sigmoid: return y * (one - y)
  case .tanh: return one - y * y
  case .silu:
    let sigmoid = logistic(x)
    return sigmoid * (one + x * (one - sigmoid))
  }
}

/// A sum after the function that is fused into its computation, if any.
@inline(__always)
func activated(_ sum: Vector, _ activation: ElementFunction?, _ parameter: Float) -> Vector {
  switch activation {
  case .relu?: value(.relu, sum, sum)
  case .relu6?: value(.relu6, sum, sum)
  case nil: sum
  case let function?: anyValue(function, sum, parameter)
  }
}

/// The value of a function that is not known where it is called.
@inline(__always)
private func anyValue(_ function: ElementFunction, _ x: Vector, _ parameter: Float) -> Vector {
  switch function {
  case .relu: value(.relu, x, x)
  case .relu6: value(.relu6, x, x)
  case .leakyRelu: value(.leakyRelu, x, Vector(repeating: parameter))
  case .sigmoid: sigmoidValue(x)
  case .tanh: tanhValue(x)
  case .silu: siluValue(x)
  }
}

@inline(never)
private func sigmoidValue(_ x: Vector) -> Vector { value(.sigmoid, x, x) }

@inline(never)
private func tanhValue(_ x: Vector) -> Vector { value(.tanh, x, x) }

@inline(never)
private func siluValue(_ x: Vector) -> Vector { value(.silu, x, x) }
