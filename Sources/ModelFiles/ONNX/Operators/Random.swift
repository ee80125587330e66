/// Operators whose results are random.
enum RandomOperators {
  static let all: [Operator] = [
    "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform",
    "RandomUniformLike",
  ].map { kind in
    Operator(kind) { _ throws(NodeError) in
      throw .unsupported("its result is random, so it is another one in every run")
    }
  }
}
