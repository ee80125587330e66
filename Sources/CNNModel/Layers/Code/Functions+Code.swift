extension CodeCall {
  /// A function that both libraries have under a name of their own.
  fileprivate func function(_ dialect: CodeDialect, _ pytorch: String, _ keras: String) -> LayerCode
  {
    LayerCode("\(dialect == .pytorch ? pytorch : keras)(\(input))")
  }
}

extension Exponential {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.exp", "ops.exp")
  }
}

extension Logarithm {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.log", "ops.log")
  }
}

extension SquareRoot {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.sqrt", "ops.sqrt")
  }
}

extension ErrorFunction {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.erf", "ops.erf")
  }
}

extension Negation {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.neg", "ops.negative")
  }
}

extension Reciprocal {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.reciprocal", "ops.reciprocal")
  }
}

extension Floor {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.floor", "ops.floor")
  }
}

extension Ceiling {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.ceil", "ops.ceil")
  }
}

extension Round {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.round", "ops.round")
  }
}

extension Truncation {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.trunc", "ops.trunc")
  }
}

extension Sign {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.function(dialect, "torch.sign", "ops.sign")
  }
}
