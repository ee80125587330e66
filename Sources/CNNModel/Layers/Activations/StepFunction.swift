/// A piecewise constant function: no gradient passes.
protocol StepFunction: Elementwise {
  var function: NamedFunction { get }
}

extension StepFunction {
  func slope<S: Scalar>(_ x: S, _ y: S) -> S { 0 }
  func define(_ x: Term) -> Expression { .function(function, .term(x)) }
  func defineSlope(_ x: Term, _ y: Term) -> Expression { .constant(0, "flat") }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    zip(first.input.elements, second.input.elements).contains {
      function.value(at: $0) != function.value(at: $1)
    }
  }
}
