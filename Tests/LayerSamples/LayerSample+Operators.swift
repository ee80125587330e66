import CNNModel

/// Samples of the operators of imported networks.
extension LayerSample {
  package static let functions: [LayerSample] =
    [
      "exp", "erf", "neg", "reciprocal", "floor", "ceil", "round", "trunc", "sign",
      "clip", "clip min -0.5", "clip max 1", "clip min -1 max 0.75", "clip min 1 max -1",
      "thresholded-relu", "thresholded-relu -0.5", "hardsigmoid alpha 0.2 beta 0.6",
      "selu alpha 1.2 scale 0.9", "log-softmax", "log-softmax axis 0",
      "prelu slope scalar", "prelu slope 4", "silu 1.7", "silu -0.5",
      "is nan", "is infinite", "is positive-infinity", "is negative-infinity",
      "shrink", "shrink limit 0.75 bias 0.25", "shrink limit 0.125 bias -0.5",
    ].flatMap { line in
      [
        LayerSample(line, [3, 4]), LayerSample(line, [1, 3, 2, 4]),
        LayerSample(line, [2, 4], content: .special),
      ]
    } + ["exp", "round", "neg", "clip min 0"].map { LayerSample($0, []) }
    + ["log", "sqrt"].flatMap { line in
      [
        LayerSample(line, [3, 4], content: .positive), LayerSample(line, [5], content: .positive),
        LayerSample(line, [2, 8], content: .special),
      ]
    } + ["abs", "softmax axis 0", "log-softmax axis -1"].map { LayerSample($0, [5]) }
    + ["prelu slope 3x1x1", "prelu slope 1x1x2x4"].map { LayerSample($0, [1, 3, 2, 4]) }

  package static let rearrangements: [LayerSample] = [
    LayerSample("reshape 0,-1", [2, 3, 4]), LayerSample("reshape 2,6", [1, 3, 4]),
    LayerSample("reshape none", [1, 1]), LayerSample("reshape 1,-1,1", []),
    LayerSample("reshape 0,0 allow-zero", [0, 3]),
    LayerSample("transpose", [1, 2, 3]), LayerSample("transpose 0,2,3,1", [2, 3, 4, 5]),
    LayerSample("transpose none", []), LayerSample("transpose 1,0,2", [1, 3, 4]),
    LayerSample("slice starts 1 ends 3", [4, 3]),
    LayerSample("slice axes 2,-1 starts 1,-1 ends 9,-9 steps 1,-2", [2, 2, 4, 5]),
    LayerSample("slice axes 1 starts -2 ends 2147483648 steps 3", [2, 7]),
    LayerSample("slice axes 1 starts 3 ends 3", [2, 5]),
    LayerSample("slice axes 1 starts 9 ends -2147483648 steps -1", [2, 5]),
    LayerSample("gather indices 0,2,-1,0 axis 1", [2, 3, 2]),
    LayerSample("gather indices 1,0,2,2 shape 2x2 axis -1", [2, 3]),
    LayerSample("gather indices 2 shape scalar", [3, 4]),
    LayerSample("gather indices none axis 1", [2, 3]),
    LayerSample("pad before 0,0,1,2 after 0,0,3,0 value 0.5", [2, 2, 3, 4]),
    LayerSample("pad before 0,0,1,5 after 0,0,3,4 with reflect", [2, 1, 2, 3]),
    LayerSample("pad before 0,-1,2 after 0,3,-1 with edge", [1, 3, 4]),
    LayerSample("pad before 0,4 after 0,-1 with wrap", [2, 3]),
    LayerSample("pad before -2 after -1 with constant", [5]),
    LayerSample("pad before 2,-4 after 1,5", [1, 3]),
    LayerSample("pad before 3 after 2 with reflect", [1]),
    LayerSample("expand 2,3,4", [3, 1]), LayerSample("expand 1,1", [2, 3]),
    LayerSample("expand 2,2", []), LayerSample("expand none", [2, 3]),
    LayerSample("tile 1,2,3", [2, 3, 2]), LayerSample("tile 2", [3]),
    LayerSample("tile 1,0", [1, 2]),
    LayerSample("split 1,3", [2, 4, 2]), LayerSample("split 2,0,1 axis -1", [2, 3]),
    LayerSample("split 2,1 axis 0", [3]),
    LayerSample("depth-to-space 2", [2, 8, 2, 3]),
    LayerSample("depth-to-space 2 depth-first", [1, 8, 2, 3]),
    LayerSample("space-to-depth 2", [2, 3, 4, 6]),
    LayerSample("triangle upper", [3, 4]), LayerSample("triangle lower", [2, 2, 3, 3]),
    LayerSample("triangle lower diagonal -1", [4, 3]),
    LayerSample("triangle upper diagonal 2", [1, 3, 5]), LayerSample("triangle upper", [2, 0, 3]),
  ]
}
