import CNNModel

/// Samples of normalizations and of resizing.
extension LayerSample {
  package static let normalizations: [LayerSample] = [
    LayerSample("layernorm", [2, 3, 4]), LayerSample("layernorm axis 1 epsilon 0.1", [2, 3, 2, 2]),
    LayerSample("layernorm axis 0 no-bias", [5]),
    LayerSample("layernorm", [1, 12], content: .special),
    LayerSample("instancenorm", [2, 3, 4, 2]), LayerSample("instancenorm epsilon 0.01", [1, 2, 7]),
    LayerSample("groupnorm 2", [2, 4, 3, 2]), LayerSample("groupnorm 3 epsilon 0.02", [2, 3, 4]),
    LayerSample("groupnorm 1", [2, 6]),
    LayerSample("lrn 3", [2, 5, 2, 3]),
    LayerSample("lrn 4 alpha 0.5 beta 0.6 bias 2", [1, 6, 2, 2]),
    LayerSample("lrn 1 alpha 1", [2, 3]), LayerSample("lrn 9 alpha 2 beta 1.5", [1, 4, 3]),
    LayerSample("lppool 2", [2, 2, 4, 5]),
    LayerSample("lppool 3x2 stride 1 pad 1 p 3", [1, 2, 4, 4]),
    LayerSample("lppool 2 stride 1 dilation 2 p 1 ceil", [1, 2, 4, 5]),
    LayerSample("lppool 3 stride 2 pad 1,0,1,2 p 1", [1, 2, 5, 5]),
    LayerSample("gather-by", [4, 3], [2, 2], content: .ties),
    LayerSample("gather-by axis 1", [1, 5], [3], content: .ties),
    LayerSample("gather-by axis -1", [1, 2, 4], [], content: .ties),
  ]

  package static let resizings: [LayerSample] =
    [
      "", "rounding ceil", "rounding floor coordinates asymmetric",
      "rounding prefer-ceil coordinates align-corners", "kernel linear",
      "kernel linear coordinates align-corners", "kernel linear antialias",
      "kernel linear coordinates half-pixel-symmetric", "kernel cubic",
      "kernel cubic coefficient -0.5 exclude-outside", "kernel cubic antialias",
      "kernel cubic coordinates asymmetric antialias exclude-outside",
      "kernel linear coordinates pytorch-half-pixel",
      "kernel linear coordinates crop starts 0.2,-0.3 ends 0.7,1.2 extrapolation 10",
    ].flatMap { words in
      [
        LayerSample("resize axes 2,3 scales 2,1.5 \(words)", [2, 1, 3, 4]),
        LayerSample("resize sizes 2,5 axes -1,-2 \(words)", [1, 2, 4, 6]),
        LayerSample("resize sizes 1,1 axes 1,2 \(words)", [2, 5, 3]),
      ]
    } + [
      LayerSample("resize scales 2", [3]), LayerSample("resize scales 1,1,0.6,0.6", [1, 2, 4, 4]),
      LayerSample("resize sizes 7,8 axes 2,3 aspect not-larger kernel linear", [1, 1, 2, 4]),
      LayerSample("resize sizes 7,8 axes 2,3 aspect not-smaller kernel linear", [1, 1, 2, 4]),
      LayerSample("resize sizes 2,2 axes 0,1 aspect stretch kernel nearest", [3, 4]),
      LayerSample("resize axes 1 scales 2.5 kernel linear", [2, 5], content: .special),
    ]
}
