import CNNModel

/// Samples of operators on several values and of reductions.
extension LayerSample {
  package static let operators: [LayerSample] =
    ["subtract", "multiply", "divide", "minimum", "maximum", "mean"].flatMap { operation in
      [
        LayerSample("arithmetic \(operation)", [2, 3, 4], [2, 3, 4]),
        LayerSample("arithmetic \(operation)", [1, 3, 1], [2, 1, 4]),
        LayerSample("arithmetic \(operation)", [], [5]),
        LayerSample("arithmetic \(operation)", [], []),
        LayerSample("arithmetic \(operation)", [1, 12], [1, 12], content: .special),
        LayerSample("arithmetic \(operation)", [3, 4], [3, 4], content: .ties),
      ]
    } + [
      LayerSample("arithmetic multiply", [2, 3], [1, 3], [2, 1]),
      LayerSample("arithmetic maximum", [2, 3], [3], [2, 3], [2, 1]),
      LayerSample("arithmetic mean", [2, 3], [3], [2, 3]), LayerSample("arithmetic minimum", [4]),
      LayerSample("arithmetic power", [2, 3, 4], [3, 1], content: .positive),
      LayerSample("arithmetic power", [1, 8], [1, 8], content: .special),
      LayerSample("add", [2, 3], [3]), LayerSample("add", [], [2, 1], [1, 3]),
      LayerSample("select", [2, 3], [2, 1], [3]), LayerSample("select", [], [2], [1, 2]),
      LayerSample("select", [3, 4], [3, 4], [3, 4], content: .ties),
      LayerSample("matmul", [2, 3], [3, 4]), LayerSample("matmul", [4], [4]),
      LayerSample("matmul", [3], [3, 2]), LayerSample("matmul", [1, 2, 3], [3]),
      LayerSample("matmul", [2, 1, 2, 3], [4, 3, 2]), LayerSample("matmul", [1, 3, 4], [2, 4, 2]),
      LayerSample("matmul", [4], [2, 4, 3]),
      LayerSample("einsum ij,jk->ik", [2, 3], [3, 4]),
      LayerSample("einsum bij,bjk", [2, 2, 3], [2, 3, 2]),
      LayerSample("einsum ii->i", [3, 3]), LayerSample("einsum i,i", [4], [4]),
      LayerSample("einsum ...ij,...kj->...ik", [2, 1, 2, 3], [3, 2, 3]),
      LayerSample("einsum ij,jk,kl->li", [2, 3], [3, 2], [2, 2]),
      LayerSample("einsum iij->j", [2, 2, 3]), LayerSample("einsum i...->...", [3, 2, 2]),
      LayerSample("einsum ij->ji", [1, 3]), LayerSample("einsum ,i->i", [], [3]),
      LayerSample("fourier 6", [2, 6, 2]), LayerSample("fourier 5 axis 0 inverse", [5, 2, 2]),
      LayerSample("fourier 4 one-sided", [1, 6, 1]), LayerSample("fourier 7 axis 1", [1, 4, 2, 2]),
    ]
    + [
      "compare less", "compare less-or-equal", "compare greater", "compare greater-or-equal",
      "compare equal", "compare not-equal", "logic and", "logic or", "logic xor",
    ].flatMap { line in
      [
        LayerSample(line, [3, 4], [4], content: .ties), LayerSample(line, [2, 1], [1, 3]),
        LayerSample(line, [1, 12], [1, 12], content: .special),
      ]
    } + [LayerSample("logic not", [3, 4], content: .ties)]

  package static let reductions: [LayerSample] =
    [
      "sum", "mean", "maximum", "minimum", "product", "sum-of-squares", "l1", "l2", "log-sum-exp",
    ].flatMap { operation in
      [
        LayerSample("reduce \(operation)", [2, 3, 4]),
        LayerSample("reduce \(operation) axes 1,-1", [2, 3, 2, 4]),
        LayerSample("reduce \(operation) axes 0 drop", [3, 4]),
        LayerSample("reduce \(operation) drop", []),
        LayerSample("reduce \(operation) axes none", [2, 3]),
        LayerSample("reduce \(operation) axes 1", [4, 3], content: .ties),
        LayerSample("reduce \(operation) axes 1", [6, 4], content: .special),
      ]
    } + [
      LayerSample("reduce log-sum axes 1", [2, 3], content: .positive),
      LayerSample("argmax axis 1", [2, 5, 3]), LayerSample("argmax axis -1 drop", [2, 3, 4]),
      LayerSample("argmax", [4, 3], content: .ties),
      LayerSample("argmax last", [5, 3], content: .ties),
      LayerSample("argmin axis 1 drop last", [3, 6], content: .ties),
      LayerSample("argmin axis 0", [7]), LayerSample("argmax axis 1", [2, 12], content: .special),
      LayerSample("global-maxpool", [2, 3, 4, 5]), LayerSample("global-maxpool", [1, 2, 6]),
      LayerSample("global-maxpool", [2, 2, 3, 3], content: .ties),
    ]
}
