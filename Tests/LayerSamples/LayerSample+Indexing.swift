import CNNModel

/// Samples of trigonometric functions, of layers that indices drive, and of cumulations.
extension LayerSample {
  static let trigonometry: [LayerSample] =
    ["sin", "cos", "atan", "sinh", "cosh", "asinh"].flatMap { function in
      [
        LayerSample("trig \(function)", [3, 4]), LayerSample("trig \(function)", [1, 3, 2, 4]),
        LayerSample("trig \(function)", [1, 12], content: .special),
      ]
    }
    + ["tan", "asin", "acos", "atanh"].map { LayerSample("trig \($0)", [3, 5], content: .unit) }
    + [
      LayerSample("trig acosh", [3, 5], content: .large),
      LayerSample("trig asin", [1, 12], content: .special),
      LayerSample("trig tan", [4], content: .ties),
    ]

  static let indexings: [LayerSample] =
    [
      LayerSample("gather-elements", [4, 3], [2, 3], content: .ties),
      LayerSample("gather-elements axis 1", [1, 4, 2], [1, 5, 2], content: .ties),
      LayerSample("gather-elements axis -1", [2, 4], [1, 3], content: .ties),
      LayerSample("gather-elements axis -1", [5, 4], [5, 0], content: .ties),
      LayerSample("gather-nd", [4, 3, 2], [3, 2], content: .ties),
      LayerSample("gather-nd", [4, 3], [2, 2, 1], content: .ties),
      LayerSample("gather-nd batch 1", [1, 4, 3], [1, 5, 1], content: .ties),
      LayerSample("gather-nd batch 2", [1, 2, 4, 2], [1, 2, 1], content: .ties),
      LayerSample("reverse-sequence", [4, 3, 2], [3], content: .ties),
      LayerSample("reverse-sequence batch 2 time 1", [1, 5, 3], [3], content: .ties),
    ]
    + ScatterReduction.allCases.flatMap { reduction in
      [
        LayerSample(
          "scatter-elements with \(reduction.rawValue)", [4], [5], [5], content: .ties),
        LayerSample(
          "scatter-elements axis 1 with \(reduction.rawValue)", [1, 5, 2], [1, 4, 2], [1, 4, 2],
          content: .ties),
        LayerSample(
          "scatter-nd with \(reduction.rawValue)", [1, 3, 2], [5, 2], [5, 2], content: .ties),
        LayerSample(
          "scatter-nd with \(reduction.rawValue)", [5], [2, 3, 1], [2, 3], content: .ties),
      ]
    }

  static let cumulations: [LayerSample] =
    ["sum", "product"].flatMap { operation in
      [
        LayerSample("cumulate \(operation)", [5]), LayerSample("cumulate \(operation)", [4, 3]),
        LayerSample("cumulate \(operation) axis -1 exclusive", [2, 3, 4]),
        LayerSample("cumulate \(operation) axis 1 reverse", [2, 4]),
        LayerSample("cumulate \(operation) axis 1 exclusive reverse", [1, 4, 2]),
        LayerSample("cumulate \(operation) axis 1", [2, 0, 3]),
      ]
    }
    + [
      LayerSample("topk 2", [3, 5]), LayerSample("topk 3 axis 1", [2, 4, 3]),
      LayerSample("topk 2 axis 0 smallest", [5, 2]), LayerSample("topk 0", [2, 3]),
      LayerSample("topk 4", [2, 6], content: .ties),
      LayerSample("topk 5 smallest", [2, 6], content: .ties),
      LayerSample("topk 7", [2, 12], content: .special),
    ]
}
